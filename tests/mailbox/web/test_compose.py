"""The compose pages: looking keeps nothing; what was pressed is done."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from accounts.models import Account
from mailbox.mime.build import FileToSend
from mailbox.models import Draft, DraftFile, Message, OutgoingEnvelope, Role
from tests.builders.mail import Letter, entries_of, receive

WRITTEN = {
    "from_address": "ann@example.test",
    "to": "wen@hearthworks.example",
    "subject": "Re: Hello",
    "body": "Yes.\n\n> A letter.",
}


SENT = {"do": "send", "to": "friend@remote.test", "subject": "Kiln"}


@pytest.fixture
def page(ann: Account, client: Client) -> Client:
    """A browser in which Ann is signed in."""
    client.force_login(ann)
    return client


@pytest.fixture
def letter(ann: Account) -> Message:
    (message,) = receive(ann, Letter())
    return message


@pytest.mark.parametrize("act", ["reply", "reply-all", "forward"])
def test_looking_at_an_answer_keeps_nothing(
    page: Client, letter: Message, act: str
) -> None:
    url = f"/m/{letter.pk}/{act}/"

    response = page.get(url)

    assert response.status_code == 200
    assert f'action="{url}"' in response.text
    assert "A letter." in response.text
    assert not Draft.objects.exists()


def test_saving_an_answer_keeps_it_with_its_thread(
    page: Client, ann: Account, letter: Message
) -> None:
    response = page.post(f"/m/{letter.pk}/reply/", WRITTEN | {"do": "save"})

    draft = Draft.objects.get()
    assert response.headers["Location"] == f"/compose/{draft.pk}/"
    assert (draft.action, draft.parent_number) == ("reply", letter.pk)
    assert draft.in_reply_to == letter.message_id
    assert len(entries_of(ann, Role.DRAFTS)) == 1


def test_sending_an_answer_marks_its_parent_answered(
    page: Client, ann: Account, letter: Message
) -> None:
    page.post(f"/m/{letter.pk}/reply/", WRITTEN | {"do": "send"})

    assert len(entries_of(ann, Role.SENT)) == 1
    assert [entry.answered for entry in entries_of(ann)] == [True]


def test_a_wrong_answer_is_shown_again_and_not_kept(
    page: Client, letter: Message
) -> None:
    wrong = WRITTEN | {"to": "nobody", "do": "send"}

    response = page.post(f"/m/{letter.pk}/reply/", wrong)

    assert response.status_code == 422
    assert "“nobody” is not an address" in response.text
    assert "Yes." in response.text


def test_forward_of_files_keeps_one_draft_to_hold_them(
    page: Client, ann: Account
) -> None:
    files = (FileToSend("计划.txt", "text/plain", b"plan"),)
    (letter,) = receive(ann, Letter(files=files))

    first = page.get(f"/m/{letter.pk}/forward/")
    again = page.get(f"/m/{letter.pk}/forward/")

    assert first.headers["Location"] == again.headers["Location"]
    assert "计划.txt" in page.get(first.headers["Location"]).text
    assert [file.filename for file in DraftFile.objects.all()] == ["计划.txt"]


@pytest.mark.parametrize("act", ["reply", "reply-all", "forward", "edit"])
def test_another_persons_letter_can_not_be_answered(
    page: Client, ben: Account, act: str
) -> None:
    (letter,) = receive(ben, Letter())
    url = f"/m/{letter.pk}/{act}/"

    assert page.get(url).status_code == 404
    assert page.post(url, WRITTEN | {"do": "send"}).status_code in (404, 405)
    assert not Draft.objects.exists()


def test_a_new_letter_that_is_sent_twice_leaves_once(ann: Account) -> None:
    client = Client()
    client.force_login(ann)
    page = client.get("/compose/").content.decode()
    form = re.search(r'name="window" value="([^"]+)"', page)
    assert form
    letter = SENT | {"body": "Once."}

    client.post("/compose/", {**letter, "window": form[1]})
    again = client.post("/compose/", {**letter, "window": form[1]}, follow=True)

    assert OutgoingEnvelope.objects.count() == 1
    assert "This message has been sent." in again.content.decode()


def test_two_new_letters_of_two_forms_both_leave(ann: Account) -> None:
    client = Client()
    client.force_login(ann)
    letter = SENT | {"body": "Twice."}

    for _ in range(2):
        page = client.get("/compose/").content.decode()
        form = re.search(r'name="window" value="([^"]+)"', page)
        assert form
        client.post("/compose/", {**letter, "window": form[1]})

    assert OutgoingEnvelope.objects.count() == 2
