"""What a page asks of the database: a fixed number of queries, however full it is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Account
from mailbox.messages.tags import create_tag, tag_entries
from mailbox.models import Mailbox, Role
from tests.builders.mail import (
    Letter,
    entries_of,
    folder_of,
    mailbox_of,
    receive,
)

# Session, account and mailbox; folders, tags, saved searches: every page's frame.
FRAME = 6


@pytest.fixture
def client(ann: Account) -> Client:
    client = Client()
    client.force_login(ann)
    return client


def count_queries(client: Client, url: str) -> int:
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return len(asked)


def fill(ann: Account, letters: int, thread: int) -> None:
    """Let letters come in, tag them, and let one be answered many times."""
    receive(ann, *(Letter(subject=f"Report {number}") for number in range(letters)))
    first = Letter(subject="Long talk", message_id="talk@hearthworks.example")
    answers = (
        Letter(subject="Re: Long talk", in_reply_to="talk@hearthworks.example")
        for _ in range(thread)
    )
    receive(ann, first, *answers)
    tag = create_tag(mailbox_of(ann), f"Work {letters}")
    tag_entries(tag, [entry.pk for entry in entries_of(ann)])


def a_folder(ann: Account) -> str:
    return reverse("mailbox:folder", args=[folder_of(ann, Role.INBOX).pk])


def a_conversation(ann: Account) -> str:
    entry = entries_of(ann)[-1]
    return reverse(
        "mailbox:conversation", args=[entry.folder_id, entry.conversation_id]
    )


def a_search(ann: Account) -> str:
    return reverse("mailbox:search") + "?q=report"


def starred(ann: Account) -> str:
    return reverse("mailbox:starred")


def a_tag(ann: Account) -> str:
    tag = Mailbox.objects.get(account=ann).tags.order_by("pk").first()
    assert tag is not None
    return reverse("mailbox:tag", args=[tag.pk])


@pytest.mark.parametrize(
    ("page", "most"),
    [
        (a_folder, FRAME + 3),
        (a_conversation, FRAME + 9),
        (a_search, FRAME + 4),
        (starred, FRAME + 3),
        (a_tag, FRAME + 4),
    ],
)
def test_a_page_costs_the_same_however_much_there_is(
    client: Client, ann: Account, page: Callable[[Account], str], most: int
) -> None:
    fill(ann, letters=2, thread=1)
    few = count_queries(client, page(ann))

    fill(ann, letters=60, thread=30)
    many = count_queries(client, page(ann))

    assert few <= many <= most
