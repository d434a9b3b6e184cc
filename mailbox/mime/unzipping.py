"""Reading mail out of a zip: .eml files, and mbox files as Google packs them.

A zip is somebody else's promise: sizes are checked before and while reading,
and what expands beyond reason is passed over.
"""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from mailbox.mime.archived import (
    INBOX,
    SIZE_LIMIT_BYTES,
    Archived,
    ArchivedMessage,
    SkippedMessage,
    levels,
    to_crlf,
)
from mailbox.mime.mbox import read_mbox
from mailbox.mime.zipped import read_extra

WORST_RATIO: Final = 200
SMALL_BYTES: Final = 1 << 20
COPY_BYTES: Final = 1 << 20
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


def read_zip(
    path: Path, *, after: str = "", size_limit_bytes: int = SIZE_LIMIT_BYTES
) -> Iterator[Archived]:
    """Yield the messages of a zip, in its own order.

    Args:
        path: The file.
        after: The key of the last message that is already had.
        size_limit_bytes: Larger messages are yielded as skipped.

    Raises:
        zipfile.BadZipFile: It is no zip at all.
    """
    done, _, inner = after.partition("#")
    with zipfile.ZipFile(path) as archive:
        for index, entry in enumerate(archive.infolist()):
            if entry.is_dir() or (after and index < int(done)):
                continue
            is_done = bool(after) and index == int(done)
            if is_done and not inner:
                continue
            resume = inner if is_done else ""
            yield from _read_entry(archive, entry, index, resume, size_limit_bytes)


def _read_entry(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    index: int,
    inner: str,
    size_limit_bytes: int,
) -> Iterator[Archived]:
    path = PurePosixPath(_name_of(entry))
    folder = _folder_of(path)
    if path.parts[:1] == ("__MACOSX",):
        return
    if path.suffix.lower() not in (".eml", ".mbox"):
        return
    if entry.file_size > SMALL_BYTES + entry.compress_size * WORST_RATIO:
        yield SkippedMessage(str(index), folder, entry.file_size, "expands too much")
    elif path.suffix.lower() == ".mbox":
        yield from _read_mbox_entry(archive, entry, index, inner, size_limit_bytes)
    elif entry.file_size > size_limit_bytes:
        yield SkippedMessage(str(index), folder, entry.file_size, "too large")
    else:
        yield _read_eml(archive, entry, str(index), folder)


def _read_eml(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, key: str, folder: str
) -> Archived:
    try:
        with archive.open(entry) as file:
            raw = file.read(entry.file_size)
    except _BROKEN:
        return SkippedMessage(key, folder, entry.file_size, "cannot be read")
    facts = read_extra(entry.extra)
    flags = facts.get("flags")
    words = flags if isinstance(flags, list) else []
    named = facts.get("folder")
    return ArchivedMessage(
        key=key,
        raw=raw if facts else to_crlf(raw),
        flags=frozenset(str(word) for word in words),
        internal_date=_moment(facts.get("date")),
        folder="/".join(levels(named)) if isinstance(named, str) else folder,
    )


def _read_mbox_entry(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    index: int,
    inner: str,
    size_limit_bytes: int,
) -> Iterator[Archived]:
    """Unpack an mbox beside us, for it is read by offsets, and walk through it."""
    path = PurePosixPath(_name_of(entry))
    folder = "/".join([*path.parent.parts, path.stem])
    with tempfile.NamedTemporaryFile(prefix="mbox-") as unpacked:
        try:
            with archive.open(entry) as packed:
                while data := packed.read(COPY_BYTES):
                    unpacked.write(data)
        except _BROKEN:
            yield SkippedMessage(str(index), folder, entry.file_size, "cannot be read")
            return
        unpacked.flush()
        for message in read_mbox(
            Path(unpacked.name),
            after=inner,
            folder=folder,
            size_limit_bytes=size_limit_bytes,
        ):
            yield with_key(message, f"{index}#{message.key}")


def with_key(message: Archived, key: str) -> Archived:
    """Give the same message under another key."""
    if isinstance(message, SkippedMessage):
        return SkippedMessage(key, message.folder, message.size_bytes, message.reason)
    return ArchivedMessage(
        key, message.raw, message.flags, message.internal_date, message.folder
    )


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Read a name that an old program wrote without saying in which charset."""
    if entry.flag_bits & 0x800 or entry.filename.isascii():
        return entry.filename
    try:
        data = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for charset in ("utf-8", "gb18030"):
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _folder_of(path: PurePosixPath) -> str:
    parts = [part for part in path.parent.parts if part not in ("/", "..", ".")]
    return "/".join(parts) or INBOX


def _moment(seconds: object) -> datetime | None:
    if not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
