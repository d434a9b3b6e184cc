"""Bringing mail in: batches of foreign messages into a mailbox, each once.

A message whose bytes are in the target folder already is passed over, so an
import that broke off can simply be started again. Bytes go to the store one
message at a time; what waits for the rest of its batch is a summary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from mailbox.messages.changes import changing
from mailbox.messages.filing import Filing, Flags, file_messages
from mailbox.messages.quota import ensure_room
from mailbox.mime.summary import Summary, summarise
from mailbox.models import Entry, Mailbox
from mailbox.store.blobs import BlobRef, blobs
from mailsvc.kit import clock

BATCH: Final = 100
# Older dates are the 1970 of programs that did not know, never a letter's.
OLDEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Imported:
    """A message to be brought in, with what its old home knew of it.

    `received_at` is None where the old home did not know it.
    """

    raw: bytes
    received_at: datetime | None
    folder_id: int
    flags: Flags = field(default_factory=Flags)
    tag_ids: tuple[int, ...] = ()
    is_outgoing: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """A message whose bytes are durable, to be filed; it has let go of them."""

    ref: BlobRef
    summary: Summary
    received_at: datetime
    folder_id: int
    flags: Flags
    tag_ids: tuple[int, ...]
    is_outgoing: bool


def import_messages(mailbox: Mailbox, items: Iterable[Imported]) -> int:
    """Bring messages in; gives how many were not here before.

    Streams: one message and the summaries of a batch are in memory.

    Raises:
        MailboxFull: There is no room for the next batch; what came before stays.
    """
    stored = (store_message(item) for item in items)
    return sum(file_batch(mailbox, batch) for batch in _batches(stored))


def store_message(item: Imported) -> Stored:
    """Make the bytes of a message durable, and sum it up."""
    summary = summarise(item.raw)
    return Stored(
        ref=blobs().put(item.raw),
        summary=summary,
        received_at=_moment(item.received_at, summary),
        folder_id=item.folder_id,
        flags=item.flags,
        tag_ids=item.tag_ids,
        is_outgoing=item.is_outgoing,
    )


def file_batch(mailbox: Mailbox, batch: Sequence[Stored]) -> int:
    """File what is not in its folder yet, all or nothing; gives how many that are.

    Raises:
        MailboxFull: There is no room for all of them; none is filed.
    """
    with changing(mailbox.pk) as change:
        new = _not_here_yet(mailbox, batch)
        ensure_room(change.mailbox, sum(each.ref.size_bytes for each in new))
        file_messages(change, [_filing(each) for each in new])
    return len(new)


def _batches(waiting: Iterator[Stored]) -> Iterator[list[Stored]]:
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _moment(received_at: datetime | None, summary: Summary) -> datetime:
    """Say when a message came in: as its old home said, else as it says itself."""
    now = clock.now()
    for moment in (received_at, summary.sent_at):
        if moment is not None and OLDEST <= moment <= now + ONE_DAY:
            return moment
    return now


def _not_here_yet(mailbox: Mailbox, stored: Sequence[Stored]) -> list[Stored]:
    digests = {each.ref.digest for each in stored}
    rows = Entry.objects.filter(
        mailbox=mailbox, message__mailbox=mailbox, message__digest__in=digests
    )
    here: dict[int, set[str]] = defaultdict(set)
    for folder_id, digest in rows.values_list("folder_id", "message__digest"):
        here[folder_id].add(digest)
    new = []
    for each in stored:
        known = here[each.folder_id]
        if each.ref.digest not in known:
            known.add(each.ref.digest)
            new.append(each)
    return new


def _filing(stored: Stored) -> Filing:
    return Filing(
        summary=stored.summary,
        digest=stored.ref.digest,
        size_bytes=stored.ref.size_bytes,
        received_at=stored.received_at,
        folder_id=stored.folder_id,
        flags=stored.flags,
        tag_ids=stored.tag_ids,
        is_outgoing=stored.is_outgoing,
    )
