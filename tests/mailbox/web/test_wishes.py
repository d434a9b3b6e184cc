"""What a reader wishes of answering and of marking as read is done, by every door."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Account, Preferences
from mailbox.models import Entry, Message
from tests.builders.mail import Letter, receive

SCRIPT = {"HX-Request": "true", "HX-Target": "thread"}
SEEN = {"HX-Request": "true", "HX-Target": "seen"}


def wish(account: Account, **wishes: str) -> None:
    Preferences.objects.update_or_create(account=account, defaults=wishes)


@pytest.fixture
def letter(ann: Account) -> Message:
    people = ("ann@example.test", "lu@remote.test")
    (message,) = receive(ann, Letter(to=people))
    return message


def url_of(letter: Message) -> str:
    entry = Entry.objects.get(message=letter)
    return reverse(
        "mailbox:conversation", args=[entry.folder_id, entry.conversation_id]
    )


def is_read(letter: Message) -> bool:
    return Entry.objects.get(message=letter).seen


@pytest.mark.parametrize(("chosen", "to_all"), [("all", True), ("sender", False)])
def test_reply_button_answers_whom_one_wishes(
    as_ann: Client, ann: Account, letter: Message, chosen: str, to_all: bool
) -> None:
    wish(ann, reply_to=chosen)

    page = as_ann.get(url_of(letter)).text

    act = "reply_all" if to_all else "reply"
    ghost = f'class="ghost" href="{reverse(f"mailbox:{act}", args=[letter.pk])}"'
    assert ghost in page


def test_letter_to_oneself_alone_is_answered_to_its_sender(
    as_ann: Client, ann: Account
) -> None:
    (letter,) = receive(ann, Letter())
    wish(ann, reply_to="all")

    page = as_ann.get(url_of(letter)).text

    assert f'class="ghost" href="{reverse("mailbox:reply", args=[letter.pk])}"' in page


@pytest.mark.parametrize("headers", [{}, SCRIPT, SEEN])
def test_by_hand_nothing_but_a_hand_marks_as_read(
    as_ann: Client, ann: Account, letter: Message, headers: dict[str, str]
) -> None:
    wish(ann, mark_read="by_hand")

    page = as_ann.get(url_of(letter), headers=headers)
    as_ann.get(reverse("mailbox:opened", args=[letter.pk]), headers=headers)

    assert not is_read(letter)
    assert headers == SEEN or 'value="read"' in page.text


def test_after_three_seconds_a_script_tells(
    as_ann: Client, ann: Account, letter: Message
) -> None:
    wish(ann, mark_read="after_3s")
    as_ann.post(reverse("accounts:report_device"), {"zone": "Asia/Shanghai"})

    as_ann.get(url_of(letter))
    as_ann.get(url_of(letter), headers=SCRIPT)
    as_ann.get(reverse("mailbox:opened", args=[letter.pk]), headers=SCRIPT)
    assert not is_read(letter)

    as_ann.get(reverse("mailbox:opened", args=[letter.pk]), headers=SEEN)
    assert is_read(letter)


def test_after_three_seconds_without_a_script_opening_has_to_do(
    as_ann: Client, ann: Account, letter: Message
) -> None:
    wish(ann, mark_read="after_3s")

    as_ann.get(url_of(letter))

    assert is_read(letter)


def test_at_once_is_at_once(as_ann: Client, ann: Account, letter: Message) -> None:
    as_ann.get(reverse("mailbox:opened", args=[letter.pk]), headers=SCRIPT)

    assert is_read(letter)
