"""The values of Content-Type and Content-Disposition, with their parameters.

Parameters come quoted, bare, cut into continuations, percent-encoded with a
charset, or as encoded words where those are forbidden; all of it is read.
RFC 2045 §5.1, RFC 2183, RFC 2231.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from mailbox.mime import limits
from mailbox.mime.charsets import decode_text, decode_unlabelled
from mailbox.mime.words import clean_line, decode_words, unfold

_VALUE: Final = re.compile(r"[^;]*")
_TOKEN: Final = re.compile(r"[!#-'*+.0-9A-Z^-~-]+(?:\s?/\s?[!#-'*+.0-9A-Z^-~-]+)?")
_PARAMETER: Final = re.compile(
    r"""[;\s]*+([^\s=;"]++)\s*+=\s*+("[^"\\]*+(?:\\.[^"\\]*+)*+"|[^;]*+)[^;]*+"""
    r"""|[;\s]*+[^;]++""",
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r'\\(["\\])')
_SEGMENT: Final = re.compile(r"([^*]+)(?:\*(\d{1,4}))?(\*)?")


@dataclass(frozen=True, slots=True)
class Parameterised:
    """A lower-case token and its decoded parameters, by lower-case name."""

    token: str
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Segment:
    """One piece of a parameter: `name*number*=text`."""

    number: int
    is_percent: bool
    text: str


def parse_parameterised(body: bytes, hint: str | None = None) -> Parameterised:
    """Read a field body like `text/plain; charset=utf-8`; never raises."""
    line = unfold(body[: limits.FIELD_BYTES], hint)
    first = _VALUE.match(line)
    start = first.end() if first else 0
    token = _TOKEN.search(line, 0, start)
    parameters = _read_parameters(line, start) if start < len(line) else {}
    word = "".join(token[0].split()).lower() if token else ""
    return Parameterised(word, parameters)


def _read_parameters(line: str, start: int) -> dict[str, str]:
    segments: dict[str, list[_Segment]] = {}
    plain: dict[str, str] = {}
    for name, text in _pairs(line, start):
        found = _SEGMENT.fullmatch(name)
        if found is None or not (found[2] or found[3]):
            plain.setdefault(name, _decode_plain(text))
            continue
        segment = _Segment(int(found[2] or 0), bool(found[3]), text)
        segments.setdefault(found[1], []).append(segment)
    return plain | {name: _join(pieces) for name, pieces in segments.items()}


def _pairs(line: str, start: int) -> Iterator[tuple[str, str]]:
    matches = _PARAMETER.finditer(line, start)
    for _, found in zip(range(limits.PARAMETERS), matches, strict=False):
        if found[1] and found[1].isprintable():
            yield found[1].lower(), _unquote(found[2])


def _unquote(text: str) -> str:
    """Take the quotes off; a backslash before a plain character stays.

    Old Windows clients wrote whole paths, so it is seldom an escape.
    """
    if len(text) > 1 and text[0] == text[-1] == '"':
        return _ESCAPE.sub(r"\1", text[1:-1])
    return _without_comment(text.strip()).strip('"')


def _without_comment(text: str) -> str:
    """Take off a comment that stands at the end, as in `utf-8 (Unicode)`."""
    if not text.endswith(")"):
        return text
    before, opening, _ = text.rpartition("(")
    return before.rstrip() if opening and before.endswith((" ", "\t")) else text


def _decode_plain(text: str) -> str:
    return clean_line(decode_words(text))[: limits.PARAMETER_CHARACTERS]


def _join(pieces: list[_Segment]) -> str:
    """Join continuations in order and decode them as one (RFC 2231 §4.1)."""
    pieces.sort(key=lambda piece: piece.number)
    charset: str | None = None
    first = pieces[0]
    if first.is_percent and first.text.count("'") >= 2:
        charset, _, rest = first.text.split("'", 2)
        pieces[0] = _Segment(first.number, first.is_percent, rest)
    if not any(piece.is_percent for piece in pieces):
        return _decode_plain("".join(piece.text for piece in pieces))
    data = b"".join(_bytes_of(piece) for piece in pieces)
    text = decode_text(data, charset) if charset else decode_unlabelled(data)
    return clean_line(decode_words(text))[: limits.PARAMETER_CHARACTERS]


def _bytes_of(piece: _Segment) -> bytes:
    if piece.is_percent:
        return unquote_to_bytes(piece.text)
    return piece.text.encode("utf-8", "surrogateescape")
