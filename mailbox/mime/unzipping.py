"""Reading mail out of a zip: .eml files, and mbox files as Google packs them.

A zip is somebody else's promise: sizes are checked before and while reading,
and what expands beyond reason is passed over.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final
from zipfile import BadZipFile

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
from mailbox.mime.zip_directory import (
    END_MARK,
    LOCAL_MARK,
    UTF_8,
    ZipEntry,
    read_data,
    read_directory,
)
from mailbox.mime.zipped import read_extra

WORST_RATIO: Final = 200
SMALL_BYTES: Final = 1 << 20
_CHARSETS: Final = ("utf-8", "gb18030")


def is_zip(path: Path) -> bool:
    """Say whether a file begins as a zip does."""
    with path.open("rb") as file:
        return file.read(4) in (LOCAL_MARK, END_MARK)


def unpacked_bytes(path: Path) -> int:
    """Say how many bytes a zip holds, unpacked, as its directory has it.

    Raises:
        BadZipFile: It is no zip, or its directory is damaged.
    """
    with path.open("rb") as file:
        return sum(entry.size_bytes for entry in read_directory(file))


def read_zip(
    path: Path, *, after: str = "", size_limit_bytes: int = SIZE_LIMIT_BYTES
) -> Iterator[Archived]:
    """Yield the messages of a zip, in its own order.

    Args:
        path: The file.
        after: The key of the last message that is already had.
        size_limit_bytes: Larger messages are yielded as skipped.

    Raises:
        BadZipFile: It is no zip at all, or its directory is damaged.
    """
    done, _, inner = after.partition("#")
    with path.open("rb") as directory, path.open("rb") as file:
        for index, entry in enumerate(read_directory(directory)):
            if entry.is_folder or (after and index < int(done)):
                continue
            is_done = bool(after) and index == int(done)
            if is_done and not inner:
                continue
            resume = inner if is_done else ""
            yield from _read_entry(file, entry, index, resume, size_limit_bytes)


def _read_entry(
    file: BinaryIO, entry: ZipEntry, index: int, inner: str, size_limit_bytes: int
) -> Iterator[Archived]:
    path = PurePosixPath(_name_of(entry))
    folder = _folder_of(path)
    if path.parts[:1] == ("__MACOSX",):
        return
    if path.suffix.lower() not in (".eml", ".mbox"):
        return
    if entry.size_bytes > SMALL_BYTES + entry.packed_bytes * WORST_RATIO:
        yield SkippedMessage(str(index), folder, entry.size_bytes, "expands too much")
    elif path.suffix.lower() == ".mbox":
        yield from _read_mbox_entry(file, entry, index, inner, size_limit_bytes)
    elif entry.size_bytes > size_limit_bytes:
        yield SkippedMessage(str(index), folder, entry.size_bytes, "too large")
    else:
        yield _read_eml(file, entry, str(index), folder)


def _read_eml(file: BinaryIO, entry: ZipEntry, key: str, folder: str) -> Archived:
    try:
        raw = b"".join(read_data(file, entry))
    except (BadZipFile, OSError):
        return SkippedMessage(key, folder, entry.size_bytes, "cannot be read")
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
    file: BinaryIO, entry: ZipEntry, index: int, inner: str, size_limit_bytes: int
) -> Iterator[Archived]:
    """Unpack an mbox beside us, for it is read by offsets, and walk through it."""
    path = PurePosixPath(_name_of(entry))
    folder = "/".join([*path.parent.parts, path.stem])
    with tempfile.NamedTemporaryFile(prefix="mbox-") as unpacked:
        try:
            unpacked.writelines(read_data(file, entry))
        except (BadZipFile, OSError):
            yield SkippedMessage(str(index), folder, entry.size_bytes, "cannot be read")
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


def _name_of(entry: ZipEntry) -> str:
    """Read a name that an old program wrote without saying in which charset."""
    if entry.flag_bits & UTF_8:
        return entry.name.decode("utf-8", "replace")
    for charset in _CHARSETS:
        try:
            return entry.name.decode(charset)
        except UnicodeDecodeError:
            continue
    return entry.name.decode("cp437")


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
