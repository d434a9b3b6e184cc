"""A zip of .eml files in folders, which every computer opens by itself.

Bytes stand as they are. What a file name cannot say (flags, the exact date and
folder) stands in an extra field of each entry. An export that was broken off
goes on behind its last whole entry: the directory at the end is made anew from
the local headers. APPNOTE 6.3 §4.3.7, §4.5.
"""

from __future__ import annotations

import json
import os
import struct
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from mailbox.mime.archived import ArchivedMessage, levels
from mailbox.mime.mbox import safe_name

EXTRA_ID: Final = 0x6D73
COMPRESSION_LEVEL: Final = 6
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_EXTRA: Final = struct.Struct("<HH")
_FIRST_YEAR: Final = 1980
_LAST_YEAR: Final = 2107


class ZipWriter:
    """Write a zip, anew or from a checkpoint.

    Args:
        path: The file; it is valid once `close` has been called.
        resume: What `checkpoint` gave; whatever was written later is cut off.
    """

    def __init__(self, path: Path, resume: str = "") -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._whole = int(resume) if resume else 0
        self._file: BinaryIO = path.open("r+b" if self._whole else "w+b")
        entries = list(_read_local_headers(self._file, self._whole))
        self._file.truncate(self._whole)
        self._file.seek(self._whole)
        self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_DEFLATED)
        self._zip.filelist.extend(entries)
        self._zip.NameToInfo.update({entry.filename: entry for entry in entries})

    def add(self, message: ArchivedMessage) -> None:
        """Write a message as `Folder/20261123T120000Z-key.eml`."""
        entry = zipfile.ZipInfo(_entry_name(message), _entry_date(message))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        entry.extra = _write_extra(message)
        self._zip.writestr(entry, message.raw, compresslevel=COMPRESSION_LEVEL)
        self._whole += len(entry.FileHeader()) + entry.compress_size

    def checkpoint(self) -> str:
        """Push what is written to disk, and name this place to go on from."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return str(self._whole)

    def close(self) -> None:
        """Write the directory at the end of the file."""
        self._zip.close()
        self._file.close()


def read_extra(extra: bytes) -> dict[str, Any]:
    """Read what `ZipWriter` noted of an entry; empty if another wrote it."""
    position = 0
    while position + _EXTRA.size <= len(extra):
        kind, length = _EXTRA.unpack_from(extra, position)
        position += _EXTRA.size
        if kind == EXTRA_ID:
            return _facts(extra[position : position + length])
        position += length
    return {}


def _facts(data: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(data)
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}


def _write_extra(message: ArchivedMessage) -> bytes:
    moment = message.internal_date
    facts = {
        "folder": message.folder,
        "flags": sorted(message.flags),
        "date": moment.timestamp() if moment else None,
    }
    data = json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")
    if len(data) > 0xFFF0:
        return b""
    return _EXTRA.pack(EXTRA_ID, len(data)) + data


def _entry_name(message: ArchivedMessage) -> str:
    moment = (message.internal_date or datetime.fromtimestamp(0, UTC)).astimezone(UTC)
    folders = [safe_name(level) for level in levels(message.folder)]
    return "/".join([*folders, f"{moment:%Y%m%dT%H%M%SZ}-{safe_name(message.key)}.eml"])


def _entry_date(message: ArchivedMessage) -> tuple[int, int, int, int, int, int]:
    moment = (message.internal_date or datetime.fromtimestamp(0, UTC)).astimezone(UTC)
    year = min(max(moment.year, _FIRST_YEAR), _LAST_YEAR)
    return (year, moment.month, moment.day, moment.hour, moment.minute, moment.second)


def _read_local_headers(file: BinaryIO, end: int) -> Iterator[zipfile.ZipInfo]:
    """Yield the entries before an offset, from their own headers.

    Raises:
        ValueError: The file was not written by `ZipWriter`, or is damaged.
    """
    position = 0
    while position < end:
        file.seek(position)
        fixed = file.read(_LOCAL.size)
        if len(fixed) < _LOCAL.size or fixed[:4] != b"PK\3\4":
            raise ValueError("the zip cannot be continued; begin it anew")
        header = _LOCAL.unpack(fixed)
        name, extra = file.read(header[9]), file.read(header[10])
        entry = _entry_of(header, name, extra)
        entry.header_offset = position
        yield entry
        position = file.tell() + entry.compress_size


def _entry_of(header: tuple[Any, ...], name: bytes, extra: bytes) -> zipfile.ZipInfo:
    _mark, version, bits, method, time, day, check, packed, size, _n, _e = header
    date = (
        (day >> 9) + _FIRST_YEAR,
        (day >> 5) & 0xF,
        day & 0x1F,
        time >> 11,
        (time >> 5) & 0x3F,
        (time & 0x1F) * 2,
    )
    entry = zipfile.ZipInfo(name.decode("utf-8" if bits & 0x800 else "cp437"), date)
    entry.extract_version, entry.create_version = version, version
    entry.flag_bits, entry.compress_type = bits, method
    entry.CRC, entry.compress_size, entry.file_size = check, packed, size
    entry.external_attr, entry.extra = 0o600 << 16, extra
    return entry
