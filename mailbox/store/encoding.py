"""How raw bytes become stored bytes: zstd frames of 1 MiB, then an index.

Frames are independent and carry a checksum (RFC 8878 §3.1.1), so that a part of a
50 MB message is read without the rest. The index is zstd's "seekable format": a
skippable frame (RFC 8878 §3.1.2) that every zstd tool passes over, so `zstd -d`
restores a blob without us; that format does not protect the index, so a skippable
frame with its CRC-32 goes before. A message of up to 1 MiB is one frame and no index.
"""

from __future__ import annotations

import hashlib
import struct
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import zstandard

from mailbox.store.errors import StoreDamaged
from mailbox.store.interface import RawBytes

FRAME_BYTES: Final = 1 << 20
# What zstd adds at most to bytes that it cannot compress is 1 in 256, and a head.
LARGEST_FRAME: Final = FRAME_BYTES + FRAME_BYTES // 256 + 64

_EMPTY_FRAME_BYTES: Final = 16

# Level 3 took 97 us for a mail of 28 KB where level 1 took 68, and stored 3 % less;
# the two fsyncs of a put take 600. Level 5 takes twice as long for 3 % more.
LEVEL: Final = 3

INDEX_MAGIC: Final = 0x8F92EAB1
_SKIPPABLE_MAGIC: Final = 0x184D2A5E
_CHECK_MAGIC: Final = 0x184D2A5D
_CHECK: Final = struct.Struct("<III")
_SKIPPABLE_HEAD: Final = struct.Struct("<II")
_ENTRY: Final = struct.Struct("<II")
_FOOTER: Final = struct.Struct("<IBI")
_LAST_BYTES: Final = struct.pack("<I", INDEX_MAGIC)

_local = threading.local()


@dataclass(frozen=True, slots=True)
class Frame:
    """Where one frame lies, in the stored bytes and in the raw ones."""

    stored_start: int
    stored_end: int
    raw_start: int
    raw_end: int


class Encoder:
    """Turn chunks of raw bytes into stored bytes, hashing on the way.

    Holds at most 1 MiB of raw bytes.
    """

    def __init__(self) -> None:
        self.size_bytes = 0
        self._hash = hashlib.sha256()
        self._waiting = bytearray()
        self._entries: list[tuple[int, int]] = []

    @property
    def digest(self) -> str:
        """The digest of the raw bytes so far, in hex."""
        return self._hash.hexdigest()

    def add(self, chunk: RawBytes) -> Iterator[bytes]:
        """Take a chunk and yield each frame that is now full; exhaust the iterator."""
        view = memoryview(chunk).cast("B")
        self._hash.update(view)
        self.size_bytes += len(view)
        while len(self._waiting) + len(view) > FRAME_BYTES:
            room = FRAME_BYTES - len(self._waiting)
            yield self._frame_of(view[:room])
            view = view[room:]
        self._waiting += view

    def finish(self) -> bytes:
        """Return the last frame, with the index if a reader will need one."""
        last = self._frame_of(memoryview(b""))
        if not needs_index(last, frames=len(self._entries)):
            return last
        return last + encode_index(self._entries)

    def _frame_of(self, more: memoryview) -> bytes:
        if self._waiting:
            self._waiting += more
            frame = compress(self._waiting)
            self._entries.append((len(frame), len(self._waiting)))
            self._waiting = bytearray()
        else:
            frame = compress(more)
            self._entries.append((len(frame), len(more)))
        return frame


def compress(raw: RawBytes) -> bytes:
    """Return one frame with its length in the head and a checksum at the end."""
    compressor = getattr(_local, "compressor", None)
    if compressor is None:
        # Not safe to share between threads, and dear to make anew for each mail.
        compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
        _local.compressor = compressor
    return bytes(compressor.compress(raw))


def decompress(frame: bytes) -> bytes:
    """Return the raw bytes of one frame.

    Raises:
        StoreDamaged: The frame is cut, altered, or not ours; a head that claims
            more than 1 MiB is refused before any memory is taken.
    """
    try:
        claimed = zstandard.frame_content_size(frame)
        if not 0 <= claimed <= FRAME_BYTES:
            raise StoreDamaged("a frame claims an impossible length")
        if claimed == 0:
            return _check_empty(frame)
        return zstandard.ZstdDecompressor().decompress(frame, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise StoreDamaged(f"a frame cannot be read: {error}") from error


def _check_empty(frame: bytes) -> bytes:
    # The library believes a claim of nothing without looking at the rest.
    if len(frame) > _EMPTY_FRAME_BYTES:
        raise StoreDamaged("a frame claims to be empty")
    decoder = zstandard.ZstdDecompressor().decompressobj()
    if decoder.decompress(frame) or not decoder.eof or decoder.unused_data:
        raise StoreDamaged("a frame claims to be empty")
    return b""


def needs_index(last_frame: bytes, *, frames: int) -> bool:
    """Say whether an index must follow the last frame.

    One frame needs none, unless its checksum happens to be the index's magic
    number: then a reader that looks at the end would be misled.
    """
    return frames > 1 or last_frame.endswith(_LAST_BYTES)


def encode_index(entries: list[tuple[int, int]]) -> bytes:
    """Return the index of frames given as (stored length, raw length)."""
    body = b"".join(_ENTRY.pack(*entry) for entry in entries)
    body += _FOOTER.pack(len(entries), 0, INDEX_MAGIC)
    table = _SKIPPABLE_HEAD.pack(_SKIPPABLE_MAGIC, len(body)) + body
    return _CHECK.pack(_CHECK_MAGIC, 4, zlib.crc32(table)) + table


def has_index(tail: bytes) -> bool:
    """Say whether a blob with these last bytes carries an index."""
    return tail.endswith(_LAST_BYTES)


def index_size(tail: bytes) -> int:
    """Return how many bytes at the end of a blob its index takes.

    Raises:
        StoreDamaged: The tail is too short for an index.
    """
    if len(tail) < _FOOTER.size:
        raise StoreDamaged("the index is cut")
    count, _flags, _magic = _FOOTER.unpack(tail[-_FOOTER.size :])
    entries = int(count) * _ENTRY.size
    return _CHECK.size + _SKIPPABLE_HEAD.size + entries + _FOOTER.size


def decode_index(index: bytes, *, stored_size: int) -> tuple[Frame, ...]:
    """Return the frames that an index names.

    Raises:
        StoreDamaged: It was altered, or does not account for every stored byte.
    """
    table = index[_CHECK.size :]
    if index[: _CHECK.size] != _CHECK.pack(_CHECK_MAGIC, 4, zlib.crc32(table)):
        raise StoreDamaged("the index fails its checksum")
    frames: list[Frame] = []
    stored = raw = 0
    entries = table[_SKIPPABLE_HEAD.size : -_FOOTER.size]
    for stored_length, raw_length in _ENTRY.iter_unpack(entries):
        frame = Frame(stored, stored + stored_length, raw, raw + raw_length)
        frames.append(frame)
        stored, raw = frame.stored_end, frame.raw_end
    if stored + len(index) != stored_size:
        raise StoreDamaged("the index does not fit its blob")
    return tuple(frames)
