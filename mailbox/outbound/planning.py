"""After an attempt: when the envelope is due again, or that it is over.

All of it is one transaction under the lock of the envelope: the plan, the
report to the author, and giving the lease back. So a recipient is reported
exactly once, and an operator who held or dropped the envelope meanwhile is
obeyed. Whoever lost the lease plans nothing.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from mailbox.mime.reports import EXPIRED
from mailbox.models import Draft, EnvelopeState, OutgoingEnvelope, RecipientState
from mailbox.outbound import bounces
from mailbox.outbound.retry import (
    GiveUp,
    TryAgain,
    is_delay_notice_due,
    plan_next_attempt,
)
from mailsvc.kit import clock


def plan_envelope(leased: OutgoingEnvelope) -> None:
    """Plan what is next for a leased envelope, and give it back."""
    now = clock.now()
    plan = plan_next_attempt(
        queued_at=leased.queued_at, attempts=leased.attempts, now=now
    )
    header = bounces.read_header(leased) if _may_report(leased, plan, now) else b""
    with transaction.atomic():
        mine = OutgoingEnvelope.objects.select_for_update().filter(
            pk=leased.pk, lease=leased.lease
        )
        envelope = mine.first()
        if envelope is None:
            return
        _follow(plan, envelope, header, now)
        envelope.leased_until, envelope.lease = None, ""
        envelope.save()
        Draft.objects.filter(envelope=envelope).delete()


def _may_report(
    envelope: OutgoingEnvelope, plan: TryAgain | GiveUp, now: datetime
) -> bool:
    """Say whether the header will be wanted; it is read before the transaction."""
    failed = envelope.recipients.filter(state=RecipientState.FAILED, reported=False)
    return isinstance(plan, GiveUp) or _is_late(envelope, now) or bool(failed.exists())


def _follow(
    plan: TryAgain | GiveUp, envelope: OutgoingEnvelope, header: bytes, now: datetime
) -> None:
    waiting = envelope.recipients.filter(state=RecipientState.WAITING)
    if isinstance(plan, GiveUp):
        waiting.update(state=RecipientState.FAILED, status=EXPIRED, updated_at=now)
    elif waiting.exists():
        envelope.not_before = plan.at
        if _is_late(envelope, now):
            bounces.report_delay(envelope, header)
            envelope.delay_told = True
    bounces.report_failures(envelope, header)
    if envelope.state != EnvelopeState.CANCELLED and not waiting.exists():
        envelope.state = EnvelopeState.DONE


def _is_late(envelope: OutgoingEnvelope, now: datetime) -> bool:
    return is_delay_notice_due(
        queued_at=envelope.queued_at, already_told=envelope.delay_told, now=now
    )
