"""Encoded words, read as they come rather than as they should (RFC 2047).

The bytes of neighbouring words in one charset are joined before they are
decoded, because many writers cut a character in two. Words inside quotes, with
spaces, without a space between them: all are read. Linear in the text.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from typing import Final

from mailbox.mime.charsets import (
    decode_text,
    decode_unlabelled,
    find_codec,
    is_stateful,
)

_HEAD: Final = re.compile(r"=\?([!->@-~]{1,60})\?([BbQq])\?")
_NOT_BASE64: Final = re.compile(r"[^A-Za-z0-9+/]+")
_Q_ESCAPE: Final = re.compile(rb"=([0-9A-Fa-f]{2})")
_BREAKS: Final = re.compile(rb"\r?\n|\r")
_TURNING: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
_ACCENT: Final = (
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_PILED: Final = re.compile(f"({_ACCENT}{{4}}){_ACCENT}+")
_SEEN: Final = re.compile(
    r"[^\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202f\u205f-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(slots=True)
class _Run:
    """Neighbouring words of one charset; `pending` is base64 cut off the beat."""

    charset: str
    data: bytearray
    pending: str = ""

    def add(self, method: str, text: str) -> None:
        if method in "Qq":
            self.flush()
            self.data += _read_q(text)
            return
        self.pending += _NOT_BASE64.sub("", text)
        if "=" in text or len(self.pending) % 4 == 0:
            self.flush()

    def flush(self) -> None:
        if self.pending:
            self.data += _read_base64(self.pending)
            self.pending = ""

    def take_text(self) -> str:
        self.flush()
        return decode_text(bytes(self.data), self.charset)


def decode_field(body: bytes, hint: str | None = None) -> str:
    """Decode the body of an unstructured field to one clean line.

    Args:
        body: As it stands in the message, folded or not.
        hint: The charset to try for raw bytes past ASCII.
    """
    return clean_line(decode_words(unfold(body, hint)))


def unfold(body: bytes, hint: str | None = None) -> str:
    """Unfold a field's body (RFC 5322 §2.2.3); raw bytes past ASCII are decoded."""
    line = _BREAKS.sub(b"", body) if b"\n" in body or b"\r" in body else body
    if line.isascii() and b"\x1b" not in line:
        return line.decode("ascii")
    return decode_unlabelled(line, hint)


def clean_line(text: str) -> str:
    """Make one line for eyes: controls become spaces, tricks with marks end.

    Marks that turn the direction of writing go: in a name or a subject they turn
    round what stands beside it, such as the address. Accents pile no higher than
    four, so that they stay within their line. What shows nothing at all is empty.
    """
    if text.isascii():
        return (text if text.isprintable() else _CONTROLS.sub(" ", text)).strip()
    clean = _CONTROLS.sub(" ", _TURNING.sub("", text))
    clean = _PILED.sub(r"\1", clean).strip()
    return clean if _SEEN.search(clean) else ""


def decode_words(text: str) -> str:
    """Replace every encoded word in a line by what it says."""
    if "=?" not in text:
        return text
    pieces: list[str] = []
    run: _Run | None = None
    position = 0
    while (head := _HEAD.search(text, position)) is not None:
        end = _find_end(text, head.end())
        between = text[position : head.start()]
        if end is None:
            _close(pieces, run, text[position : head.end()])
            run, position = None, head.end()
            continue
        if run is None or (between and not between.isspace()):
            _close(pieces, run, between)
            run = None
        run = _continue(pieces, run, head[1])
        run.add(head[2], text[head.end() : end])
        position = end + 2
    _close(pieces, run, text[position:])
    return "".join(pieces)


def _find_end(text: str, start: int) -> int | None:
    """Find the `?=` of a word; None if another word begins before it."""
    following = text.find("=?", start)
    limit = len(text) if following < 0 else following + 3
    end = text.find("?=", start, limit)
    return None if end < 0 else end


def _close(pieces: list[str], run: _Run | None, literal: str) -> None:
    if run is not None:
        pieces.append(run.take_text())
    pieces.append(literal)


def _continue(pieces: list[str], run: _Run | None, charset: str) -> _Run:
    """Go on with a run if the charset is the same and its bytes may be joined."""
    if run is not None:
        if run.charset == charset.lower() and not _stands_alone(charset):
            return run
        pieces.append(run.take_text())
    return _Run(charset.lower(), bytearray())


def _stands_alone(charset: str) -> bool:
    codec = find_codec(charset)
    return codec is not None and is_stateful(codec)


def _read_base64(text: str) -> bytes:
    if len(text) % 4 == 1:
        text = text[:-1]
    return binascii.a2b_base64(text + "=" * (-len(text) % 4))


def _read_q(text: str) -> bytes:
    data = text.encode("utf-8", "surrogateescape").replace(b"_", b" ")
    return _Q_ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), data)
