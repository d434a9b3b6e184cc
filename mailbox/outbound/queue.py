"""The queue: what is on its way, who works at it, and what operators may do.

An envelope is due when it is QUEUED and `not_before` has come. A worker leases
it first; a lease that ran out (the worker died) makes it due again.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Q, QuerySet

from mailbox import jobs
from mailbox.models import (
    EnvelopeState,
    OutgoingEnvelope,
    OutgoingRecipient,
    RecipientState,
    Step,
    TraceStep,
)
from mailsvc.kit import clock

LEASE: Final = timedelta(minutes=15)
DUE_AT_ONCE: Final = 200


def list_due() -> list[int]:
    """List the envelopes whose time has come, the longest due first."""
    due = _due().order_by("not_before")
    return list(due.values_list("pk", flat=True)[:DUE_AT_ONCE])


def lease_envelope(envelope_id: int) -> OutgoingEnvelope | None:
    """Take an envelope for one attempt; None if it is not due or another has it."""
    lease = secrets.token_hex(8)
    taken = (
        _due()
        .filter(pk=envelope_id)
        .update(
            leased_until=clock.now() + LEASE, lease=lease, attempts=F("attempts") + 1
        )
    )
    if not taken:
        return None
    return OutgoingEnvelope.objects.get(pk=envelope_id)


def give_back(envelope: OutgoingEnvelope) -> None:
    """End a lease and keep the plan that the attempt made."""
    OutgoingEnvelope.objects.filter(pk=envelope.pk, lease=envelope.lease).update(
        leased_until=None,
        lease="",
        state=envelope.state,
        not_before=envelope.not_before,
        delay_told=envelope.delay_told,
    )


def hold_envelopes(envelope_ids: Iterable[int]) -> int:
    """Put queued envelopes on hold until they are released."""
    return _turn(envelope_ids, EnvelopeState.QUEUED, EnvelopeState.HELD, Step.HELD)


def release_envelopes(envelope_ids: Iterable[int]) -> int:
    """Let held envelopes go on, at once."""
    released = _turn(
        envelope_ids, EnvelopeState.HELD, EnvelopeState.QUEUED, Step.RELEASED
    )
    jobs.DELIVER_DUE.wake()
    return released


def retry_envelopes(envelope_ids: Iterable[int]) -> int:
    """Make queued envelopes due now instead of at their next retry."""
    queued = OutgoingEnvelope.objects.filter(
        pk__in=list(envelope_ids), state=EnvelopeState.QUEUED
    )
    changed = queued.update(not_before=clock.now())
    jobs.DELIVER_DUE.wake()
    return changed


def cancel_envelope(envelope_id: int) -> bool:
    """Take an envelope back before anything of it has left.

    Returns:
        False if a worker has it, or has tried it already.
    """
    with transaction.atomic():
        free = OutgoingEnvelope.objects.filter(
            pk=envelope_id,
            attempts=0,
            leased_until__isnull=True,
            state__in=(EnvelopeState.QUEUED, EnvelopeState.HELD),
        )
        if not free.update(state=EnvelopeState.CANCELLED):
            return False
        _cancel_recipients([envelope_id])
        add_steps([envelope_id], Step.TAKEN_BACK)
    return True


def drop_envelopes(envelope_ids: Iterable[int]) -> int:
    """Stop trying: what is unfinished never leaves. An operator's act."""
    with transaction.atomic():
        rows = OutgoingEnvelope.objects.filter(
            pk__in=list(envelope_ids),
            state__in=(EnvelopeState.QUEUED, EnvelopeState.HELD),
        )
        dropped = list(rows.values_list("pk", flat=True))
        OutgoingEnvelope.objects.filter(pk__in=dropped).update(
            state=EnvelopeState.CANCELLED
        )
        _cancel_recipients(dropped)
        add_steps(dropped, Step.TAKEN_BACK)
    return len(dropped)


def add_steps(envelope_ids: Iterable[int], step: Step) -> None:
    """Write one step into the trace of each envelope."""
    envelopes = OutgoingEnvelope.objects.filter(pk__in=list(envelope_ids))
    TraceStep.objects.bulk_create(
        TraceStep(
            mailbox_id=envelope.mailbox_id,
            receipt=f"out-{envelope.pk}",
            message_number=envelope.message_number,
            step=step,
        )
        for envelope in envelopes
    )


def _turn(
    envelope_ids: Iterable[int], old: EnvelopeState, new: EnvelopeState, step: Step
) -> int:
    with transaction.atomic():
        rows = OutgoingEnvelope.objects.filter(pk__in=list(envelope_ids), state=old)
        turned = list(rows.values_list("pk", flat=True))
        OutgoingEnvelope.objects.filter(pk__in=turned, state=old).update(
            state=new, not_before=clock.now()
        )
        add_steps(turned, step)
    return len(turned)


def _cancel_recipients(envelope_ids: list[int]) -> None:
    OutgoingRecipient.objects.filter(
        envelope_id__in=envelope_ids, state=RecipientState.WAITING
    ).update(state=RecipientState.CANCELLED, updated_at=clock.now())


def _due() -> QuerySet[OutgoingEnvelope]:
    now = clock.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    return OutgoingEnvelope.objects.filter(
        free, state=EnvelopeState.QUEUED, not_before__lte=now
    )
