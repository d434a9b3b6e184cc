"""Text into the ASCII that header fields may hold, and folded.

Encoded words are cut here, at whole characters and at 75 octets each, because
the standard library either breaks long ids or writes words no client reads.
Reading them again is the work of `headers.py`. RFC 2047, RFC 2231, RFC 5322 §2.2.3.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

WORD_OCTETS: Final = 75
LINE_OCTETS: Final = 76
LONGEST_RUN: Final = 900
_OPENING: Final = "=?utf-8?"
_FRAME: Final = len("=?utf-8?b??=")
_PLAIN_IN_WORD: Final = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!*+-/"
)
_ATOM_PHRASE: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_ATTRIBUTE_CHARACTERS: Final = "!#$&+-.^_`{}~"


class UnsafeField(ValueError):
    """A value would break out of its header field; `field` names which one."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} holds a line break or a NUL")
        self.field = field


def refuse_breaks(field: str, value: str) -> str:
    """Give the value back, its other control characters as spaces.

    Raises:
        UnsafeField: It holds CR, LF or NUL, which could forge a header field.
    """
    if any(character in value for character in "\r\n\0"):
        raise UnsafeField(field)
    spaced = re.sub(r"[\x01-\x1f\x7f-\x9f\u2028\u2029]", " ", value)
    return spaced.encode("utf-8", "replace").decode()


def encode_unstructured(text: str, *, used: int) -> str:
    """Write a subject: ASCII as it stands, anything else as encoded words.

    Args:
        text: One line, as given by `refuse_breaks`.
        used: Octets already on the first line.
    """
    if _may_stand(text):
        return fold_at_spaces(text, used=used)
    return encode_words(text, used=used)


def encode_phrase(name: str, *, used: int) -> str:
    """Write a display name as atoms, a quoted string or encoded words."""
    if len(name) > LINE_OCTETS - used or not _may_stand(name):
        return encode_words(name, used=used)
    if _ATOM_PHRASE.fullmatch(name):
        return name
    return quote_string(name)


def encode_words(text: str, *, used: int) -> str:
    """Write text as encoded words of at most 75 octets, one a line."""
    return "\r\n ".join(_words(text, LINE_OCTETS - used))


def quote_string(text: str) -> str:
    """Write printable ASCII as a quoted string (RFC 5322 §3.2.4)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def fold_at_spaces(text: str, *, used: int) -> str:
    """Fold at single spaces so that a line stays within 76 octets if it can."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        room = LINE_OCTETS - (1 if lines else used)
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line])


def encode_parameter(name: str, value: str) -> list[str]:
    """Write a parameter of any length and script (RFC 2231 §3, §4).

    Returns:
        One piece of `name=value`, or several continuations, each fit for a line.
    """
    if value.isascii() and value.isprintable() and len(value) <= 60:
        return [f"{name}={quote_string(value)}"]
    pieces = list(_percent_pieces(value, room=LINE_OCTETS - len(name) - 16))
    if len(pieces) == 1:
        return [f"{name}*=utf-8''{pieces[0]}"]
    first, *rest = pieces
    more = [f"{name}*{index}*={piece}" for index, piece in enumerate(rest, 1)]
    return [f"{name}*0*=utf-8''{first}", *more]


def encode_name_for_old_readers(name: str, value: str) -> str:
    """Write a file name as encoded words in quotes, or in plain ASCII.

    RFC 2047 §5 forbids it, yet older Outlook, Foxmail and QQ read nothing else;
    the legal form stands beside it in Content-Disposition.
    """
    if value.isascii() and value.isprintable() and len(value) <= 60:
        return f"{name}={quote_string(value)}"
    words = "\r\n ".join(_words(value, LINE_OCTETS - len(name) - 4, "b"))
    return f'{name}="{words}"'


def _may_stand(text: str) -> bool:
    plain = text.isascii() and text.isprintable() and "=?" not in text
    if not plain or text != text.strip() or "  " in text:
        return False
    return all(len(run) <= LONGEST_RUN for run in text.split(" "))


def _words(text: str, first_room: int, method: str = "") -> Iterator[str]:
    method = method or _shorter_method(text)
    room = max(first_room, _FRAME + 16)
    chunk = ""
    for character in text:
        if chunk and _word_length(chunk + character, method) > min(room, WORD_OCTETS):
            yield _word(chunk, method)
            chunk, room = "", WORD_OCTETS
        chunk += character
    yield _word(chunk, method)


def _shorter_method(text: str) -> str:
    data = text.encode()
    plain = sum(1 for octet in data if chr(octet) in _PLAIN_IN_WORD or octet == 0x20)
    return "q" if plain + 3 * (len(data) - plain) <= len(data) * 4 / 3 else "b"


def _word_length(chunk: str, method: str) -> int:
    data = chunk.encode()
    if method == "b":
        return _FRAME + (len(data) + 2) // 3 * 4
    return _FRAME + len(_q_encode(data))


def _word(chunk: str, method: str) -> str:
    data = chunk.encode()
    if method == "q":
        return f"{_OPENING}q?{_q_encode(data)}?="
    return f"{_OPENING}b?{binascii.b2a_base64(data, newline=False).decode()}?="


def _q_encode(data: bytes) -> str:
    return "".join(_q_octet(octet) for octet in data)


def _q_octet(octet: int) -> str:
    character = chr(octet)
    if character in _PLAIN_IN_WORD:
        return character
    return "_" if character == " " else f"={octet:02X}"


def _percent_pieces(value: str, room: int) -> Iterator[str]:
    piece = ""
    for character in value:
        escaped = quote(character, safe=_ATTRIBUTE_CHARACTERS)
        if piece and len(piece) + len(escaped) > room:
            yield piece
            piece = ""
        piece += escaped
    yield piece
