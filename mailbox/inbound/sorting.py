"""Filing what was accepted: arrivals, in batches, each exactly once.

An arrival is leased before work, and its row goes in the transaction that files
it; a job that runs twice, or dies half-way, leaves one message in the mailbox.
What another worker died of is taken alone, so that it keeps nothing else back.
What cannot be read is filed with what is known of it (`salvage.py`); what cannot
be fetched or written is tried again with growing waits, and never given up.

All that can be reckoned beforehand is, because on SQLite every listener waits
while a transaction is open.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from typing import Final

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q

from mailbox.inbound.salvage import READINGS, Reading
from mailbox.messages.changes import changing
from mailbox.messages.filing import Filing, file_messages
from mailbox.mime.summary import Summary, summarise
from mailbox.models import (
    Arrival,
    Folder,
    Message,
    Role,
    SpooledMessage,
    Step,
    TraceStep,
)
from mailbox.store.blobs import blobs
from mailbox.store.errors import StoreError
from mailbox.store.spool import unpack
from mailsvc.kit import clock

logger = logging.getLogger(__name__)

BATCH: Final = 20
BATCH_BYTES: Final = 32 << 20
# A batch takes a second or two. Two workers at one batch cost only work, so what a
# worker left when it was killed need not wait longer than this.
LEASE: Final = timedelta(seconds=20)
LONGEST_WAIT: Final = timedelta(hours=1)
FIRST_WAIT: Final = timedelta(seconds=10)
DEADLY_AFTER: Final = 5
AWAY: Final = (StoreError, OperationalError, InterfaceError)

_WAITERS: Final = ThreadPoolExecutor(8, "filing-store")


@dataclass(frozen=True, slots=True)
class Parsed:
    """An arrival with all that its bytes say."""

    arrival: Arrival
    summary: Summary


def file_waiting() -> int:
    """File everything that waits, batch after batch; gives how many were filed."""
    filed = 0
    while batch := _lease():
        filed += sum(_file_for_mailbox(group) for group in _by_mailbox(batch))
    return filed


def _lease() -> list[Arrival]:
    """Take the next arrivals for this worker, oldest first."""
    now = clock.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    with transaction.atomic():
        waiting = Arrival.objects.filter(free)
        rows = list(waiting.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
        rows = list(_together(rows))
        Arrival.objects.filter(pk__in=[row.pk for row in rows]).update(
            leased_until=now + _wait(LEASE, rows[0].attempts if rows else 0),
            attempts=F("attempts") + 1,
        )
    for row in rows:
        row.attempts += 1
    return rows


def _together(rows: Sequence[Arrival]) -> Iterator[Arrival]:
    """Cut a batch: no more than fits in memory, and what was tried before alone."""
    taken = 0
    for position, row in enumerate(rows):
        taken += row.size_bytes
        is_repeated = bool(row.attempts or rows[0].attempts)
        if position and (is_repeated or taken > BATCH_BYTES):
            return
        yield row


def _wait(first: timedelta, attempts: int) -> timedelta:
    """Double a wait with each attempt, up to the longest."""
    doubled: timedelta = first * 2 ** min(attempts, 12)
    return min(LONGEST_WAIT, doubled)


def _by_mailbox(batch: Sequence[Arrival]) -> Iterator[list[Arrival]]:
    ordered = sorted(batch, key=lambda row: (row.mailbox_id, row.pk))
    for _, group in groupby(ordered, key=lambda row: row.mailbox_id):
        yield list(group)


def _file_for_mailbox(group: Sequence[Arrival]) -> int:
    """File one mailbox's share; if that fails, each by itself."""
    if len(group) > 1:
        try:
            return _file(_parsed(group, summarise))
        except Exception as error:
            logger.warning("a batch of %d failed: %r", len(group), error)
    return sum(_file_alone(row) for row in group)


def _file_alone(row: Arrival) -> int:
    """File one arrival with the best reading that it allows, or put it off."""
    for reading in READINGS[_first_reading(row) :]:
        try:
            return _file(_parsed([row], reading))
        except AWAY as error:
            logger.warning("arrival %s has to wait: %r", row.pk, error)
            _put_off(row, error)
            return 0
        except Exception as error:
            logger.exception("arrival %s: %s failed", row.pk, reading.__name__)
            failure = error
    _put_off(row, failure)
    return 0


