"""Which blobs are in use: every model that names one is listed here.

A test compares this list with the models, so a new column cannot be forgotten
and its bytes swept away.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Model, QuerySet

from mailbox.models import (
    Arrival,
    DraftFile,
    EnvelopeState,
    Message,
    OutgoingEnvelope,
    UploadPiece,
)

FINISHED = (EnvelopeState.DONE, EnvelopeState.CANCELLED)


def used_digests(digests: Sequence[str]) -> set[str]:
    """Give those of the digests that some row still needs."""
    used: set[str] = set()
    for rows in holders():
        used.update(rows.filter(digest__in=digests).values_list("digest", flat=True))
    return used


def holders() -> tuple[QuerySet[Model], ...]:
    """List the rows that need their bytes; what is over needs them no more."""
    return (
        Message.objects.all(),
        Arrival.objects.all(),
        OutgoingEnvelope.objects.exclude(state__in=FINISHED),
        DraftFile.objects.all(),
        UploadPiece.objects.all(),
    )
