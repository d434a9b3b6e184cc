"""Reads the text of a message in chunks of any size.

DATA ends at CRLF.CRLF and nowhere else (RFC 5321 §4.1.1.4): a lone CR or LF is
never a line ending, so that two servers cannot disagree about where a message
ends. What the chunks are does not matter: the reader gives the same answer for
one chunk of a megabyte as for a million of one byte. Nothing here does I/O.
"""

from __future__ import annotations

import enum
import re
from typing import Final

END: Final = b"\r\n.\r\n"
_ANY_LINE_ENDING: Final = re.compile(rb"\r\n|\r|\n")


class Fault(enum.Enum):
    """Why a text that was read to its end is refused; the first one counts."""

    TOO_BIG = "too big"
    BARE_LINE_ENDING = "bare line ending"
    LONG_LINE = "long line"


class DataReader:
    """Finds the end of DATA, undoes dot-stuffing and looks for faults.

    Feed it chunks until `is_finished`; each call gives the next piece of the
    text. After a fault the pieces are empty, but the end is still looked for,
    since the refusal is due only then (RFC 5321 §4.2.5).

    With `repairs`, bare CR and LF become CRLF instead of a fault (RFC 6409 §8).
    """

    __slots__ = (
        "_bare",
        "_held",
        "_line_limit",
        "_long_line",
        "_open_line",
        "_repairs",
        "_size_limit",
        "_virtual",
        "is_finished",
        "rest",
        "size_bytes",
        "taken_bytes",
    )

    def __init__(
        self, *, size_limit: int, line_limit: int, repairs: bool = False
    ) -> None:
        self._size_limit = size_limit
        self._line_limit = line_limit
        self._repairs = repairs
        # A line begins where DATA begins: the CRLF before it ended the command.
        self._held = b"\r\n"
        self._virtual = 2
        self._bare = False
        self._long_line = False
        self._open_line = 0
        self.is_finished = False
        self.rest = b""
        self.size_bytes = 0
        self.taken_bytes = 0

    @property
    def fault(self) -> Fault | None:
        """The reason to refuse the text, as far as it has been read."""
        if self.size_bytes > self._size_limit:
            return Fault.TOO_BIG
        if self._bare:
            return Fault.BARE_LINE_ENDING
        return Fault.LONG_LINE if self._long_line else None

    def feed(self, chunk: bytes) -> bytes:
        """Read on; what follows the end of the text is put into `rest`.

        Returns:
            The next bytes of the text without dot-stuffing, empty after a fault.
        """
        self.taken_bytes += len(chunk)
        window = self._held + chunk
        end = window.find(END)
        if end >= 0:
            self.is_finished = True
            self.rest = window[end + len(END) :]
            self._held = b""
            return self._take(window[: end + 2])
        cut = len(window) - _length_of_end_begun(window)
        self._held = window[cut:]
        return self._take(window[:cut])

    def _take(self, piece: bytes) -> bytes:
        if not piece:
            return b""
        self._watch_lines(piece)
        is_clean = _has_only_crlf(piece)
        text = piece.replace(b"\r\n.", b"\r\n")
        if self._virtual:
            text, self._virtual = text[self._virtual :], 0
        if not is_clean and self._repairs:
            text = _ANY_LINE_ENDING.sub(b"\r\n", text)
        elif not is_clean:
            self._bare = True
        self.size_bytes += len(text)
        return b"" if self.fault else text

    def _watch_lines(self, piece: bytes) -> None:
        """Note a line over the limit, without looking at every line.

        In any stretch of `limit` octets from the start of a line there must be
        a line feed; the last of them starts the next stretch.
        """
        start = -self._open_line
        while len(piece) - start > self._line_limit:
            feed = piece.rfind(b"\n", max(start, 0), start + self._line_limit)
            if feed < 0:
                self._long_line = True
                break
            start = feed + 1
        last = piece.rfind(b"\n")
        before = self._open_line if last < 0 else 0
        self._open_line = min(before + len(piece) - last - 1, self._line_limit)


def _has_only_crlf(piece: bytes) -> bool:
    """Tell whether each CR and each LF is half of a CRLF.

    A piece never ends between the two, for a CR at its end is held back.
    """
    pairs = piece.count(b"\r\n")
    return piece.count(b"\n") == pairs and piece.count(b"\r") == pairs


def _length_of_end_begun(window: bytes) -> int:
    """Count the octets at the end of a window that may begin CRLF.CRLF."""
    for length in (4, 3, 2, 1):
        if window.endswith(END[:length]):
            return length
    return 0
