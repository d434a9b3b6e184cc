"""What the script of a composer is answered."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account
from mailbox.models import Draft, Message
from tests.builders.mail import Letter, mailbox_of, receive

SCRIPT = {"Accept": "application/json"}
DOCK = {"HX-Request": "true", "HX-Target": "dock"}
FORM = {"from_address": "ann@example.test", "body": "Yes."}


@pytest.fixture
def page(ann: Account, client: Client) -> Client:
    client.force_login(ann)
    return client


@pytest.fixture
def letter(ann: Account) -> Message:
    (message,) = receive(ann, Letter())
    return message


def test_opening_begins_a_draft_and_gives_its_composer(
    page: Client, letter: Message
) -> None:
    response = page.post(f"/m/{letter.pk}/reply/", {"do": "open"}, headers=DOCK)

    draft = Draft.objects.get()
    assert (draft.version, draft.in_reply_to) == (1, letter.message_id)
    assert response.text.lstrip().startswith('<hx-partial hx-target="#dock"')
    assert f'id="composer-c{draft.pk}"' in response.text
    assert "Reply to Wen Jing" in response.text


def test_letter_on_its_page_is_told_where_its_draft_is(page: Client) -> None:
    answer = page.post("/compose/", {"do": "open"}, headers=SCRIPT).json()

    draft = Draft.objects.get()
    assert answer["url"] == f"/compose/{draft.pk}/"
    assert answer["save"] == f"/compose/{draft.pk}/save/"


def test_letter_sent_from_the_dock_is_answered_with_the_time_to_undo(
    page: Client, ann: Account
) -> None:
    draft = Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)
    sent = FORM | {"to": "wen@hearthworks.example", "subject": "Kiln", "do": "send"}

    response = page.post(f"/compose/{draft.pk}/", sent, headers=SCRIPT | DOCK)

    assert response.status_code == 200
    assert "/undo/" in response.json()["html"]


def test_wrong_address_is_named_with_its_field(page: Client, ann: Account) -> None:
    draft = Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)
    wrong = FORM | {"to": "wen@hearthworks.example", "cc": "nobody", "do": "send"}

    response = page.post(f"/compose/{draft.pk}/", wrong, headers=SCRIPT)

    assert response.status_code == 422
    assert "“nobody” is not an address" in response.json()["faults"]["cc"]
    assert response.json()["version"] == 2


def test_begun_draft_without_a_word_goes_quietly(page: Client, ann: Account) -> None:
    draft = Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)

    page.post(f"/compose/{draft.pk}/", {"do": "discard"}, headers=SCRIPT)

    assert not Draft.objects.exists()
    assert "discarded" not in page.get("/search/").text
