"""The background work of mail: shells that call one service each.

Celery finds them here; the names and queues are in `mailbox/jobs.py`.
"""

from mailbox.tasks import deeds, delivery, drafts, housekeeping, reception, scheduled

__all__ = ["deeds", "delivery", "drafts", "housekeeping", "reception", "scheduled"]
