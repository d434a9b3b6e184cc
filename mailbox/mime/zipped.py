"""A zip of .eml files in folders, which every computer opens by itself.

Bytes stand as they are. What a file name cannot say (flags, the exact date and
folder) stands in an extra field of each entry. An export that was broken off
goes on behind its last whole entry: the directory at the end is made anew from
the local headers. APPNOTE 6.3 §4.3.7, §4.5.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final
from zipfile import ZIP_DEFLATED

from mailbox.mime.archived import ArchivedMessage, levels
from mailbox.mime.mbox import safe_name
from mailbox.mime.zip_directory import (
    EXTRA,
    LOCAL,
    LOCAL_MARK,
    UTF_8,
    VERSION,
    ZipEntry,
    find_extra,
    pack_end,
    pack_entry,
)

EXTRA_ID: Final = 0x6D73
COMPRESSION_LEVEL: Final = 6
ATTRIBUTES: Final = 0o100600 << 16
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
        self._count = 0
        self._directory = tempfile.TemporaryFile()  # noqa: SIM115
        self._file: BinaryIO = path.open("r+b" if self._whole else "w+b")
        for entry in _read_local_headers(self._file, self._whole):
            self._note(entry)
        self._file.truncate(self._whole)
        self._file.seek(self._whole)

    def add(self, message: ArchivedMessage) -> None:
        """Write a message as `Folder/20261123T120000Z-key.eml`."""
        packer = zlib.compressobj(COMPRESSION_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
        packed = packer.compress(message.raw) + packer.flush()
        entry = ZipEntry(
            name=_entry_name(message).encode(),
            flag_bits=UTF_8,
            method=ZIP_DEFLATED,
            moment=_entry_moment(message),
            checksum=zlib.crc32(message.raw),
            packed_bytes=len(packed),
            size_bytes=len(message.raw),
            offset=self._whole,
            extra=_write_extra(message),
            attributes=ATTRIBUTES,
        )
        header = _local_header(entry)
        self._file.write(header)
        self._file.write(packed)
        self._whole += len(header) + len(packed)
        self._note(entry)

    def checkpoint(self) -> str:
        """Push what is written to disk, and name this place to go on from."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return str(self._whole)

    def close(self) -> None:
        """Write the directory at the end of the file."""
        size = self._directory.tell()
        self._directory.seek(0)
        shutil.copyfileobj(self._directory, self._file)
        self._directory.close()
        self._file.write(pack_end(self._count, size, self._whole))
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()

    def _note(self, entry: ZipEntry) -> None:
        self._directory.write(pack_entry(entry))
        self._count += 1


def read_extra(extra: bytes) -> dict[str, Any]:
    """Read what `ZipWriter` noted of an entry; empty if another wrote it."""
    try:
        facts = json.loads(find_extra(extra, EXTRA_ID))
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
    if len(data) > 0xFF00:
        return b""
    return EXTRA.pack(EXTRA_ID, len(data)) + data


def _entry_name(message: ArchivedMessage) -> str:
    moment = (message.internal_date or datetime.fromtimestamp(0, UTC)).astimezone(UTC)
    folders = [safe_name(level) for level in levels(message.folder)]
    return "/".join([*folders, f"{moment:%Y%m%dT%H%M%SZ}-{safe_name(message.key)}.eml"])


def _entry_moment(message: ArchivedMessage) -> tuple[int, int]:
    """Write the date as MS-DOS did: time, then day, to two seconds."""
    moment = (message.internal_date or datetime.fromtimestamp(0, UTC)).astimezone(UTC)
    year = min(max(moment.year, _FIRST_YEAR), _LAST_YEAR)
    return (
        moment.hour << 11 | moment.minute << 5 | moment.second // 2,
        (year - _FIRST_YEAR) << 9 | moment.month << 5 | moment.day,
    )


def _local_header(entry: ZipEntry) -> bytes:
    fixed = LOCAL.pack(
        *(LOCAL_MARK, VERSION, entry.flag_bits, entry.method, *entry.moment),
        *(entry.checksum, entry.packed_bytes, entry.size_bytes),
        *(len(entry.name), len(entry.extra)),
    )
    return fixed + entry.name + entry.extra


def _read_local_headers(file: BinaryIO, end: int) -> Iterator[ZipEntry]:
    """Yield the entries before an offset, from their own headers.

    Raises:
        ValueError: The file was not written by `ZipWriter`, or is damaged.
    """
    position = 0
    while position < end:
        file.seek(position)
        fixed = file.read(LOCAL.size)
        if len(fixed) < LOCAL.size or fixed[:4] != LOCAL_MARK:
            raise ValueError("the zip cannot be continued; begin it anew")
        header = LOCAL.unpack(fixed)
        entry = ZipEntry(
            name=file.read(header[9]),
            extra=file.read(header[10]),
            flag_bits=header[2],
            method=header[3],
            moment=(header[4], header[5]),
            checksum=header[6],
            packed_bytes=header[7],
            size_bytes=header[8],
            offset=position,
            attributes=ATTRIBUTES,
        )
        yield entry
        position = file.tell() + entry.packed_bytes
