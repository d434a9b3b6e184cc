"""The sweep removes what is old and unused, and never what may be needed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailbox.store.interface import BlobStore
from mailbox.store.sweep import BATCH, Swept, sweep

GRACE = timedelta(days=2)
LATER = datetime.now(UTC) + timedelta(days=3)


def test_old_blob_goes_only_if_nothing_uses_it(empty_store: BlobStore) -> None:
    used, unused = empty_store.put(b"used").digest, empty_store.put(b"unused").digest
    size = empty_store.stored_size(unused)

    swept = sweep(empty_store, lambda _: {used}, older_than=GRACE, now=LATER)

    assert swept == Swept(blobs=1, stored_bytes=size, leftovers=0)
    assert empty_store.exists(used)
    assert not empty_store.exists(unused)


def test_young_blob_stays_though_nothing_uses_it_yet(empty_store: BlobStore) -> None:
    digest = empty_store.put(b"its row is not committed yet").digest
    asked: list[str] = []

    def is_used(digests: list[str]) -> set[str]:
        asked.extend(digests)
        return set()

    swept = sweep(empty_store, is_used, older_than=GRACE, now=datetime.now(UTC))

    assert (swept.blobs, asked) == (0, [])
    assert empty_store.exists(digest)


def test_grace_of_a_day_or_less_is_refused(empty_store: BlobStore) -> None:
    digest = empty_store.put(b"letter").digest

    with pytest.raises(ValueError, match="more than a day"):
        sweep(empty_store, lambda _: set(), older_than=timedelta(days=1), now=LATER)

    assert empty_store.exists(digest)


def test_users_are_asked_in_batches(empty_folder: BlobStore) -> None:
    names = [f"{number:064x}" for number in range(BATCH + 1)]
    sizes: list[int] = []

    def is_used(digests: list[str]) -> set[str]:
        sizes.append(len(digests))
        return set(digests)

    class Listing:
        """A store that lists many blobs; the rest is the real one's."""

        def __getattr__(self, name: str) -> object:
            return getattr(empty_folder, name)

        def iterate(self) -> list[tuple[str, datetime]]:
            return [(name, LATER - 2 * GRACE) for name in names]

    sweep(Listing(), is_used, older_than=GRACE, now=LATER)  # type: ignore[arg-type]

    assert sizes == [BATCH, 1]


def test_blob_that_somebody_else_deleted_meanwhile_is_no_error(
    empty_store: BlobStore,
) -> None:
    digest = empty_store.put(b"letter").digest

    def is_used(_digests: list[str]) -> set[str]:
        empty_store.delete(digest)
        return set()

    swept = sweep(empty_store, is_used, older_than=GRACE, now=LATER)

    assert swept == Swept(blobs=0, stored_bytes=0, leftovers=0)
