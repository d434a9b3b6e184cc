"""The directory of a zip, written and read entry by entry (APPNOTE 6.3 §4.3.12).

The standard library keeps an object for every entry, 700 bytes each; an archive of a
million letters would fill the memory of a small machine. Here a directory is walked
in its file, and built up in a file. Only what letters need: no encryption, no spans,
stored and deflated data.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile

LOCAL: Final = struct.Struct("<4s5H3L2H")
CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
END: Final = struct.Struct("<4s4H2LH")
END_64: Final = struct.Struct("<4sQ2H2L4Q")
LOCATOR_64: Final = struct.Struct("<4sLQL")
EXTRA: Final = struct.Struct("<HH")

LOCAL_MARK: Final = b"PK\3\4"
CENTRAL_MARK: Final = b"PK\1\2"
END_MARK: Final = b"PK\5\6"
END_64_MARK: Final = b"PK\6\6"
LOCATOR_64_MARK: Final = b"PK\6\7"

MOST_16: Final = 0xFFFF
MOST_32: Final = 0xFFFFFFFF
ZIP64_EXTRA: Final = 1
ENCRYPTED: Final = 0x1
UTF_8: Final = 0x800
VERSION: Final = 20
VERSION_64: Final = 45
MADE_ON_UNIX: Final = 3 << 8
CHUNK_BYTES: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One file of a zip, as its directory has it; sizes and offset in bytes."""

    name: bytes
    flag_bits: int
    method: int
    moment: tuple[int, int]
    checksum: int
    packed_bytes: int
    size_bytes: int
    offset: int
    extra: bytes = b""
    attributes: int = 0

    @property
    def is_folder(self) -> bool:
        return self.name.endswith(b"/")


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    size: int
    count: int
    before: int  # bytes that somebody put before the zip


def read_directory(file: BinaryIO) -> Iterator[ZipEntry]:
    """Walk through the directory of a zip.

    Raises:
        BadZipFile: There is none, or it is damaged; what came before is right.
    """
    place = _find_directory(file)
    position, end, packed_bytes = place.start, place.start + place.size, 0
    for _ in range(place.count):
        file.seek(position)
        fixed = file.read(CENTRAL.size)
        if len(fixed) < CENTRAL.size or fixed[:4] != CENTRAL_MARK:
            raise BadZipFile("the directory is damaged")
        lengths = CENTRAL.unpack(fixed)[10:13]
        variable = file.read(sum(lengths))
        position += CENTRAL.size + sum(lengths)
        entry = _read_entry(fixed, variable, place.before)
        packed_bytes += entry.packed_bytes
        if position > end or packed_bytes > place.start:
            raise BadZipFile("entries lie upon each other")
        yield entry


def read_data(file: BinaryIO, entry: ZipEntry) -> Iterator[bytes]:
    """Yield the bytes of an entry, in pieces, never more than its size.

    Raises:
        BadZipFile: They are encrypted, packed in a way of their own, or damaged.
    """
    if entry.flag_bits & ENCRYPTED or entry.method not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile("the entry cannot be unpacked")
    file.seek(entry.offset)
    fixed = file.read(LOCAL.size)
    if len(fixed) < LOCAL.size or fixed[:4] != LOCAL_MARK:
        raise BadZipFile("the entry is not where it should be")
    header = LOCAL.unpack(fixed)
    position = entry.offset + LOCAL.size + header[9] + header[10]
    checksum = size = 0
    for piece in _unpacked(file, position, entry):
        size += len(piece)
        checksum = zlib.crc32(piece, checksum)
        if size > entry.size_bytes:
            raise BadZipFile("the entry is larger than it says")
        yield piece
    if size != entry.size_bytes or checksum != entry.checksum:
        raise BadZipFile("the entry is damaged")


def pack_entry(entry: ZipEntry) -> bytes:
    """Write an entry as the directory has it."""
    extra, offset, version = entry.extra, entry.offset, VERSION
    if offset >= MOST_32:
        extra = EXTRA.pack(ZIP64_EXTRA, 8) + struct.pack("<Q", offset) + extra
        offset, version = MOST_32, VERSION_64
    fixed = CENTRAL.pack(
        *(CENTRAL_MARK, MADE_ON_UNIX | version, version, entry.flag_bits),
        *(entry.method, *entry.moment, entry.checksum),
        *(entry.packed_bytes, entry.size_bytes, len(entry.name), len(extra)),
        *(0, 0, 0, entry.attributes, offset),
    )
    return fixed + entry.name + extra


