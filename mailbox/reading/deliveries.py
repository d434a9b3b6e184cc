"""What happened to a sent message, recipient by recipient, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

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
        yield DeliveryWords(row.address, state, words)


def _words(row: OutgoingRecipient, envelope: OutgoingEnvelope) -> tuple[str, str]:
    if row.state == RecipientState.DELIVERED:
        return "delivered", _delivered(row)
    if row.state == RecipientState.FAILED:
        return "failed", _("Not delivered: %(reason)s") % {"reason": _reason(row)}
    if row.state == RecipientState.CANCELLED:
        return "cancelled", _("Taken back")
    if envelope.state == EnvelopeState.HELD:
        return "held", _("On hold")
    if envelope.attempts == 0 and envelope.not_before > clock.now():
        return "held", _("Leaves at %(time)s") % {
            "time": short_moment(envelope.not_before)
        }
    if row.updated_at is None:
        return "waiting", _("On its way")
    return "waiting", _("Will try again at %(time)s: %(reason)s") % {
        "time": short_moment(envelope.not_before),
        "reason": _reason(row),
    }


def _delivered(row: OutgoingRecipient) -> str:
    at = short_moment(row.updated_at) if row.updated_at else ""
    facts = {"host": row.host, "time": at, "tls": row.tls}
    if row.tls:
        return _("Delivered to %(host)s at %(time)s over %(tls)s") % facts
    return _("Delivered to %(host)s at %(time)s") % facts


def _reason(row: OutgoingRecipient) -> str:
    if row.status == "4.4.7":
        return _("no host took it for five days")
    code = f"{row.code} " if row.code else ""
    return f"{code}{row.text or row.status}".strip()
