"""One message on its way in: kept in memory while small, then poured out.

From 256 KiB on the bytes go to disk as they come, so that a session costs the same
for 1 MB as for 50. Where to differs: of mail from strangers (`Arriving`), large
messages go into the blob store and small ones travel in their row; a submission,
which is still to be completed, goes into a file without a name (`Spooled`). Disks
block, so all that runs in threads.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import BinaryIO, Final, TypeVar, TypeVarTuple

from mailbox.store.interface import BlobRef, BlobStore, BlobWriter
from mailbox.store.spool import pack

Args = TypeVarTuple("Args")
T = TypeVar("T")

MOST_IN_MEMORY_BYTES: Final = 256 << 10
_RECEIVED: Final = re.compile(rb"^received:", re.IGNORECASE | re.MULTILINE)


class Incoming(ABC):
    """The bytes of one message, as they come.

    If the disk fails half-way the text is read on and dropped, since the refusal
    is due only at its end; whoever finishes it then learns what went wrong.
    """

    def __init__(self, threads: Executor, trace: bytes) -> None:
        self._threads = threads
        self._pieces = [trace]
        self._in_memory_bytes = self._trace_bytes = len(trace)
        self._hops: int | None = None
        self._trouble: Exception | None = None

    @property
    def hops(self) -> int:
        """How many Received fields the message came with.

        Counted in the first 256 KiB: no header with a hundred hops is longer.
        """
        if self._hops is None:
            self._hops = _count_hops(b"".join(self._pieces)[self._trace_bytes :])
        return self._hops

    async def add(self, piece: bytes) -> None:
        """Take the next bytes of the text."""
        if self._trouble is not None:
            return
        self._pieces.append(piece)
        self._in_memory_bytes += len(piece)
        if self._in_memory_bytes > MOST_IN_MEMORY_BYTES:
            await self._pour()

    def discard(self) -> None:
        """Give up what was not finished; harmless afterwards."""
        self._pieces = []

    @abstractmethod
    def _write(self, data: bytes) -> None:
        """Write bytes to disk; runs in a thread."""

    async def _pour(self) -> None:
        """Move what waits in memory to disk."""
        data = self._take_memory()
        if self._hops is None:
            self._hops = _count_hops(data[self._trace_bytes :])
        try:
            await self._run(self._write, data)
        except Exception as error:
            self._trouble = error

    def _take_memory(self) -> bytes:
        data = b"".join(self._pieces)
        self._pieces, self._in_memory_bytes = [], 0
        return data

    def _raise_trouble(self) -> None:
        if self._trouble is not None:
            raise self._trouble

    async def _run(self, call: Callable[[*Args], T], *args: *Args) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, call, *args)


@dataclass(frozen=True, slots=True)
class Kept:
    """A message as its arrival is to be recorded.

    `content` is empty if the blob is durable; else the bytes are in it, packed,
    and become durable with the row.
    """

    blob: BlobRef
    content: bytes = b""


class Arriving(Incoming):
    """A message from a stranger: small ones wait for their row, large ones do not."""

    def __init__(self, threads: Executor, trace: bytes, store: BlobStore) -> None:
        super().__init__(threads, trace)
        self._store = store
        self._writer: BlobWriter | None = None

    async def commit(self) -> Kept:
        """Finish the message.

        Raises:
            Exception: Whatever the store raised, now or earlier.
        """
        if self._writer is not None:
            await self._pour()
        self._raise_trouble()
        if self._writer is None:
            return Kept(*await self._run(pack, self._take_memory()))
        reference = await self._run(self._writer.commit)
        self._writer = None
        return Kept(reference)

    def discard(self) -> None:
        """Have the store forget what was not committed."""
        super().discard()
        if self._writer is not None:
            self._threads.submit(self._writer.abort)
            self._writer = None

    def _write(self, data: bytes) -> None:
        if self._writer is None:
            self._writer = self._store.writer()
        self._writer.write(data)


class Spooled(Incoming):
    """A submission, to be read back once by the MSA's thread."""

    def __init__(self, threads: Executor, trace: bytes) -> None:
        super().__init__(threads, trace)
        self._file: BinaryIO | None = None

    def read(self) -> bytes:
        """Give the whole message; to be called in a thread.

        Raises:
            OSError: The disk failed, now or earlier.
        """
        self._raise_trouble()
        rest = self._take_memory()
        if self._file is None:
            return rest
        self._file.write(rest)
        self._file.seek(0)
        return self._file.read()

    def discard(self) -> None:
        """Close the file; the system removes it."""
        super().discard()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _write(self, data: bytes) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in discard
        self._file.write(data)


def _count_hops(data: bytes) -> int:
    end = 0 if data.startswith(b"\r\n") else data.find(b"\r\n\r\n")
    return len(_RECEIVED.findall(data, 0, end if end >= 0 else len(data)))
