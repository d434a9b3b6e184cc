"""SQLite knows how its tables have grown, once it is told to look."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.models import Account
from mailbox.models import Entry
from mailsvc.kit.sqlite.statistics import renew_statistics
from tests.builders.mail import Letter, mailbox_of, open_test_account, receive


@pytest.fixture
def ann(db: None, redis: object) -> Account:
    return open_test_account("ann")


def test_a_conversation_is_found_by_its_own_index_once_statistics_are_there(
    ann: Account,
) -> None:
    if connection.vendor != "sqlite":
        renew_statistics()  # nothing to do, and no error
        return
    receive(ann, *(Letter(subject=f"No. {number}") for number in range(300)))

    renew_statistics()

    plan = Entry.objects.filter(mailbox=mailbox_of(ann), conversation_id=1).explain()
    assert "entry_of_conversation" in plan
