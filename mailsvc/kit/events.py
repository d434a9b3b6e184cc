"""Small notices that something changed, published over Redis.

A notice is a hint without content: who hears it asks the database what is new
since the modification sequence that it knows. A lost notice costs delay only.
"""

from __future__ import annotations

import logging

import redis
from django.db import transaction

from mailsvc.kit.redis import client

logger = logging.getLogger(__name__)


def channel(mailbox_id: int) -> str:
    """Name the channel on which a mailbox's changes are told."""
    return f"mailbox:{mailbox_id}"


def announce_after_commit(mailbox_id: int, modseq: int) -> None:
    """Tell listeners, once the transaction has committed, how far a mailbox is."""
    transaction.on_commit(lambda: announce(mailbox_id, modseq), robust=True)


def announce(mailbox_id: int, modseq: int) -> None:
    """Tell listeners now how far a mailbox is."""
    try:
        client().publish(channel(mailbox_id), str(modseq))
    except redis.RedisError as error:
        logger.debug("notice for mailbox %s not sent: %s", mailbox_id, error)
