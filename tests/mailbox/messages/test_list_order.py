"""A page of a list is one walk of its index, first page or deep."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.models import Account
from mailbox.messages.listing import UNPINNED
from mailbox.models import FolderConversation, Role
from tests.builders.mail import folder_of


@pytest.mark.parametrize("is_deep", [False, True])
def test_a_page_is_a_walk_of_the_index_and_sorts_nothing(
    ann: Account, *, is_deep: bool
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by its statistics, which a test does not have")
    places = FolderConversation.objects.filter(folder=folder_of(ann, Role.INBOX))
    page = (
        places.filter(UNPINNED, rank__lt=1 << 60).order_by("-rank")
        if is_deep
        else places.order_by("-pinned", "-rank")
    )

    plan = page[:50].explain()

    assert "list_of_folder" in plan
    assert "B-TREE" not in plan
