"""Letters that come back, stay on top, or pass the Inbox by."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Account
from mailbox.messages import deeds
from mailbox.messages.flags import mark_seen
from mailbox.messages.listing import list_folder
from mailbox.messages.reckoning import find_wrong_counts
from mailbox.messages.selecting import Kind, Selection
from mailbox.messages.snoozing import wake_due
from mailbox.messages.verbs import Verb
from mailbox.models import Role, Snooze
from mailsvc.kit import clock
from tests.builders.mail import Letter, entries_of, folder_of, mailbox_of, receive

HOUR = timedelta(hours=1)


def do(ann: Account, verb: str, number: int = 0, key: str = "key-0001") -> None:
    inbox = folder_of(ann, Role.INBOX)
    first = entries_of(ann)[0].conversation_id
    ticked = Selection(Kind.TICKED, inbox.pk, conversations=(first,))
    deeds.do_deed(mailbox_of(ann), Verb(verb, number), ticked, key)


def snooze(ann: Account) -> None:
    do(ann, "snooze", int((clock.now() + HOUR).timestamp()))


def subjects(ann: Account, role: Role = Role.INBOX) -> list[str]:
    return [line.message.subject for line in list_folder(folder_of(ann, role)).lines]


@pytest.fixture
def two(ann: Account) -> Account:
    receive(ann, Letter(subject="Old", message_id="old@hearthworks.example"))
    receive(ann, Letter(subject="New"))
    read = [entry.pk for entry in entries_of(ann)]
    mark_seen(mailbox_of(ann).pk, read, seen=True)
    return ann


def test_a_snoozed_letter_waits_in_its_place_and_comes_back_on_top_unread(
    two: Account,
) -> None:
    snooze(two)
    assert subjects(two) == ["New"]
    assert subjects(two, Role.SNOOZED) == ["Old"]
    assert wake_due(clock.now()) == 0

    assert wake_due(clock.now() + 2 * HOUR) == 1

    assert subjects(two) == ["Old", "New"]
    line = list_folder(folder_of(two, Role.INBOX)).lines[0]
    assert line.is_unread
    assert line.back_at is not None
    assert not Snooze.objects.exists()


def test_waking_twice_wakes_once(two: Account) -> None:
    snooze(two)
    wake_due(clock.now() + 2 * HOUR)

    assert wake_due(clock.now() + 2 * HOUR) == 0


def test_new_mail_to_a_snoozed_conversation_wakes_it(two: Account) -> None:
    snooze(two)
    receive(two, Letter(subject="Re: Old", in_reply_to="old@hearthworks.example"))

    assert wake_due(clock.now()) == 1

    assert subjects(two)[0] == "Re: Old"
    assert subjects(two, Role.SNOOZED) == []


def test_what_was_moved_out_of_snoozed_stays_where_it_is(two: Account) -> None:
    snooze(two)
    entry = entries_of(two, Role.SNOOZED)[0]
    ticked = Selection(Kind.TICKED, conversations=(entry.conversation_id,))
    deeds.do_deed(mailbox_of(two), Verb("archive"), ticked, "key-0002")
    before = subjects(two, Role.ARCHIVE)

    wake_due(clock.now() + 2 * HOUR)

    assert subjects(two, Role.ARCHIVE) == before
    assert not Snooze.objects.exists()


def test_undo_of_snooze_brings_it_back_at_once(two: Account) -> None:
    snooze(two)

    deeds.undo_deed(mailbox_of(two), "key-0001")

    assert subjects(two) == ["New", "Old"]
    assert not Snooze.objects.exists()


def test_a_pinned_conversation_is_on_top_and_undo_lets_it_go(two: Account) -> None:
    do(two, "pin")
    assert subjects(two) == ["Old", "New"]
    receive(two, Letter(subject="Newest"))
    assert subjects(two) == ["Old", "Newest", "New"]

    deeds.undo_deed(mailbox_of(two), "key-0001")

    assert subjects(two) == ["Newest", "New", "Old"]


def test_pages_go_on_below_what_is_pinned(ann: Account) -> None:
    receive(ann, *(Letter(subject=f"No. {number}") for number in range(60)))
    do(ann, "pin")
    inbox = folder_of(ann, Role.INBOX)

    first = list_folder(inbox)
    second = list_folder(inbox, before=first.older)

    shown = [line.message.subject for line in (*first.lines, *second.lines)]
    assert shown[0] == "No. 0"
    assert sorted(shown) == sorted(f"No. {number}" for number in range(60))
    back = list_folder(inbox, after=second.lines[0].message.id)
    assert "No. 0" not in [line.message.subject for line in back.lines]


def test_what_comes_to_a_muted_conversation_passes_the_inbox_by(two: Account) -> None:
    answer = Letter(subject="Re: Old", in_reply_to="old@hearthworks.example")
    do(two, "mute")
    receive(two, answer)
    assert subjects(two) == ["New"]
    assert subjects(two, Role.ARCHIVE) == ["Re: Old"]

    deeds.undo_deed(mailbox_of(two), "key-0001")
    receive(two, answer)

    assert "Re: Old" in subjects(two)


def test_kept_counts_agree_after_all_of_it(two: Account) -> None:
    snooze(two)
    wake_due(clock.now() + 2 * HOUR)
    do(two, "pin", key="key-0003")
    do(two, "mute", key="key-0004")

    assert find_wrong_counts() == []
