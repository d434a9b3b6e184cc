"""mbox files: many messages in one file, a From_ line before each (RFC 4155).

Written as mboxrd, where every quoting can be undone. Read as whatever comes:
mboxo, mboxrd, and mboxcl2 where Content-Length is true. Flags travel in the
Status fields of mutt and Dovecot and in those of Mozilla.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from mailbox.mime.archived import (
    INBOX,
    SIZE_LIMIT_BYTES,
    Archived,
    ArchivedMessage,
    SkippedMessage,
    levels,
    to_crlf,
    to_lf,
)
from mailbox.mime.mbox_flags import flag_fields, take_flags
from mailbox.mime.mbox_frames import Frame, MboxFrames

_QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_TO_QUOTE: Final = re.compile(rb"^(>*From )", re.MULTILINE)
_LENGTH_FIELD: Final = re.compile(rb"^content-length:[^\n]*\n", re.I | re.MULTILINE)
_DAY: Final = re.compile(
    rb"(?P<month>[A-Z][a-z]{2})\s+(?P<day>\d{1,2})\s+"
    rb"(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    rb"(?:\s+(?P<zone>[+-]\d{4}|[A-Z]{1,5}))?\s+(?P<year>\d{4})"
    rb"(?:\s+(?P<late_zone>[+-]\d{4}))?"
)
_MONTHS: Final = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


def read_mbox(
    path: Path,
    *,
    after: str = "",
    folder: str = INBOX,
    size_limit_bytes: int = SIZE_LIMIT_BYTES,
) -> Iterator[Archived]:
    """Yield the messages of an mbox file, one at a time.

    Args:
        path: The file.
        after: The key of the last message that is already had.
        folder: What the messages say their folder is.
        size_limit_bytes: Larger messages are yielded as skipped.
    """
    with path.open("rb") as file:
        for frame in MboxFrames(file).walk(int(after) if after else 0):
            if after and frame.start <= int(after):
                continue
            key, size = str(frame.start), frame.end - frame.body_start
            if size > size_limit_bytes:
                yield SkippedMessage(key, folder, size, "too large")
                continue
            yield _read_frame(file, frame, key, folder)


class MboxWriter:
    """Write a folder of mbox files, one for each mail folder.

    Args:
        root: The folder, made if need be.
        resume: What `checkpoint` gave; whatever was written later is cut off.
    """

    def __init__(self, root: Path, resume: str = "") -> None:
        self._root = root
        self._offsets: dict[str, int] = json.loads(resume) if resume else {}
        self._folder = ""
        self._file: BinaryIO | None = None
        self._written: set[str] = set()

    def add(self, message: ArchivedMessage) -> None:
        """Append a message to the file of its folder."""
        file = self._open(mbox_path(message.folder))
        file.write(_from_line(message.internal_date))
        file.write(flag_fields(message.flags))
        file.writelines(_framed(_TO_QUOTE.sub(rb">\1", to_lf(message.raw))))
        self._offsets[self._folder] = file.tell()

    def checkpoint(self) -> str:
        """Push what is written to disk, and name this place to go on from."""
        if self._file:
            self._file.flush()
            os.fsync(self._file.fileno())
        return json.dumps(self._offsets, ensure_ascii=False)

    def close(self) -> None:
        """Close the last file."""
        if self._file:
            self._file.close()
            self._file = None

    def _open(self, relative: str) -> BinaryIO:
        if self._file and self._folder == relative:
            return self._file
        self.close()
        path = self._root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("r+b" if path.exists() else "w+b")
        self._folder = relative
        if relative not in self._written:
            self._file.truncate(self._offsets.get(relative, 0))
            self._written.add(relative)
        self._file.seek(0, os.SEEK_END)
        return self._file


def mbox_path(folder: str) -> str:
    """Name the file of a mail folder: `Work/2026` is `Work.sbd/2026.mbox`."""
    names = [safe_name(level) for level in levels(folder)]
    return "/".join([*(f"{name}.sbd" for name in names[:-1]), f"{names[-1]}.mbox"])


def safe_name(name: str) -> str:
    """Make a name that every file system takes, and that leads nowhere else."""
    plain = _UNSAFE.sub("_", name).strip(" .")[:80]
    return plain or "_"


def parse_from_date(line: bytes) -> datetime | None:
    """Read the date of a From_ line; UTC unless it says otherwise."""
    match = _DAY.search(line)
    if match is None or match["month"] not in _MONTHS:
        return None
    zone = (match["zone"] or match["late_zone"] or b"+0000").decode()
    numbers = [int(match[name] or 0) for name in ("day", "hour", "minute", "second")]
    month = _MONTHS.index(match["month"]) + 1
    written = (
        f"{int(match['year']):04}-{month:02}-{numbers[0]:02} "
        f"{numbers[1]:02}:{numbers[2]:02}:{numbers[3]:02} "
        f"{zone if zone[0] in '+-' else '+0000'}"
    )
    try:
        return datetime.strptime(written, "%Y-%m-%d %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _read_frame(file: BinaryIO, frame: Frame, key: str, folder: str) -> ArchivedMessage:
    file.seek(frame.start)
    line = file.read(min(frame.body_start - frame.start, 1000))
    file.seek(frame.body_start)
    raw = to_lf(file.read(frame.end - frame.body_start))
    if frame.is_padded and raw.endswith(b"\n\n"):
        raw = raw[:-1]
    if not frame.is_unquoted:
        raw = _QUOTED.sub(rb"\1", raw)
    header_end = _header_end(raw)
    header, flags = take_flags(raw[:header_end])
    if frame.has_true_length:
        header = _LENGTH_FIELD.sub(b"", header, count=1)
    raw = to_crlf(header + raw[header_end:])
    return ArchivedMessage(key, raw, flags, parse_from_date(line), folder)


def _framed(body: bytes) -> Iterator[bytes]:
    """Yield a message with its true length on top.

    Without it a letter that claims a length of its own could swallow the
    letters behind it when the file is read again.
    """
    end = _header_end(body)
    if body[end : end + 1] == b"\n":
        yield b"Content-Length: %d\n" % (len(body) - end - 1)
        yield body
    else:
        yield _LENGTH_FIELD.sub(b"", body)
    yield b"\n" if body.endswith(b"\n") else b"\n\n"


def _header_end(raw: bytes) -> int:
    """Find where the header ends, its last line end included."""
    return 0 if raw.startswith(b"\n") else raw.find(b"\n\n") + 1 or len(raw)


def _from_line(moment: datetime | None) -> bytes:
    when = (moment or datetime.fromtimestamp(0, UTC)).astimezone(UTC)
    month = _MONTHS[when.month - 1].decode()
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[when.weekday()]
    written = f"{day} {month} {when.day:2} {when:%H:%M:%S} {when.year:04}"
    return f"From MAILER-DAEMON {written}\n".encode("ascii")
