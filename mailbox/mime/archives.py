"""Mail in files, to bring in and to take away: mbox, Maildir, zip and .eml.

Readers yield message after message, and go on behind any key; writers go on
from any checkpoint. Neither holds more than one message, so ten gigabytes cost
no more memory than one letter does.
"""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

from mailbox.mime.archived import (
    INBOX,
    SIZE_LIMIT_BYTES,
    Archived,
    ArchivedMessage,
    ArchiveWriter,
    SkippedMessage,
    to_crlf,
)
from mailbox.mime.maildir import MaildirWriter, is_maildir, read_maildir
from mailbox.mime.mbox import MboxWriter, read_mbox
from mailbox.mime.unzipping import is_zip, read_zip, unpacked_bytes, with_key
from mailbox.mime.zipped import ZipWriter

__all__ = [
    "ArchiveWriter",
    "Archived",
    "ArchivedMessage",
    "Format",
    "MaildirWriter",
    "MboxWriter",
    "NotAnArchive",
    "SkippedMessage",
    "ZipWriter",
    "is_zip",
    "open_writer",
    "read_archive",
    "read_maildir",
    "read_mbox",
    "read_zip",
    "unpacked_bytes",
]

Format = Literal["mbox", "maildir", "zip"]
_MAIL_SUFFIXES: Final = frozenset({".eml", ".mbox", ".mbx", ".zip"})
_NOT_MAIL: Final = frozenset({".msf", ".dat", ".html", ".json", ".sqlite"})


class NotAnArchive(ValueError):
    """A path holds no mail that we can read."""


def read_archive(
    path: Path, *, after: str = "", size_limit_bytes: int = SIZE_LIMIT_BYTES
) -> Iterator[Archived]:
    """Yield the messages of whatever a path holds.

    A file is a zip, an mbox or a single message; a folder is a Maildir, or a
    tree of such files, as Thunderbird keeps them.

    Args:
        path: The file or folder.
        after: The key of the last message that is already had.
        size_limit_bytes: Larger messages are yielded as skipped.

    Raises:
        NotAnArchive: There is no mail in it.
        OSError: It cannot be opened.
    """
    if not path.is_dir():
        yield from _read_file(path, after, size_limit_bytes, INBOX)
    elif is_maildir(path):
        yield from read_maildir(path, after=after, size_limit_bytes=size_limit_bytes)
    else:
        yield from _read_tree(path, after, size_limit_bytes)


def open_writer(form: Format, path: Path, *, resume: str = "") -> ArchiveWriter:
    """Open an archive to write to, anew or from a checkpoint."""
    if form == "zip":
        return ZipWriter(path, resume)
    if form == "maildir":
        return MaildirWriter(path, resume)
    return MboxWriter(path, resume)


def _read_tree(root: Path, after: str, size_limit_bytes: int) -> Iterator[Archived]:
    done, _, inner = after.partition("|")
    files = sorted(_mail_files(root))
    if not files:
        raise NotAnArchive(str(root))
    for relative in files:
        if after and relative < done:
            continue
        start = inner if after and relative == done else ""
        if after and relative == done and not start:
            continue
        for message in _read_one(root, relative, start, size_limit_bytes):
            yield with_key(message, f"{relative}|{message.key}")


def _read_one(
    root: Path, relative: str, after: str, size_limit_bytes: int
) -> Iterator[Archived]:
    """Yield the messages of one file of a tree; a broken one spoils no other."""
    folder, path = _folder_of(relative), root / relative
    try:
        yield from _read_file(path, after, size_limit_bytes, folder)
    except (NotAnArchive, zipfile.BadZipFile):
        if not after:
            yield SkippedMessage("0", folder, path.stat().st_size, "not a message")
    except OSError:
        if not after:
            yield SkippedMessage("0", folder, 0, "cannot be read")


def _read_file(
    path: Path, after: str, size_limit_bytes: int, folder: str
) -> Iterator[Archived]:
    if is_zip(path):
        yield from read_zip(path, after=after, size_limit_bytes=size_limit_bytes)
    elif _begins_with(path, b"From "):
        yield from read_mbox(
            path, after=after, folder=folder, size_limit_bytes=size_limit_bytes
        )
    elif _looks_like_message(path):
        if not after:
            yield _read_eml(path, size_limit_bytes, folder)
    else:
        raise NotAnArchive(str(path))


def _read_eml(path: Path, size_limit_bytes: int, folder: str) -> Archived:
    size = path.stat().st_size
    if size > size_limit_bytes:
        return SkippedMessage("0", folder, size, "too large")
    return ArchivedMessage("0", to_crlf(path.read_bytes()), folder=folder)


def _mail_files(root: Path) -> Iterator[str]:
    for found, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(found, name)
            if _is_mail_file(path):
                yield path.relative_to(root).as_posix()


def _is_mail_file(path: Path) -> bool:
    suffix = path.suffix.lower()
    if path.name.startswith(".") or suffix in _NOT_MAIL or path.is_symlink():
        return False
    return suffix in _MAIL_SUFFIXES or _begins_with(path, b"From ")


def _begins_with(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(mark)) == mark


def _looks_like_message(path: Path) -> bool:
    """Say whether a file begins with a header field; an empty one does not."""
    with path.open("rb") as file:
        first = file.readline(1000).lstrip(b"\xef\xbb\xbf")
    name, colon, _ = first.partition(b":")
    return bool(colon and name) and all(32 < octet < 127 for octet in name)


def _folder_of(relative: str) -> str:
    """Say the folder of a file: `Work.sbd/2026.mbox` is `Work/2026`."""
    *parents, name = relative.split("/")
    names = [parent.removesuffix(".sbd") for parent in parents]
    if name.lower().endswith((".eml", ".zip")):
        return "/".join(names) or INBOX
    stem = Path(name).stem if Path(name).suffix in _MAIL_SUFFIXES else name
    return "/".join([*names, stem])
