"""Maildir and Maildir++: a folder for each mail folder, a file for each message.

Flags are letters behind `:2,` in the file name, keywords are letters a to z
that `dovecot-keywords` explains, the internal date is the file's time. Both
layouts are read: `.Work.2026` beside the inbox, and folders within folders.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from mailbox.mime.archived import (
    ANSWERED,
    DELETED,
    DRAFT,
    FLAGGED,
    FORWARDED,
    INBOX,
    SEEN,
    SIZE_LIMIT_BYTES,
    Archived,
    ArchivedMessage,
    SkippedMessage,
    keywords_of,
    levels,
    read_keyword,
    to_crlf,
    to_lf,
    write_keyword,
)
from mailbox.mime.folder_names import decode_name, encode_name

KEYWORDS_FILE: Final = "dovecot-keywords"
MOST_KEYWORDS: Final = 26
_LETTERS: Final = {
    "D": DRAFT,
    "F": FLAGGED,
    "P": FORWARDED,
    "R": ANSWERED,
    "S": SEEN,
    "T": DELETED,
}
_KEYWORD_LINE: Final = re.compile(r"(\d{1,2}) (\S.*)")


def is_maildir(path: Path) -> bool:
    """Say whether a folder is a Maildir, or holds some."""
    return next(_mail_folders(path), None) is not None


def read_maildir(
    path: Path, *, after: str = "", size_limit_bytes: int = SIZE_LIMIT_BYTES
) -> Iterator[Archived]:
    """Yield the messages of a Maildir and of all its folders.

    Args:
        path: The folder that holds `cur`, or folders that do.
        after: The key of the last message that is already had.
        size_limit_bytes: Larger messages are yielded as skipped.
    """
    done_folder, _, done_name = after.rpartition("/")
    for relative in sorted(_mail_folders(path)):
        if after and relative < done_folder:
            continue
        start_after = done_name if after and relative == done_folder else ""
        yield from _read_folder(
            path / relative, relative, start_after, size_limit_bytes
        )


class MaildirWriter:
    """Write a Maildir++. Names follow from keys, so to write twice is to write once.

    Args:
        root: The folder, made if need be; it becomes the inbox.
        resume: What `checkpoint` gave; nothing needs to be cut off.
    """

    def __init__(self, root: Path, resume: str = "") -> None:
        self._root = root
        self._present: dict[str, set[str]] = {}
        self._keywords: dict[str, list[str]] = {}
        self._open_folder(INBOX)

    def add(self, message: ArchivedMessage) -> None:
        """Write a message, unless it is there already."""
        folder = self._open_folder(message.folder)
        data = to_lf(message.raw)
        moment = message.internal_date or datetime.fromtimestamp(0, UTC)
        name = _file_name(message.key, moment, len(data))
        if name in self._present[message.folder]:
            return
        info = self._info(folder, message)
        temporary = folder / "tmp" / name
        temporary.write_bytes(data)
        os.utime(temporary, (moment.timestamp(), moment.timestamp()))
        temporary.replace(folder / "cur" / f"{name}:2,{info}")
        self._present[message.folder].add(name)

    def checkpoint(self) -> str:
        """Name this place to go on from; each file is whole once it is there."""
        return ""

    def close(self) -> None:
        """Nothing is left open."""

    def _open_folder(self, name: str) -> Path:
        folder = self._root / _folder_path(name)
        if name in self._present:
            return folder
        for part in ("tmp", "new", "cur"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        if folder != self._root:
            (folder / "maildirfolder").touch()
        self._present[name] = {
            _base_name(entry.name) for entry in os.scandir(folder / "cur")
        }
        self._keywords[str(folder)] = _read_keywords(folder)
        return folder

    def _info(self, folder: Path, message: ArchivedMessage) -> str:
        letters = [letter for letter, flag in _LETTERS.items() if flag in message.flags]
        known = self._keywords[str(folder)]
        for keyword in keywords_of(message.flags):
            if keyword not in known and len(known) < MOST_KEYWORDS:
                known.append(keyword)
                _write_keywords(folder, known)
            if keyword in known:
                letters.append(chr(ord("a") + known.index(keyword)))
        return "".join(sorted(letters))


def _mail_folders(path: Path) -> Iterator[str]:
    """Yield the folders that hold mail, as paths relative to the first."""
    for found, folders, _files in os.walk(path):
        if "cur" in folders and ("new" in folders or "tmp" in folders):
            relative = Path(found).relative_to(path).as_posix()
            yield "" if relative == "." else relative
        folders[:] = [name for name in folders if name not in ("cur", "new", "tmp")]


def _read_folder(
    folder: Path, relative: str, start_after: str, size_limit_bytes: int
) -> Iterator[Archived]:
    keywords = _read_keywords(folder)
    shown = _shown_name(relative)
    files = sorted(
        (_base_name(entry.name), f"{part}/{entry.name}")
        for part in ("cur", "new")
        if (folder / part).is_dir()
        for entry in os.scandir(folder / part)
        if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False)
    )
    for base, file_name in files:
        if start_after and base <= start_after:
            continue
        key = f"{relative}/{base}"
        flags = _read_flags(file_name, keywords)
        yield _read_file(folder / file_name, key, shown, flags, size_limit_bytes)


def _read_file(
    path: Path, key: str, folder: str, flags: frozenset[str], size_limit_bytes: int
) -> Archived:
    try:
        status = path.stat()
        if status.st_size > size_limit_bytes:
            return SkippedMessage(key, folder, status.st_size, "too large")
        raw = to_crlf(path.read_bytes())
    except OSError:
        return SkippedMessage(key, folder, 0, "cannot be read")
    moment = datetime.fromtimestamp(status.st_mtime, UTC)
    return ArchivedMessage(key, raw, flags, moment, folder)


def _read_flags(file_name: str, keywords: list[str]) -> frozenset[str]:
    _, has_info, letters = file_name.rpartition(":2,")
    if not has_info:
        return frozenset()
    flags = {_LETTERS[letter] for letter in letters if letter in _LETTERS}
    numbers = [ord(letter) - ord("a") for letter in letters if "a" <= letter <= "z"]
    named = {keywords[number] for number in numbers if number < len(keywords)}
    return frozenset(flags | named - {""})


def _read_keywords(folder: Path) -> list[str]:
    try:
        text = (folder / KEYWORDS_FILE).read_text("utf-8", "replace")
    except OSError:
        return []
    found = [""] * MOST_KEYWORDS
    for line in text.splitlines():
        match = _KEYWORD_LINE.fullmatch(line)
        if match and int(match[1]) < MOST_KEYWORDS:
            found[int(match[1])] = read_keyword(match[2])
    while found and not found[-1]:
        found.pop()
    return found


def _write_keywords(folder: Path, keywords: list[str]) -> None:
    lines = [f"{index} {write_keyword(word)}\n" for index, word in enumerate(keywords)]
    (folder / KEYWORDS_FILE).write_text("".join(lines), "utf-8")


def _shown_name(relative: str) -> str:
    """Say a folder's name: `.Work.2026` and `Work/2026` are both `Work/2026`."""
    parts: list[str] = []
    for part in relative.split("/"):
        split = part[1:].split(".") if part.startswith(".") else [part]
        parts += [decode_name(piece) for piece in split if piece]
    return "/".join(part.replace("/", "_") for part in parts) or INBOX


def _folder_path(folder: str) -> str:
    if folder == INBOX:
        return ""
    written = (encode_name(level, also="./") for level in levels(folder))
    return "." + ".".join(written)


def _file_name(key: str, moment: datetime, size_bytes: int) -> str:
    plain = re.sub(r"[^A-Za-z0-9_-]", "_", key) or "0"
    return f"{int(moment.timestamp())}.{plain[-100:]}.mailsvc,S={size_bytes}"


def _base_name(name: str) -> str:
    return name.partition(":")[0]
