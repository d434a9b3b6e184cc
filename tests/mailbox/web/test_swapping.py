"""A script that asks for a place gets the part that differs; everyone else a page."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from mailbox.models import Role
from tests.builders.mail import Letter, entries_of, folder_of, receive

SHEET = {"HX-Request": "true", "HX-Target": "sheet"}
THREAD = {"HX-Request": "true", "HX-Target": "thread"}


@pytest.fixture
def client(ann: Account) -> Client:
    client = Client()
    client.force_login(ann)
    return client


def conversation_url(ann: Account) -> str:
    entry = entries_of(ann)[-1]
    return reverse(
        "mailbox:conversation", args=[entry.folder_id, entry.conversation_id]
    )


def test_a_list_is_swapped_in_as_a_sheet(client: Client, ann: Account) -> None:
    url = reverse("mailbox:folder", args=[folder_of(ann, Role.INBOX).pk])

    page, part = client.get(url), client.get(url, headers=SHEET)

    assert page.content.count(b"<!doctype html>") == 1
    assert part.content.lstrip().startswith(b"<title>")
    assert b'<hx-partial hx-target="#sheet"' in part.content
    assert part.content.count(b"<main") == 1
    assert b"<html" not in part.content


def test_a_conversation_beside_its_list_comes_without_the_list(
    client: Client, ann: Account
) -> None:
    receive(ann, Letter(subject="Kiln"), Letter(subject="Berth"))

    part = client.get(conversation_url(ann), headers=THREAD).content.decode()

    assert '<hx-partial hx-target="#thread">' in part
    assert 'id="subject"' in part
    assert "<main" not in part
    assert 'class="row"' not in part
    assert "1 unread" in part


def test_caches_keep_page_and_part_apart(client: Client, ann: Account) -> None:
    answer = client.get(reverse("mailbox:starred"), headers=SHEET)

    assert "HX-Request" in answer["Vary"]
    assert "no-store" in answer["Cache-Control"]


def test_a_script_of_a_signed_out_person_learns_where_to_sign_in() -> None:
    answer = Client().get(
        reverse("mailbox:starred"),
        headers={**SHEET, "Referer": "http://testserver/mail/starred/?before=5"},
    )

    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/sign-in/?next=/mail/starred/%3Fbefore%3D5"


def test_a_page_of_a_signed_out_person_leads_to_sign_in_and_back() -> None:
    answer = Client().get(reverse("mailbox:starred"))

    assert answer["Location"] == "/sign-in/?next=/mail/starred/"


def test_a_starred_letter_opens_beside_what_is_starred(
    client: Client, ann: Account
) -> None:
    receive(ann, Letter(subject="Kiln"))
    entry = entries_of(ann)[-1]
    entry.flagged = True
    entry.save()

    rows = client.get(reverse("mailbox:starred")).content.decode()
    page = client.get(f"{conversation_url(ann)}?in=starred").content.decode()

    own = f"{conversation_url(ann)}?in=starred&amp;open={entry.message_id}"
    assert f'href="{own}#m{entry.message_id}"' in rows
    assert 'data-list="/mail/starred/"' in page
    assert 'data-back href="/mail/starred/"' in page


def test_a_list_that_is_another_s_does_not_stand_beside(
    client: Client, ann: Account, ben: Account
) -> None:
    receive(ann, Letter(subject="Kiln"))
    theirs = ben.mailbox.tags.create(name="Secret", keyword="s")

    answer = client.get(f"{conversation_url(ann)}?in=tag-{theirs.pk}")

    assert answer.status_code == 404
