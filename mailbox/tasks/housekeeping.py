"""Sweep what nothing refers to any more, and keep the database's own knowledge fresh.

If these never run, only disk and time are lost, and what was snoozed stays away.
"""

from datetime import timedelta
from typing import Final

from django.conf import settings

from mailbox import jobs
from mailbox.compose.drafts import forget_old_drafts
from mailbox.compose.own_text import forget_removed
from mailbox.compose.uploads import RESTS, forget_old_uploads
from mailbox.messages.blob_use import used_digests
from mailbox.messages.deeds import forget_old_deeds
from mailbox.messages.snoozing import wake_due
from mailbox.store.blobs import blobs
from mailbox.store.sweep import sweep
from mailsvc.kit import clock
from mailsvc.kit.file_cache import sweep_all
from mailsvc.kit.sqlite.statistics import renew_statistics as renew

GRACE: Final = timedelta(days=2)
UNDOABLE: Final = timedelta(days=30)
KEPT_DAYS: Final = 30


@jobs.SWEEP_BLOBS.task
def sweep_blobs() -> None:
    """Delete blobs that no row has needed for two days, and rows that are over."""
    now = clock.now()
    forget_old_uploads(before=now - RESTS)
    forget_old_drafts(before=now - GRACE)
    forget_removed(before=now - GRACE)
    forget_old_deeds(before=now - UNDOABLE)
    sweep(blobs(), used_digests, older_than=GRACE, now=now)


@jobs.SWEEP_CACHES.task
def sweep_caches() -> None:
    """Make room among what can be made again: remote images and previews."""
    sweep_all(most_bytes=settings.MAILSVC_CACHE_LIMIT, older_than_days=KEPT_DAYS)


@jobs.WAKE_SNOOZED.task
def wake_snoozed() -> None:
    """Bring back what was snoozed until now; if it never runs, it stays in Snoozed."""
    wake_due(clock.now())


@jobs.RENEW_STATISTICS.task
def renew_statistics() -> None:
    """Let the database look at how its tables have grown."""
    renew()
