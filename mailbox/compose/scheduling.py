"""Sending later: a draft that goes by itself when its time comes.

A scheduled letter is its draft and nothing else: it stands neither in Sent nor in
Drafts, and its Date is the moment at which it goes. All that sending asks is asked
when it is scheduled too, so that what fails later has come up in between; then the
letter is back in Drafts, and its writer is told why by a letter in the Inbox.

Limits: at most `LATEST` ahead, at most `MOST_SCHEDULED` of one mailbox. The beat
looks every few seconds, so a letter goes within those of its time.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from mailbox.compose.copies import COPY_FIELDS, remove_copy, renew_copy
from mailbox.compose.saving import AlreadySent
from mailbox.compose.sending import (
    WrittenMeanwhile,
    keep_scheduled_count,
    letter_of,
    lock_unchanged,
    send_draft,
)
from mailbox.compose.telling import tell_not_sent
from mailbox.errors import MailboxFull, MailError, TooManyRecipients
from mailbox.messages.changes import changing
from mailbox.models import Draft, Mailbox
from mailbox.outbound.submission import check_letter
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput, ServiceError

logger = logging.getLogger(__name__)

LATEST: Final = timedelta(days=366)
MOST_SCHEDULED: Final = 100
AT_ONCE: Final = 200
FOR_GOOD: Final = (MailboxFull, TooManyRecipients)
"""What passes for a peer that tries again is over for a letter whose time has come."""


class WrongTime(InvalidInput):
    """The letter cannot go at such a time."""

    code = "mail.wrong_time"
    words = _("Choose a time to come, at most a year ahead.")


class TooManyScheduled(ServiceError):
    """So many letters wait already that no other may."""

    code = "mail.too_many_scheduled"
    words = _("100 letters are scheduled already. Send or cancel one of them first.")


def schedule_draft(draft: Draft, at: datetime | None) -> None:
    """Let a draft go at a time to come, or at another than it was to; durable.

    Args:
        draft: As it was read; it is brought up to date.
        at: When it is to go, UTC; None is what could not be read as a time.

    Raises:
        WrongTime: It is past, or too far ahead; `field` is `when`.
        TooManyScheduled: `MOST_SCHEDULED` wait already.
        InvalidInput, MailError: As `send_draft`: it could not go as it is.
        AlreadySent, WrittenMeanwhile: Another tab was quicker.
    """
    now = clock.now()
    if at is None or not now < at <= now + LATEST:
        raise WrongTime(field="when")
    check_letter(draft.mailbox, letter_of(draft))
    with changing(draft.mailbox_id) as change:
        locked = lock_unchanged(draft)
        if _others_of(locked) >= MOST_SCHEDULED:
            raise TooManyScheduled
        remove_copy(change, locked)
        locked.scheduled_for, locked.fault = at, ""
        locked.save(update_fields=["scheduled_for", "fault", *COPY_FIELDS])
        keep_scheduled_count(change.mailbox.pk)
    draft.__dict__.update(locked.__dict__)


def unschedule_draft(draft: Draft) -> None:
    """Take a letter off the schedule; it is in Drafts again, as it was.

    Raises:
        AlreadySent, WrittenMeanwhile: It has gone, or was changed in between.
    """
    with changing(draft.mailbox_id) as change:
        locked = lock_unchanged(draft)
        locked.scheduled_for = None
        locked.save(update_fields=["scheduled_for"])
        keep_scheduled_count(change.mailbox.pk)
    draft.__dict__.update(locked.__dict__)
    renew_copy(draft, has_room=True)


def list_scheduled(mailbox: Mailbox) -> list[Draft]:
    """List the letters that wait for their time, the next one first."""
    rows = Draft.objects.filter(mailbox=mailbox, scheduled_for__isnull=False)
    return list(rows.order_by("scheduled_for", "pk")[:MOST_SCHEDULED])


def list_answers(mailbox: Mailbox, numbers: Iterable[int]) -> list[Draft]:
    """List the letters that wait, and answer or pass on one of some messages."""
    if not mailbox.scheduled_letters:
        return []
    rows = Draft.objects.filter(mailbox=mailbox, scheduled_for__isnull=False)
    return list(rows.filter(parent_number__in=list(numbers)).order_by("scheduled_for"))


def list_due() -> list[int]:
    """List the letters whose time has come, the longest due first."""
    due = Draft.objects.filter(
        scheduled_for__lte=clock.now(), mailbox__account__is_active=True
    )
    return list(due.order_by("scheduled_for").values_list("pk", flat=True)[:AT_ONCE])


def send_due(draft_id: int) -> None:
    """Send one letter whose time has come, or say why it cannot go.

    Running twice sends once: the draft is locked, and has an envelope afterwards.
    What is wrong for a moment only leaves it due.
    """
    rows = Draft.objects.select_related("mailbox__account")
    draft = rows.filter(pk=draft_id, scheduled_for__lte=clock.now()).first()
    if draft is None:
        return
    try:
        send_draft(draft, undo_seconds=0)
    except (AlreadySent, WrittenMeanwhile):
        return
    except (MailError, InvalidInput) as error:
        if error.temporary and not isinstance(error, FOR_GOOD):
            logger.warning("scheduled letter %s waits: %s", draft.pk, error.code)
            return
        _give_back(draft, error)


def _others_of(draft: Draft) -> int:
    rows = Draft.objects.filter(mailbox=draft.mailbox_id, scheduled_for__isnull=False)
    return rows.exclude(pk=draft.pk).count()


def _give_back(draft: Draft, error: ServiceError) -> None:
    """Put a letter that could not go back into Drafts, and tell its writer."""
    account = draft.mailbox.account
    with translation.override(account.language):
        words = str(error.words)
    at = draft.scheduled_for
    assert at is not None
    try:
        with changing(draft.mailbox_id) as change:
            locked = lock_unchanged(draft)
            locked.scheduled_for, locked.fault = None, words
            locked.save(update_fields=["scheduled_for", "fault"])
            keep_scheduled_count(change.mailbox.pk)
            tell_not_sent(locked, at=at, words=words)
        renew_copy(locked, has_room=True)
    except ServiceError as fault:
        logger.warning("scheduled letter %s: %s", draft.pk, fault.code)