def pack_end(count: int, size_bytes: int, start: int) -> bytes:
    """Write what stands behind a directory of so many entries and bytes."""
    end_64 = b""
    if count >= MOST_16 or size_bytes >= MOST_32 or start >= MOST_32:
        end_64 = END_64.pack(
            *(END_64_MARK, END_64.size - 12, VERSION_64, VERSION_64, 0, 0),
            *(count, count, size_bytes, start),
        ) + LOCATOR_64.pack(LOCATOR_64_MARK, 0, start + size_bytes, 1)
    short = min(count, MOST_16)
    return end_64 + END.pack(
        *(END_MARK, 0, 0, short, short),
        *(min(size_bytes, MOST_32), min(start, MOST_32), 0),
    )


def _find_directory(file: BinaryIO) -> _Place:
    """Find where the directory begins; a comment may stand behind its end."""
    length = file.seek(0, 2)
    tail_start = max(0, length - END.size - MOST_16)
    file.seek(tail_start)
    tail = file.read()
    found = tail.rfind(END_MARK)
    if found < 0 or len(tail) - found < END.size:
        raise BadZipFile("this is no zip, or its end is missing")
    position = tail_start + found
    count, size, start = END.unpack_from(tail, found)[4:7]
    if count == MOST_16 or MOST_32 in (size, start):
        position, count, size, start = _read_end_64(file, position)
    before = position - size - start
    if before < 0:
        raise BadZipFile("the directory is damaged")
    return _Place(start + before, size, count, before)


def _read_end_64(file: BinaryIO, end: int) -> tuple[int, int, int, int]:
    """Read the end of a large zip; gives where it stands, count, size and start."""
    file.seek(max(0, end - LOCATOR_64.size))
    locator = file.read(LOCATOR_64.size)
    file.seek(max(0, end - LOCATOR_64.size - END_64.size))
    record = file.read(END_64.size)
    if locator[:4] != LOCATOR_64_MARK or record[:4] != END_64_MARK:
        raise BadZipFile("the directory is damaged")
    count, size, start = END_64.unpack(record)[7:10]
    return end - LOCATOR_64.size - END_64.size, count, size, start


def _read_entry(fixed: bytes, variable: bytes, before: int) -> ZipEntry:
    header = CENTRAL.unpack(fixed)
    name_length, extra_length = header[10], header[11]
    extra = variable[name_length : name_length + extra_length]
    sizes = [header[9], header[8], header[16]]
    for index, value in enumerate(_large_values(extra, sizes)):
        sizes[index] = value
    return ZipEntry(
        name=variable[:name_length],
        flag_bits=header[3],
        method=header[4],
        moment=(header[5], header[6]),
        checksum=header[7],
        size_bytes=sizes[0],
        packed_bytes=sizes[1],
        offset=sizes[2] + before,
        extra=extra,
        attributes=header[15],
    )


def _large_values(extra: bytes, values: list[int]) -> list[int]:
    """Give the values with those that did not fit read from the extra field."""
    wide = iter(struct.iter_unpack("<Q", find_extra(extra, ZIP64_EXTRA)[:24]))
    try:
        return [next(wide)[0] if value == MOST_32 else value for value in values]
    except (StopIteration, RuntimeError, struct.error) as error:
        raise BadZipFile("the directory is damaged") from error


def find_extra(extra: bytes, kind: int) -> bytes:
    """Find one of the extra fields; empty if it is not there."""
    position = 0
    while position + EXTRA.size <= len(extra):
        found, length = EXTRA.unpack_from(extra, position)
        position += EXTRA.size
        if found == kind:
            return extra[position : position + length]
        position += length
    return b""


def _unpacked(file: BinaryIO, position: int, entry: ZipEntry) -> Iterator[bytes]:
    left = entry.packed_bytes
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    while left:
        file.seek(position)
        data = file.read(min(CHUNK_BYTES, left))
        if not data:
            raise BadZipFile("the zip ends too early")
        position, left = position + len(data), left - len(data)
        if entry.method == ZIP_STORED:
            yield data
            continue
        try:
            while data:
                yield unpacker.decompress(data, CHUNK_BYTES)
                data = unpacker.unconsumed_tail
        except zlib.error as error:
            raise BadZipFile("the entry is damaged") from error
    yield unpacker.flush()
