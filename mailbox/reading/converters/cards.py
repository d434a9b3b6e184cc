"""The people in a .vcf, in whatever version and charset. RFC 6350, RFC 2426.

Our own reader, because cards in use are UTF-16, GBK or quoted-printable of a third
charset, and lie about their version. It never raises on text.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from mailbox.mime.charsets import decode_text
from mailbox.reading.converters import limits
from mailbox.reading.converters.errors import CannotConvert
from mailbox.reading.converters.values import Card, CardLine

KINDS: Final = {
    "EMAIL": "mail",
    "TEL": "phone",
    "ADR": "address",
    "URL": "url",
    "NOTE": "note",
    "BDAY": "birthday",
    "IMPP": "chat",
    "ROLE": "role",
}
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
_LINE: Final = re.compile(
    r"(?:[\w-]{1,60}\.)?([\w-]{1,60})((?:;(?:[^:;\"]|\"[^\"]*+\")*+)*+):(.*)", re.DOTALL
)
_SPLIT: Final = re.compile(r"(?<!\\);")
_ESCAPE: Final = re.compile(r"\\([nN\\,;:])")
_SILENT: Final = frozenset({"PREF", "INTERNET", "VOICE", "X400", "QUOTED-PRINTABLE"})


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    types: tuple[str, ...]
    value: str

    @property
    def parts(self) -> list[str]:
        return [_unescape(each) for each in _SPLIT.split(self.value)]

    @property
    def text(self) -> str:
        return _unescape(self.value).strip()[: limits.FIELD_CHARACTERS]


def read_cards(source: BinaryIO) -> list[Card]:
    """Read the cards of a file.

    Raises:
        CannotConvert: There is none in it.
    """
    cards: list[Card] = []
    current: list[_Line] | None = None
    for line in _lines(_decode(source.read())):
        if line.name == "BEGIN":
            current = []
        elif line.name == "END" and current is not None:
            cards.append(_card(current))
            current = None
        elif current is not None:
            current.append(line)
        if len(cards) == limits.CARDS:
            break
    if not cards:
        raise CannotConvert
    return cards


def _decode(data: bytes) -> str:
    if data.startswith(UTF_16):
        return data.decode("utf-16", "replace")
    return decode_text(data, None)


def _lines(text: str) -> Iterator[_Line]:
    for folded in _unfold(text):
        found = _LINE.match(folded)
        if found:
            yield _line(found[1].upper(), found[2], found[3])


def _unfold(text: str) -> Iterator[str]:
    """Join lines that go on: by a space (RFC 6350 §3.2), or by `=` in version 2.1."""
    waiting = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        is_quoted = waiting.endswith("=") and "QUOTED-PRINTABLE" in waiting.upper()
        if is_quoted:
            waiting = f"{waiting[:-1]}{line.lstrip()}"
        elif line.startswith((" ", "\t")):
            waiting += line[1:]
        else:
            if waiting:
                yield waiting
            waiting = line
    if waiting:
        yield waiting


def _line(name: str, params: str, value: str) -> _Line:
    given = [each.strip('" ') for each in re.split(r"[;,]", params) if each.strip()]
    named = dict(each.upper().split("=", 1) for each in given if "=" in each)
    types = tuple(each.upper().rpartition("=")[2] for each in given)
    if "QUOTED-PRINTABLE" in types:
        raw = quopri.decodestring(value.encode("latin-1", "replace"))
        value = decode_text(raw, named.get("CHARSET"))
    return _Line(name, types, value)


def _card(lines: list[_Line]) -> Card:
    first: dict[str, _Line] = {}
    for line in lines:
        first.setdefault(line.name, line)
    name = first["FN"].text if "FN" in first else ""
    if not name and "N" in first:
        family, given, *_rest = [*first["N"].parts, "", ""]
        name = f"{given} {family}".strip()
    firm = " · ".join(filter(None, first["ORG"].parts)) if "ORG" in first else ""
    return Card(
        name=(name or firm)[:320],
        firm=firm[:320],
        title=first["TITLE"].text[:320] if "TITLE" in first else "",
        lines=tuple(_card_lines(lines))[: limits.ROWS],
    )


def _card_lines(lines: list[_Line]) -> Iterator[CardLine]:
    for line in lines:
        kind = KINDS.get(line.name)
        text = ", ".join(filter(None, line.parts)) if kind == "address" else line.text
        if kind and text:
            types = (each for each in line.types if each not in _SILENT)
            yield CardLine(kind, text, next(types, "").lower()[:40])


def _unescape(text: str) -> str:
    return _ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)
