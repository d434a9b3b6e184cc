"""Remove blobs that nothing uses: mark and sweep with a grace period.

No counts of references are kept, for a count that is wrong once loses mail. A blob
is put before the row that names it is committed, so a young blob without a row is
normal, and only those that nobody put for more than a day are asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from mailbox.store.errors import BlobMissing
from mailbox.store.interface import BlobStore

SHORTEST_GRACE: Final = timedelta(days=1)
BATCH: Final = 500

IsUsed = Callable[[list[str]], set[str]]


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did."""

    blobs: int
    stored_bytes: int
    leftovers: int


def sweep(
    store: BlobStore, is_used: IsUsed, *, older_than: timedelta, now: datetime
) -> Swept:
    """Remove every blob that is old and unused, and what dead writers left.

    Args:
        store: Where the blobs are.
        is_used: Given at most 500 digests, returns those that some row names. It
            must look at every table that names blobs.
        older_than: The grace period, more than a day.
        now: The present moment, UTC.

    Raises:
        ValueError: The grace period is too short.
    """
    if older_than <= SHORTEST_GRACE:
        raise ValueError("the grace period must be more than a day")
    before = now - older_than
    sizes = [
        _remove(store, digest, before) for digest in _unused(store, is_used, before)
    ]
    removed = [size for size in sizes if size is not None]
    return Swept(len(removed), sum(removed), store.delete_leftovers(before))


def _unused(store: BlobStore, is_used: IsUsed, before: datetime) -> Iterator[str]:
    old = (digest for digest, modified in store.iterate() if modified < before)
    while batch := list(islice(old, BATCH)):
        used = is_used(batch)
        yield from (digest for digest in batch if digest not in used)


def _remove(store: BlobStore, digest: str, before: datetime) -> int | None:
    """Remove one blob; its stored size, or None if it is to stay or was gone."""
    try:
        size = store.stored_size(digest)
    except BlobMissing:
        return None
    return size if store.delete_if_older(digest, before) else None
