"""What happened to a sent message, recipient by recipient, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mailbox.mime.report_words import words_in
from mailbox.mime.reports import EXPIRED
from mailbox.models import (
    EnvelopeState,
    OutgoingEnvelope,
    OutgoingRecipient,
    RecipientState,
)
from mailbox.reading.moments import short_moment
from mailsvc.kit import clock


@dataclass(frozen=True, slots=True)
class DeliveryWords:
    """A recipient's state: held, waiting, delivered, failed or cancelled."""

    address: str
    state: str
    words: str
    envelope_id: int


def describe_deliveries(number: int) -> tuple[DeliveryWords, ...]:
    """Describe the way of a sent message to each recipient; empty if not sent."""
    rows = (
        OutgoingRecipient.objects.filter(envelope__message_number=number)
        .select_related("envelope")
        .order_by("pk")
    )
    return tuple(_describe(rows))


def _describe(rows: Iterable[OutgoingRecipient]) -> Iterable[DeliveryWords]:
    for row in rows:
        state, words = _words(row, row.envelope)
        yield DeliveryWords(row.address, state, words, row.envelope_id)


def _words(row: OutgoingRecipient, envelope: OutgoingEnvelope) -> tuple[str, str]:
    if row.state == RecipientState.DELIVERED:
        return "delivered", _delivered(row)
    if row.state == RecipientState.FAILED:
        return "failed", _("Not delivered: %(reason)s") % {"reason": _failure(row)}
    if row.state == RecipientState.CANCELLED:
        is_dropped = bool(row.status)
        words = _("Stopped by the operator") if is_dropped else _("Taken back")
        return "cancelled", words
    if envelope.state == EnvelopeState.HELD:
        return "held", _("On hold")
    if envelope.attempts == 0 and envelope.not_before > clock.now():
        leaves_at = short_moment(envelope.not_before)
        return "held", _("Leaves at %(time)s") % {"time": leaves_at}
    return "waiting", _waiting(row, envelope)


def _delivered(row: OutgoingRecipient) -> str:
    at = short_moment(row.updated_at) if row.updated_at else ""
    facts = {"host": row.host, "time": at, "tls": row.tls}
    if row.tls:
        return _("Delivered to %(host)s at %(time)s over %(tls)s") % facts
    return _("Delivered to %(host)s at %(time)s") % facts


def _waiting(row: OutgoingRecipient, envelope: OutgoingEnvelope) -> str:
    """Say when the next attempt is; one that goes on just now has no time."""
    if row.updated_at is None:
        return _("On its way")
    if envelope.not_before <= clock.now():
        return _("Trying again now: %(reason)s") % {"reason": _reason(row)}
    return _("Will try again at %(time)s: %(reason)s") % {
        "time": short_moment(envelope.not_before),
        "reason": _reason(row),
    }


def _failure(row: OutgoingRecipient) -> str:
    """Say in the reader's language what a refusal means, and repeat it as it was."""
    words = words_in(get_language() or "").explain(row.status).rstrip(".。")
    if not _has_host_spoken(row):
        return words
    return _("%(words)s (%(text)s)") % {"words": words, "text": row.text}


def _reason(row: OutgoingRecipient) -> str:
    """Repeat what a host said; what we found ourselves is said in our words."""
    return row.text if _has_host_spoken(row) else _failure(row)


def _has_host_spoken(row: OutgoingRecipient) -> bool:
    return bool(row.code and row.text and row.status != EXPIRED)
