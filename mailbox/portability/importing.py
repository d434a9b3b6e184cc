"""Bringing mail in: batches of foreign messages into a mailbox, each once.

A message whose bytes are in the target folder already is passed over, so an
import that broke off can simply be started again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final

from mailbox.messages.changes import changing
from mailbox.messages.filing import Filing, Flags, file_messages
from mailbox.messages.quota import ensure_room
from mailbox.mime.summary import Summary, summarise
from mailbox.models import Entry, Mailbox
from mailbox.store.blobs import BlobRef, blobs

BATCH: Final = 100
BATCH_BYTES: Final = 32 << 20


@dataclass(frozen=True, slots=True)
class Imported:
    """A message to be brought in, with what its old home knew of it."""

    raw: bytes
    received_at: datetime
    folder_id: int
    flags: Flags = field(default_factory=Flags)
    tag_ids: tuple[int, ...] = ()
    is_outgoing: bool = False


@dataclass(frozen=True, slots=True)
class _Stored:
    item: Imported
    ref: BlobRef
    summary: Summary


def import_messages(mailbox: Mailbox, items: Iterable[Imported]) -> int:
    """Bring messages in; gives how many were not here before.

    Streams: at most a batch of messages is in memory.

    Raises:
        MailboxFull: There is no room for the next batch; what came before stays.
    """
    return sum(_import_batch(mailbox, batch) for batch in _batches(items))


def _batches(items: Iterable[Imported]) -> Iterable[list[Imported]]:
    waiting = iter(items)
    while batch := list(_within_bytes(waiting)):
        yield batch


def _within_bytes(waiting: Iterable[Imported]) -> Iterable[Imported]:
    taken = 0
    for item in islice(waiting, BATCH):
        yield item
        taken += len(item.raw)
        if taken > BATCH_BYTES:
            return


def _import_batch(mailbox: Mailbox, batch: Sequence[Imported]) -> int:
    store = blobs()
    stored = [_Stored(item, store.put(item.raw), summarise(item.raw)) for item in batch]
    with changing(mailbox.pk) as change:
        new = _not_here_yet(mailbox, stored)
        ensure_room(change.mailbox, sum(each.ref.size_bytes for each in new))
        file_messages(change, [_filing(each) for each in new])
    return len(new)


def _not_here_yet(mailbox: Mailbox, stored: Sequence[_Stored]) -> list[_Stored]:
    digests = {each.ref.digest for each in stored}
    rows = Entry.objects.filter(
        mailbox=mailbox, message__mailbox=mailbox, message__digest__in=digests
    )
    here: dict[int, set[str]] = defaultdict(set)
    for folder_id, digest in rows.values_list("folder_id", "message__digest"):
        here[folder_id].add(digest)
    new = []
    for each in stored:
        known = here[each.item.folder_id]
        if each.ref.digest not in known:
            known.add(each.ref.digest)
            new.append(each)
    return new


def _filing(stored: _Stored) -> Filing:
    item = stored.item
    return Filing(
        summary=stored.summary,
        digest=stored.ref.digest,
        size_bytes=stored.ref.size_bytes,
        received_at=item.received_at,
        folder_id=item.folder_id,
        flags=item.flags,
        tag_ids=item.tag_ids,
        is_outgoing=item.is_outgoing,
    )
