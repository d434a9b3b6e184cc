"""Sweep what nothing refers to any more. If it never runs, only disk is lost."""

from datetime import timedelta
from typing import Final

from mailbox import jobs
from mailbox.messages.blob_use import used_digests
from mailbox.models import Draft
from mailbox.store.blobs import blobs
from mailbox.store.sweep import sweep
from mailsvc.kit import clock

GRACE: Final = timedelta(days=2)


@jobs.SWEEP_BLOBS.task
def sweep_blobs() -> None:
    """Delete blobs that no row has needed for two days, and rows that are over."""
    now = clock.now()
    Draft.objects.filter(
        entry_message__isnull=True, envelope__isnull=True, updated_at__lt=now - GRACE
    ).delete()
    sweep(blobs(), used_digests, older_than=GRACE, now=now)
