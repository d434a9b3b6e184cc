"""What is inside a .zip, by its directory alone; nothing is unfolded."""

from __future__ import annotations

import zipfile
from typing import BinaryIO, Final

from mailbox.reading.converters import limits
from mailbox.reading.converters.errors import CannotConvert, TooMuch
from mailbox.reading.converters.values import Listing, Member
from mailbox.reading.converters.zipped_office import BROKEN

LOCKED: Final = 1
UTF8: Final = 1 << 11
END: Final = b"PK\x05\x06"
_END_BYTES: Final = 22
_LONGEST_NAME: Final = 500


def list_archive(source: BinaryIO) -> Listing:
    """List the names in an archive.

    Raises:
        TooMuch: Its directory alone is too large.
        CannotConvert: It is no zip, or a broken one.
    """
    _check_directory(source)
    try:
        archive = zipfile.ZipFile(source)
    except BROKEN as error:
        raise CannotConvert from error
    found = archive.infolist()
    return Listing(
        members=tuple(_member(each) for each in found[: limits.ARCHIVE_NAMES]),
        total=len(found),
        is_locked=any(each.flag_bits & LOCKED for each in found),
    )


def _check_directory(source: BinaryIO) -> None:
    """Read how large the directory says it is, before it is read (APPNOTE 4.3.16)."""
    size = source.seek(0, 2)
    source.seek(max(0, size - (1 << 16) - _END_BYTES))
    tail = source.read()
    at = tail.rfind(END)
    if at >= 0 and len(tail) >= at + 16:
        declared = int.from_bytes(tail[at + 12 : at + 16], "little")
        if declared > limits.ARCHIVE_DIRECTORY_BYTES:
            raise TooMuch
    source.seek(0)


def _member(entry: zipfile.ZipInfo) -> Member:
    return Member(
        name=_name(entry)[:_LONGEST_NAME],
        size_bytes=entry.file_size,
        is_folder=entry.is_dir(),
    )


def _name(entry: zipfile.ZipInfo) -> str:
    """Read a name that does not say its charset: UTF-8, else Chinese, else DOS."""
    if entry.flag_bits & UTF8:
        return entry.filename
    raw = entry.orig_filename.encode("cp437", "replace")
    for charset in ("utf-8", "gb18030"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return entry.filename
