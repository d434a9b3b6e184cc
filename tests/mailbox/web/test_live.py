"""What an open page is given when it asks what is new."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import Account
from mailbox.models import Role
from tests.builders.mail import Letter, folder_of, mailbox_of, receive


@pytest.fixture
def client(ann: Account) -> Client:
    client = Client()
    client.force_login(ann)
    return client


def inbox_url(ann: Account) -> str:
    return reverse("mailbox:folder", args=[folder_of(ann, Role.INBOX).pk])


def ask(
    client: Client, url: str, target: str, **known: str
) -> tuple[str, dict[str, str]]:
    headers = {"HX-Request": "true", "HX-Target": target, **known}
    page = client.get(url, headers=headers).content.decode()
    found = re.search(r"<i (data-modseq[^>]*)>", page)
    assert found
    return page, dict(re.findall(r'data-([\w-]+)="([^"]*)"', found[1]))


def test_a_page_says_how_far_its_mailbox_is(client: Client, ann: Account) -> None:
    receive(ann, Letter(subject="One"))

    page = client.get(inbox_url(ann)).content.decode()

    assert f'data-modseq="{mailbox_of(ann).modseq}"' in page
    assert 'data-arrived="0"' in page


def test_what_has_arrived_since_is_counted_and_named(
    client: Client, ann: Account
) -> None:
    receive(ann, Letter(subject="Old"))
    known = str(folder_of(ann, Role.INBOX).uid_next)
    receive(ann, Letter(subject="New & <b>bold</b>", author_name="Wen Jing"))

    page, news = ask(
        client, inbox_url(ann), "rows", **{"X-Inbox-Uid": known, "X-Here-Uid": known}
    )

    assert (news["arrived"], news["fresh"], news["sender"]) == ("1", "1", "Wen Jing")
    assert news["subject"] == "New &amp; &lt;b&gt;bold&lt;/b&gt;"
    assert 'hx-target="#rows"' in page
    assert "Old" in page


def test_without_rows_only_rail_and_counts_are_sent(
    client: Client, ann: Account
) -> None:
    receive(ann, Letter(subject="Unmoved"))

    page, _news = ask(client, inbox_url(ann), "rail")

    assert 'hx-target="#rail"' in page
    assert "Unmoved" not in page


@pytest.mark.parametrize("known", ["", "0", "-1", "x", "9" * 30, "99999999"])
def test_nonsense_about_what_is_known_means_nothing_is_new(
    client: Client, ann: Account, known: str
) -> None:
    receive(ann, Letter(subject="One"))

    _page, news = ask(client, inbox_url(ann), "rail", **{"X-Inbox-Uid": known})

    assert news["arrived"] == "0"


def test_the_policy_reaches_the_stream_on_this_host_alone(
    client: Client, ann: Account
) -> None:
    policy = client.get(inbox_url(ann))["Content-Security-Policy"]

    assert "connect-src 'self' http://testserver:8081;" in f"{policy};"


@pytest.mark.parametrize(
    ("url", "more"),
    [
        ("/events/", ""),
        ("https://live.linden.test/events/", "https://live.linden.test"),
    ],
)
def test_the_policy_follows_where_the_stream_is_said_to_be(
    client: Client, ann: Account, url: str, more: str
) -> None:
    with override_settings(MAILSVC_EVENTS_URL=url):
        policy = client.get(inbox_url(ann))["Content-Security-Policy"]

    wanted = f"connect-src 'self' {more}".strip()
    assert f"{wanted};" in f"{policy};"
