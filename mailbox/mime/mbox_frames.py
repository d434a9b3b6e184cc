"""Where messages begin and end in an mbox file, found without reading it whole.

A line that begins with "From " ends a message only if it looks like one that a
program wrote (a date, or Thunderbird's dash) and a header follows it; people
write such lines in letters, and not every program quotes them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

FIRST_WINDOW_BYTES: Final = 1 << 13
WINDOW_BYTES: Final = 1 << 20
HEADER_BYTES: Final = 1 << 16
FIRST_HEADER_BYTES: Final = 1 << 12
LINE_BYTES: Final = 1000
_MARK: Final = b"\nFrom "
_DATED: Final = re.compile(rb"From .*\b\d{1,2}:\d\d(:\d\d)?\b.*\b\d{4}\b")
_BARE: Final = re.compile(rb"From (-.*)?\s*")
_FIELD: Final = re.compile(rb"[!-9;-~]{1,100}[ \t]*:|>From |\r?\n|$")
_LENGTH: Final = re.compile(rb"^content-length:[ \t]*(\d{1,15})[ \t]*\r?$", re.I | re.M)
_HEADER_END: Final = re.compile(rb"\n\r?\n")


@dataclass(frozen=True, slots=True)
class Frame:
    """One message in an mbox, as byte offsets.

    `start` is its From_ line, `body_start` its header. With `has_true_length`
    the writer's Content-Length fits; with `is_unquoted` it quoted nothing.
    `is_padded` says that an empty line stands before the next From_ line.
    """

    start: int
    body_start: int
    end: int
    has_true_length: bool = False
    is_unquoted: bool = False
    is_padded: bool = True


class MboxFrames:
    """Walk through an mbox file."""

    def __init__(self, file: BinaryIO) -> None:
        self._descriptor = file.fileno()
        self._size = os.fstat(self._descriptor).st_size

    def walk(self, start: int) -> Iterator[Frame]:
        """Yield frames from the first From_ line at or after an offset."""
        found = self._find_mark(start)
        while found is not None:
            frame, found = self._measure(found)
            yield frame

    def _measure(self, start: int) -> tuple[Frame, int | None]:
        """Give the frame that begins at a From_ line, and where the next does."""
        head = self._read_head(start)
        body_start = start + _line_length(head)
        by_length = self._measure_by_length(start, body_start, head)
        if by_length is not None:
            return by_length, self._find_mark(by_length.end)
        following = self._find_mark(body_start)
        end = self._size if following is None else following
        return Frame(start, body_start, end), following

    def _read_head(self, start: int) -> bytes:
        head = self._read(start, FIRST_HEADER_BYTES)
        if _HEADER_END.search(head):
            return head
        return self._read(start, HEADER_BYTES)

    def _measure_by_length(
        self, start: int, body_start: int, head: bytes
    ) -> Frame | None:
        header_end = _HEADER_END.search(head, body_start - start)
        if header_end is None:
            return None
        length = _LENGTH.search(head, body_start - start, header_end.start() + 1)
        if length is None:
            return None
        content = start + header_end.end()
        end = content + int(length[1])
        if not self._ends_at(end):
            return None
        is_unquoted = self._find_mark(content, end) is not None
        return Frame(
            start,
            body_start,
            end,
            has_true_length=True,
            is_unquoted=is_unquoted,
            is_padded=False,
        )

    def _ends_at(self, end: int) -> bool:
        """Say whether a message could end there: a From_ line or nothing follows."""
        if end > self._size:
            return False
        rest = self._read(end, LINE_BYTES).lstrip(b"\r\n")
        return (not rest and self._size - end < LINE_BYTES) or _is_separator(rest)

    def _find_mark(self, start: int, stop: int | None = None) -> int | None:
        """Find the next From_ line that begins at or after an offset, before `stop`.

        Windows begin small, for most letters are, and grow: each byte is read
        about once, whatever the letters weigh.
        """
        if start == 0 and _is_separator(self._read(0, LINE_BYTES)):
            return 0
        position = max(start - 1, 0)
        last = self._size if stop is None else stop
        size = FIRST_WINDOW_BYTES
        while position < last:
            window = self._read(position, min(size, last - position) + len(_MARK))
            for offset in _marks(window):
                begin = position + offset + 1
                if begin < last and self._is_mark(begin):
                    return begin
            position += size
            size = min(size * 2, WINDOW_BYTES)
        return None

    def _is_mark(self, offset: int) -> bool:
        text = self._read(offset, LINE_BYTES)
        if not _is_separator(text):
            return False
        before = self._read(max(offset - 4, 0), min(offset, 4))
        is_parted = before.endswith((b"\n\n", b"\n\r\n")) or offset <= 2
        return is_parted or bool(_DATED.match(text))

    def _read(self, offset: int, size: int) -> bytes:
        return os.pread(self._descriptor, size, offset)


def _marks(window: bytes) -> Iterator[int]:
    found = window.find(_MARK)
    while found >= 0:
        yield found
        found = window.find(_MARK, found + 1)


def _is_separator(text: bytes) -> bool:
    if not text.startswith(b"From "):
        return False
    line, _, following = text.partition(b"\n")
    if not (_DATED.match(line) or _BARE.fullmatch(line)):
        return False
    return bool(_FIELD.match(following))


def _line_length(text: bytes) -> int:
    end = text.find(b"\n")
    return len(text) if end < 0 else end + 1
