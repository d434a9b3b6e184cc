"""Raw bytes out of stored ones, fetching only the frames that are asked for.

A ``Source`` is a file or an object on a server; both are read through the same
``BlobReader``, which keeps the one frame it decompressed last. The stored form is
in `encoding.py`.
"""

from __future__ import annotations

import bisect
import io
from typing import Final, Protocol

from mailbox.store import encoding
from mailbox.store.encoding import Frame
from mailbox.store.errors import StoreDamaged

# One fetch brings a small blob whole, or the index of a blob of up to 8 GB.
TAIL_BYTES: Final = 1 << 16


class Source(Protocol):
    """Stored bytes by offset."""

    @property
    def size(self) -> int:
        """How many stored bytes there are."""

    def fetch(self, start: int, end: int) -> bytes:
        """Return stored bytes ``[start:end]``; shorter only if the blob is cut."""

    def close(self) -> None:
        """Let go of the file or connection."""


class MemorySource:
    """Stored bytes that were fetched in one go."""

    def __init__(self, stored: bytes) -> None:
        self._stored = stored

    @property
    def size(self) -> int:
        return len(self._stored)

    def fetch(self, start: int, end: int) -> bytes:
        return self._stored[start:end]

    def close(self) -> None:
        """Nothing is held open."""


class BlobReader(io.RawIOBase):
    """The raw bytes of one blob, seekable; wrap it in ``io.BufferedReader``.

    Raises:
        StoreDamaged: From any method, when the bytes needed are not sound.
    """

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._position = 0
        self._held: Frame | None = None
        self._held_raw = b""
        self._frames = self._find_frames()
        self._starts = [frame.raw_start for frame in self._frames]

    @property
    def size_bytes(self) -> int:
        """How many raw bytes there are."""
        return self._frames[-1].raw_end

    def read_range(self, start: int, end: int) -> bytes:
        """Return raw bytes ``[start:end]``, cut at the end of the blob."""
        end = min(end, self.size_bytes)
        if start >= end:
            return b""
        first = bisect.bisect_right(self._starts, start) - 1
        pieces = []
        for frame in self._frames[first : bisect.bisect_left(self._starts, end)]:
            raw = self._raw_of(frame)
            pieces.append(raw[max(0, start - frame.raw_start) : end - frame.raw_start])
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; nothing is fetched until the next read."""
        base = {
            io.SEEK_SET: 0,
            io.SEEK_CUR: self._position,
            io.SEEK_END: self.size_bytes,
        }[whence]
        if base + offset < 0:
            raise ValueError("seek before the start of the blob")
        self._position = base + offset
        return self._position

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer, at most to the end of the frame at the position."""
        if self._position >= self.size_bytes:
            return 0
        at = bisect.bisect_right(self._starts, self._position) - 1
        frame = self._frames[at]
        offset = self._position - frame.raw_start
        piece = memoryview(self._raw_of(frame))[offset : offset + len(buffer)]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def readall(self) -> bytes:
        """Return everything from the present position on."""
        rest = self.read_range(self._position, self.size_bytes)
        self._position = max(self._position, self.size_bytes)
        return rest

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()

    def _find_frames(self) -> tuple[Frame, ...]:
        size = self._source.size
        tail = self._fetch(max(0, size - TAIL_BYTES), size)
        if not encoding.has_index(tail):
            return (self._only_frame(tail),)
        length = encoding.index_size(tail)
        if length > size:
            raise StoreDamaged("the index is longer than its blob")
        index = tail[-length:]
        if length > len(tail):
            index = self._fetch(size - length, size)
        frames = encoding.decode_index(index, stored_size=size)
        if not frames:
            raise StoreDamaged("the index names no frame")
        return frames

    def _only_frame(self, tail: bytes) -> Frame:
        size = self._source.size
        if size > encoding.LARGEST_FRAME:
            raise StoreDamaged("the index is missing")
        stored = tail if len(tail) == size else self._fetch(0, size)
        self._held_raw = encoding.decompress(stored)
        self._held = Frame(0, size, 0, len(self._held_raw))
        return self._held

    def _raw_of(self, frame: Frame) -> bytes:
        if frame != self._held:
            raw = encoding.decompress(self._fetch(frame.stored_start, frame.stored_end))
            if len(raw) != frame.raw_end - frame.raw_start:
                raise StoreDamaged("a frame and the index disagree about its length")
            self._held, self._held_raw = frame, raw
        return self._held_raw

    def _fetch(self, start: int, end: int) -> bytes:
        stored = self._source.fetch(start, end)
        if len(stored) != end - start:
            raise StoreDamaged("the blob is cut")
        return stored