def _first_reading(row: Arrival) -> int:
    """Say which reading to begin with: worker after worker died of the better ones."""
    deaths = 0 if row.failure else row.attempts - 1
    return min(deaths // DEADLY_AFTER, len(READINGS) - 1)


def _parsed(group: Sequence[Arrival], reading: Reading) -> list[Parsed]:
    """Bring the bytes of each arrival into the blob store and read them."""
    spooled = SpooledMessage.objects.in_bulk([row.receipt for row in group])
    contents = [
        bytes(spooled[row.receipt].content) if row.receipt in spooled else b""
        for row in group
    ]
    raws = _WAITERS.map(_bring, group, contents)
    return [Parsed(row, reading(raw)) for row, raw in zip(group, raws, strict=True)]


def _bring(row: Arrival, content: bytes) -> bytes:
    """Make the bytes of an arrival durable as a blob; threads wait together."""
    if not content:
        return blobs().read(row.digest)
    raw = unpack(content)
    blobs().put(raw)
    return raw


def _file(items: Sequence[Parsed]) -> int:
    mailbox_id = items[0].arrival.mailbox_id
    with changing(mailbox_id) as change:
        mine = Arrival.objects.filter(pk__in=[each.arrival.pk for each in items])
        still = set(mine.values_list("pk", flat=True))
        items = [each for each in items if each.arrival.pk in still]
        folders = _folders(mailbox_id)
        filings = [_filing(each, folders) for each in items]
        messages = file_messages(change, filings)
        _close(items, messages)
    return len(items)


def _folders(mailbox_id: int) -> dict[str, int]:
    """Give the folders that new mail may go to, by their roles."""
    roles = (Role.INBOX, Role.ARCHIVE)
    rows = Folder.objects.filter(mailbox_id=mailbox_id, role__in=roles)
    return dict(rows.values_list("role", "pk"))


def _filing(item: Parsed, folders: dict[str, int]) -> Filing:
    return Filing(
        summary=item.summary,
        digest=item.arrival.digest,
        size_bytes=item.arrival.size_bytes,
        received_at=item.arrival.accepted_at,
        folder_id=folders[Role.INBOX],
        muted_folder_id=folders[Role.ARCHIVE],
    )


def _close(items: Sequence[Parsed], messages: Sequence[Message]) -> None:
    """Strike the arrivals out and say where each went."""
    now = clock.now()
    arrivals = [each.arrival for each in items]
    spooled = _lock_spooled({each.receipt for each in arrivals})
    Arrival.objects.filter(pk__in=[each.pk for each in arrivals]).delete()
    owed = Arrival.objects.filter(receipt__in=spooled).values("receipt")
    SpooledMessage.objects.filter(pk__in=spooled).exclude(pk__in=owed).delete()
    TraceStep.objects.bulk_create(
        TraceStep(
            mailbox_id=arrival.mailbox_id,
            receipt=arrival.receipt,
            message_number=message.pk,
            step=Step.FILED,
            at=now,
            facts={"folder": Role.INBOX.value},
        )
        for arrival, message in zip(arrivals, messages, strict=True)
    )


def _lock_spooled(receipts: Iterable[str]) -> list[str]:
    """Have workers that file one message for two mailboxes end one by one.

    Otherwise each would leave the bytes to the other.
    """
    rows = SpooledMessage.objects.filter(pk__in=receipts).order_by("pk")
    return list(rows.select_for_update().values_list("pk", flat=True))


def _put_off(row: Arrival, error: Exception) -> None:
    """Keep a failed arrival for later, and write down that it waits."""
    wait = _wait(FIRST_WAIT, row.attempts)
    with transaction.atomic():
        Arrival.objects.filter(pk=row.pk).update(
            leased_until=clock.now() + wait, failure=repr(error)[:500]
        )
        if not row.failure:
            TraceStep.objects.create(
                mailbox_id=row.mailbox_id,
                receipt=row.receipt,
                step=Step.FILING_FAILED,
            )
