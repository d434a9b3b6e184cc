"""A scheduled letter waits, goes once at its time, or its writer is told why not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.forms.models import model_to_dict

from accounts.models import Account
from mailbox.compose.copies import renew_copy
from mailbox.compose.drafts import discard_draft
from mailbox.compose.saving import AlreadySent, IsScheduled, Written, save_draft
from mailbox.compose.scheduling import (
    LATEST,
    MOST_SCHEDULED,
    TooManyScheduled,
    WrongTime,
    list_due,
    list_scheduled,
    schedule_draft,
    send_due,
    unschedule_draft,
)
from mailbox.compose.sending import WrittenMeanwhile, send_draft, take_back
from mailbox.errors import MailboxFull
from mailbox.inbound.sorting import file_waiting
from mailbox.messages.reckoning import correct_counts, find_wrong_counts
from mailbox.mime.summary import summarise
from mailbox.models import Draft, Mailbox, OutgoingEnvelope, Role
from mailbox.reading.bodies import read_text
from mailbox.store.blobs import blobs
from mailbox.tasks import scheduled as tasks
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput
from tests.builders.mail import NOON, entries_of, mailbox_of

TOMORROW = NOON + timedelta(days=1)
WRITTEN = Written(
    "ann@example.test", to="wen@remote.test", subject="Kiln", text="It is warm."
)


class Died(Exception):
    """The worker was killed."""


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


@pytest.fixture
def draft(ann: Account) -> Draft:
    draft = Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)
    save_draft(draft, WRITTEN)
    renew_copy(draft)
    return draft


@pytest.fixture
def scheduled(draft: Draft) -> Draft:
    schedule_draft(draft, TOMORROW)
    return draft


def run_jobs(at: datetime) -> None:
    """Let the beat look, as it does every few seconds."""
    with clock.at(at):
        tasks.send_due()


def test_scheduled_letter_is_neither_in_sent_nor_in_drafts(
    ann: Account, scheduled: Draft
) -> None:
    run_jobs(TOMORROW - timedelta(seconds=1))

    assert entries_of(ann, Role.SENT) == entries_of(ann, Role.DRAFTS) == []
    assert list_scheduled(mailbox_of(ann)) == [scheduled]
    assert mailbox_of(ann).scheduled_letters == 1
    assert not OutgoingEnvelope.objects.exists()


def test_it_goes_at_its_time_and_is_dated_then(ann: Account, scheduled: Draft) -> None:
    late = TOMORROW + timedelta(seconds=3)

    run_jobs(late)

    (envelope,) = OutgoingEnvelope.objects.all()
    assert envelope.not_before == late
    (sent,) = entries_of(ann, Role.SENT)
    assert summarise(blobs().read(sent.message.digest)).sent_at == late
    assert mailbox_of(ann).scheduled_letters == 0


def test_jobs_that_run_twice_send_once(scheduled: Draft) -> None:
    run_jobs(TOMORROW)
    run_jobs(TOMORROW)
    with clock.at(TOMORROW):
        tasks.send_scheduled(scheduled.pk)

    assert OutgoingEnvelope.objects.count() == 1


def test_job_that_read_the_letter_before_another_sent_it_sends_nothing(
    scheduled: Draft,
) -> None:
    behind = Draft.objects.get(pk=scheduled.pk)
    run_jobs(TOMORROW)

    with pytest.raises(AlreadySent):
        send_draft(behind, undo_seconds=0)

    assert OutgoingEnvelope.objects.count() == 1


def test_change_of_the_time_is_seen_by_a_job_that_read_the_old_one(
    scheduled: Draft,
) -> None:
    behind = Draft.objects.get(pk=scheduled.pk)
    schedule_draft(scheduled, TOMORROW + timedelta(hours=5))

    with pytest.raises(WrittenMeanwhile):
        send_draft(behind, undo_seconds=0)

    run_jobs(TOMORROW)
    assert not OutgoingEnvelope.objects.exists()
    run_jobs(TOMORROW + timedelta(hours=5))
    assert OutgoingEnvelope.objects.count() == 1


def test_editing_is_refused_until_it_is_off_the_schedule(
    ann: Account, scheduled: Draft
) -> None:
    with pytest.raises(IsScheduled):
        save_draft(scheduled, replace(WRITTEN, text="It is cold."))

    unschedule_draft(scheduled)
    save_draft(scheduled, replace(WRITTEN, text="It is cold."))
    run_jobs(TOMORROW)

    assert not OutgoingEnvelope.objects.exists()
    assert len(entries_of(ann, Role.DRAFTS)) == 1
    assert mailbox_of(ann).scheduled_letters == 0


def test_scheduled_letter_is_not_discarded_by_a_tab_that_knows_nothing_of_it(
    draft: Draft,
) -> None:
    behind = Draft.objects.get(pk=draft.pk)
    schedule_draft(draft, TOMORROW)

    with pytest.raises(IsScheduled):
        discard_draft(behind)


def test_letter_sent_before_its_time_can_be_taken_back_and_is_not_scheduled(
    scheduled: Draft,
) -> None:
    envelope = send_draft(scheduled, undo_seconds=10)

    draft = take_back(envelope)
    run_jobs(TOMORROW)

    assert draft.scheduled_for is None
    assert OutgoingEnvelope.objects.count() == 1


@pytest.mark.parametrize(
    "at", [None, NOON, NOON - timedelta(days=1), NOON + LATEST + timedelta(seconds=1)]
)
def test_time_that_is_none_or_past_or_too_far_is_refused(
    draft: Draft, at: datetime | None
) -> None:
    with pytest.raises(WrongTime) as caught:
        schedule_draft(draft, at)

    assert caught.value.field == "when"
    assert Draft.objects.get().scheduled_for is None


def test_letter_that_could_not_go_is_not_scheduled(ann: Account, draft: Draft) -> None:
    save_draft(draft, replace(WRITTEN, to="Wen"))
    with pytest.raises(InvalidInput):
        schedule_draft(draft, TOMORROW)
    save_draft(draft, WRITTEN)
    Mailbox.objects.update(quota_bytes=0)
    with pytest.raises(MailboxFull):
        schedule_draft(Draft.objects.get(), TOMORROW)

    assert mailbox_of(ann).scheduled_letters == 0
    assert len(entries_of(ann, Role.DRAFTS)) == 1


def test_no_more_than_a_hundred_wait(scheduled: Draft) -> None:
    like = model_to_dict(scheduled, exclude=["id", "mailbox", "envelope"])
    others = [Draft(mailbox=scheduled.mailbox, **like) for _ in range(MOST_SCHEDULED)]
    Draft.objects.bulk_create(others[1:])
    others[0].scheduled_for = None
    others[0].save()

    with pytest.raises(TooManyScheduled):
        schedule_draft(others[0], TOMORROW)
    schedule_draft(scheduled, TOMORROW + timedelta(hours=1))


def test_mailbox_that_is_full_when_the_time_comes_gives_the_draft_back(
    ann: Account, scheduled: Draft
) -> None:
    Mailbox.objects.update(quota_bytes=0)

    run_jobs(TOMORROW)
    run_jobs(TOMORROW)

    draft = Draft.objects.get()
    assert draft.scheduled_for is None
    assert draft.fault == "The mailbox is full."
    assert len(entries_of(ann, Role.DRAFTS)) == 1
    assert file_waiting() == 1
    (told,) = entries_of(ann)
    assert told.message.subject == "Not sent: Kiln"
    assert "The mailbox is full." in read_text(told.message)
    assert not OutgoingEnvelope.objects.exists()


def test_address_that_is_wrong_when_the_time_comes_is_told_in_ones_language(
    ann: Account, scheduled: Draft
) -> None:
    Draft.objects.update(to="wen@")
    Account.objects.update(language="zh-hans")

    run_jobs(TOMORROW)

    assert file_waiting() == 1
    (told,) = entries_of(ann)
    assert told.message.subject == "未发送：Kiln"
    assert "wen@" in Draft.objects.get().fault


def test_letters_of_a_closed_account_wait(ann: Account, scheduled: Draft) -> None:
    Account.objects.update(is_active=False)

    with clock.at(TOMORROW):
        assert list_due() == []
        Account.objects.update(is_active=True)
        assert list_due() == [scheduled.pk]


def test_kept_number_of_them_is_reckoned_again(scheduled: Draft) -> None:
    assert find_wrong_counts() == []
    Mailbox.objects.update(scheduled_letters=7)

    correct_counts()

    assert mailbox_of(scheduled.mailbox.account).scheduled_letters == 1


def test_job_that_dies_before_the_commit_leaves_the_letter_due(
    scheduled: Draft,
) -> None:
    def die() -> None:
        with transaction.atomic(), clock.at(TOMORROW):
            send_due(scheduled.pk)
            raise Died

    with pytest.raises(Died):
        die()
    assert not OutgoingEnvelope.objects.exists()

    run_jobs(TOMORROW)

    assert OutgoingEnvelope.objects.count() == 1
