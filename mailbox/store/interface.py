"""What every blob store promises, whatever it is made of.

A blob is the raw bytes of one message or file, never changed, named by their
SHA-256. Putting the same bytes twice keeps one copy and renews its age, so that a
sweep with a grace period cannot remove what was put again a moment ago.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import BinaryIO, Final, Protocol, Self

RawBytes = bytes | bytearray | memoryview

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BlobRef:
    """The name of a stored blob: 64 hex digits of SHA-256, and its raw length."""

    digest: str
    size_bytes: int


class BlobWriter(Protocol):
    """A blob that comes in pieces; leaving the ``with`` block uncommitted aborts."""

    def write(self, chunk: RawBytes) -> int:
        """Add bytes and return how many; the caller may reuse its buffer."""

    def commit(self) -> BlobRef:
        """Make everything written durable and name it.

        Raises:
            StoreUnreachable: Nothing was stored; the writer is aborted.
        """

    def abort(self) -> None:
        """Forget everything written; a no-op once committed or aborted."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class BlobStore(Protocol):
    """Immutable bytes by digest; safe to share between threads and processes.

    Methods that take a digest raise ``BlobMissing`` when it names nothing,
    ``StoreDamaged`` when the stored bytes are wrong, ``StoreUnreachable`` when disk
    or server fail, and ``ValueError`` when it is not 64 lower-case hex digits.
    """

    def put(self, data: RawBytes) -> BlobRef:
        """Store ``data``; durable on return."""

    def writer(self) -> BlobWriter:
        """Start a blob that comes in pieces."""

    def open(self, digest: str) -> BinaryIO:
        """Open the raw bytes for reading; ``seek`` fetches only what is then read."""

    def read(self, digest: str) -> bytes:
        """Return all raw bytes."""

    def read_range(self, digest: str, start: int, end: int) -> bytes:
        """Return raw bytes ``[start:end]``, cut at the end of the blob."""

    def verify(self, digest: str) -> None:
        """Read everything again and compare it with its name."""

    def exists(self, digest: str) -> bool:
        """Say whether the blob is there, without reading it."""

    def stored_size(self, digest: str) -> int:
        """Return how many bytes the blob takes in the store, compressed."""

    def delete(self, digest: str) -> None:
        """Remove a blob; no error if it is not there."""

    def delete_if_older(self, digest: str, than: datetime) -> bool:
        """Remove a blob unless it was put, or put again, since ``than`` (UTC).

        A ``put`` at the same moment in any process either is seen here, and the
        blob stays, or stores its bytes anew.
        """

    def iterate(self) -> Iterator[tuple[str, datetime]]:
        """Yield each digest with when it was last put (UTC), in no order."""

    def delete_leftovers(self, older_than: datetime) -> int:
        """Remove what writers that died before ``older_than`` left; return how many."""


def is_digest(name: str) -> bool:
    """Say whether a name has the form of a digest."""
    return _DIGEST.fullmatch(name) is not None


def check_digest(digest: str) -> str:
    """Return the digest, or raise ValueError: it becomes part of a path."""
    if not is_digest(digest):
        raise ValueError(f"not a SHA-256 digest in lower-case hex: {digest[:80]!r}")
    return digest


def check_range(start: int, end: int) -> None:
    """Raise ValueError for offsets that count from the end."""
    if start < 0 or end < 0:
        raise ValueError("a range of a blob counts from its start")
