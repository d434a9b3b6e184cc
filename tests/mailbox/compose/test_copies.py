"""The copy of a draft in the Drafts folder follows what is written."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Account
from mailbox.compose.copies import list_old_copies, renew_copy, renew_old_copies
from mailbox.compose.drafts import find_draft_of, forget_old_drafts
from mailbox.compose.saving import Written, save_draft
from mailbox.compose.sending import send_draft, take_back
from mailbox.errors import MailboxFull
from mailbox.messages.moving import expunge_entries
from mailbox.models import Draft, Mailbox, Message, Role
from mailsvc.kit import clock
from tests.builders.mail import NOON, entries_of, mailbox_of

LETTER = Written("ann@example.test", to="wen@hearthworks.example, half", text="Dear")


@pytest.fixture
def draft(ann: Account) -> Draft:
    draft = Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)
    with clock.at(NOON):
        save_draft(draft, LETTER)
    return draft


def test_copy_is_replaced_when_the_letter_changes(ann: Account, draft: Draft) -> None:
    renew_copy(draft)
    save_draft(draft, Written("ann@example.test", text="Dear Wen"))
    renew_copy(draft)

    (entry,) = entries_of(ann, Role.DRAFTS)
    assert Message.objects.get(pk=entry.message_id).preview == "Dear Wen"


def test_draft_is_found_by_a_copy_that_was_replaced(ann: Account, draft: Draft) -> None:
    renew_copy(draft)
    (old,) = entries_of(ann, Role.DRAFTS)
    save_draft(draft, Written("ann@example.test", text="Dear Wen"))
    renew_copy(draft)

    assert find_draft_of(draft.mailbox, old.message_id) == draft
    assert find_draft_of(draft.mailbox, 1) is None


def test_copy_in_step_is_left_alone(ann: Account, draft: Draft) -> None:
    renew_copy(draft)
    before = entries_of(ann, Role.DRAFTS)

    renew_copy(Draft.objects.get(pk=draft.pk))

    assert entries_of(ann, Role.DRAFTS) == before


def test_sweep_waits_until_the_writer_pauses(ann: Account, draft: Draft) -> None:
    with clock.at(NOON + timedelta(seconds=5)):
        assert list_old_copies() == []

    with clock.at(NOON + timedelta(seconds=16)):
        renew_old_copies()

    assert len(entries_of(ann, Role.DRAFTS)) == 1
    with clock.at(NOON + timedelta(minutes=1)):
        assert list_old_copies() == []


def test_draft_is_kept_when_its_copy_has_no_room(ann: Account, draft: Draft) -> None:
    Mailbox.objects.update(quota_bytes=10)

    with pytest.raises(MailboxFull):
        renew_copy(Draft.objects.get(pk=draft.pk))

    assert Draft.objects.get().text == "Dear"
    renew_old_copies()


def test_letter_taken_back_is_copied_again(ann: Account, draft: Draft) -> None:
    save_draft(draft, Written("ann@example.test", to="wen@hearthworks.example"))
    renew_copy(draft)
    envelope = send_draft(draft, undo_seconds=10)
    assert entries_of(ann, Role.DRAFTS) == []

    take_back(envelope)

    with clock.at(clock.now() + timedelta(minutes=1)):
        renew_old_copies()
    assert len(entries_of(ann, Role.DRAFTS)) == 1


def test_what_was_begun_and_never_written_is_forgotten(
    ann: Account, draft: Draft
) -> None:
    Draft.objects.create(
        mailbox=draft.mailbox, from_address=ann.address, updated_at=NOON
    )

    forget_old_drafts(before=NOON + timedelta(days=1))

    assert list(Draft.objects.all()) == [draft]


def test_draft_whose_copy_was_deleted_for_ever_is_forgotten(
    ann: Account, draft: Draft
) -> None:
    renew_copy(draft)
    expunge_entries(
        draft.mailbox_id, [entry.pk for entry in entries_of(ann, Role.DRAFTS)]
    )

    forget_old_drafts(before=NOON + timedelta(days=1))

    assert not Draft.objects.exists()
