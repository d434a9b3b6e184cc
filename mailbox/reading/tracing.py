"""Where a message has been: its steps, in order, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from mailbox.models import Message, Step, TraceStep

FAILED = frozenset({Step.FAILED, Step.FILING_FAILED})
PENDING = frozenset({Step.DELAYED, Step.HELD, Step.QUEUED})


@dataclass(frozen=True, slots=True)
class Trail:
    """One step: `state` is done, now or failed."""

    at: datetime
    words: str
    detail: str
    state: str


def trace_message(message: Message) -> tuple[Trail, ...]:
    """Tell a message's way through this service, oldest step first."""
    receipts = TraceStep.objects.filter(
        mailbox_id=message.mailbox_id, message_number=message.pk
    ).values("receipt")
    rows = TraceStep.objects.filter(
        Q(message_number=message.pk) | Q(receipt__in=receipts),
        mailbox_id=message.mailbox_id,
    ).order_by("at", "pk")
    steps = list(rows)
    return tuple(
        Trail(
            at=row.at,
            words=str(Step(row.step).label),
            detail=_detail(row.facts),
            state=_state(row, is_last=row is steps[-1]),
        )
        for row in steps
    )


def _state(row: TraceStep, *, is_last: bool) -> str:
    if row.step in FAILED:
        return "failed"
    return "now" if is_last and row.step in PENDING else "done"


def _detail(facts: Mapping[str, Any]) -> str:
    """Put a step's facts into one line, those first that a person asks for."""
    pieces = []
    if facts.get("from"):
        pieces.append(_("from %(address)s") % {"address": facts["from"]})
    if facts.get("to"):
        pieces.append(_("for %(address)s") % {"address": facts["to"]})
    if facts.get("peer"):
        pieces.append(_("handed over by %(peer)s") % {"peer": facts["peer"]})
    if facts.get("host"):
        pieces.append(_("by %(host)s") % {"host": facts["host"]})
    if facts.get("tls"):
        pieces.append(_("over %(tls)s") % {"tls": facts["tls"]})
    said = f"{facts.get('code') or ''} {facts.get('text') or ''}".strip()
    return ", ".join([*pieces, said] if said else pieces)
