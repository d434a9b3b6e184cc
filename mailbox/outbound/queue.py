"""The queue: what is on its way, who works at it, and what operators may do.

An envelope is due when it is QUEUED and `not_before` has come. A worker leases
it first and renews the lease while it works; one that ran out (the worker died)
makes it due again.
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
    Draft,
    EnvelopeState,
    OutgoingEnvelope,
    OutgoingRecipient,
    RecipientState,
    Step,
    TraceStep,
)
from mailsvc.kit import clock

LEASE: Final = timedelta(minutes=2)
RENEW_EVERY: Final = timedelta(seconds=30)
DROPPED_STATUS: Final = "5.7.0"
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


def renew_lease(envelope: OutgoingEnvelope) -> bool:
    """Keep an envelope that is still worked at; False if it was taken away."""
    mine = OutgoingEnvelope.objects.filter(pk=envelope.pk, lease=envelope.lease)
    return bool(mine.update(leased_until=clock.now() + LEASE))


def hold_envelopes(envelope_ids: Iterable[int]) -> int:
    """Put queued envelopes on hold until they are released.

    An attempt that is going on is not broken off; no other follows it.
    """
    queued, held = EnvelopeState.QUEUED, EnvelopeState.HELD
    return len(_turn(envelope_ids, queued, held, Step.HELD))


def release_envelopes(envelope_ids: Iterable[int]) -> int:
    """Let held envelopes go on, at once, but not before their time to undo is over."""
    held, queued = EnvelopeState.HELD, EnvelopeState.QUEUED
    released = _turn(envelope_ids, held, queued, Step.RELEASED)
    retry_envelopes(released)
    return len(released)


def retry_envelopes(envelope_ids: Iterable[int]) -> int:
    """Make envelopes due now that wait for their next attempt.

    One that was never tried waits for its author, who may take it back.
    """
    waiting = OutgoingEnvelope.objects.filter(
        pk__in=list(envelope_ids), state=EnvelopeState.QUEUED, attempts__gt=0
    )
    changed = waiting.update(not_before=clock.now())
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
        rows = OutgoingEnvelope.objects.select_for_update().filter(
            pk__in=list(envelope_ids),
            state__in=(EnvelopeState.QUEUED, EnvelopeState.HELD),
        )
        dropped = list(rows.values_list("pk", flat=True))
        OutgoingEnvelope.objects.filter(pk__in=dropped).update(
            state=EnvelopeState.CANCELLED
        )
        _cancel_recipients(dropped, status=DROPPED_STATUS, code=0, text="")
        Draft.objects.filter(envelope_id__in=dropped).delete()
        add_steps(dropped, Step.DROPPED)
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
) -> list[int]:
    """Take those in one state to another; lists them."""
    with transaction.atomic():
        rows = OutgoingEnvelope.objects.select_for_update().filter(
            pk__in=list(envelope_ids), state=old
        )
        turned = list(rows.values_list("pk", flat=True))
        OutgoingEnvelope.objects.filter(pk__in=turned).update(state=new)
        add_steps(turned, step)
    return turned


def _cancel_recipients(envelope_ids: list[int], **said: str | int) -> None:
    OutgoingRecipient.objects.filter(
        envelope_id__in=envelope_ids, state=RecipientState.WAITING
    ).update(state=RecipientState.CANCELLED, updated_at=clock.now(), **said)


def _due() -> QuerySet[OutgoingEnvelope]:
    now = clock.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    return OutgoingEnvelope.objects.filter(
        free, state=EnvelopeState.QUEUED, not_before__lte=now
    )
