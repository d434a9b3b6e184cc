"""The header of a message or part: fields in order, found and decoded on demand.

A field keeps its bytes as they stand; decoding happens when somebody asks, and
most fields are never asked for. Lines that are no field are passed over.
RFC 5322 §2.2, RFC 2047, RFC 6532.
"""

from __future__ import annotations

import mmap
import re
from dataclasses import dataclass, field, replace
from typing import Final

from mailbox.mime import limits
from mailbox.mime.words import decode_field

_FIELD: Final = re.compile(
    rb"^([!-9;-~]++)[ \t]*+:[ \t]*+([^\n]*+(?:\n[ \t][^\n]*+)*+)", re.MULTILINE
)
_BLANK_LINE: Final = re.compile(rb"\n\r?\n")
_NOT_A_FIELD: Final = re.compile(
    rb"^(?![!-9;-~]++[ \t]*:|[ \t]|>?From )[^\n]", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Field:
    """One header field; `body` is its bytes after the colon, still folded."""

    name: str
    body: bytes
    hint: str | None = None

    @property
    def value(self) -> str:
        """Decode the body to one line."""
        return decode_field(self.body[: limits.FIELD_BYTES], self.hint)


@dataclass(frozen=True, slots=True)
class Header:
    """The fields of a header block.

    `size_bytes` counts the block and the blank line after it. `hint` is the
    charset to try for raw bytes past ASCII: that of the body.
    """

    pairs: tuple[tuple[bytes, bytes], ...] = ()
    size_bytes: int = 0
    hint: str | None = None
    is_cut: bool = False
    _places: dict[bytes, list[int]] = field(default_factory=dict, repr=False)

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in order."""
        return tuple(
            Field(name.decode("ascii"), body.rstrip(b"\r"), self.hint)
            for name, body in self.pairs
        )

    def raw(self, name: str) -> bytes | None:
        """Give the bytes of the first field of that name, or None."""
        places = self._places.get(name.lower().encode("ascii", "replace"))
        return self.pairs[places[0]][1].rstrip(b"\r") if places else None

    def raw_all(self, name: str) -> list[bytes]:
        """Give the bytes of every field of that name."""
        places = self._places.get(name.lower().encode("ascii", "replace"), ())
        return [self.pairs[place][1].rstrip(b"\r") for place in places]

    def get(self, name: str) -> str | None:
        """Decode the first field of that name, or None."""
        body = self.raw(name)
        if body is None:
            return None
        return decode_field(body[: limits.FIELD_BYTES], self.hint)

    def get_all(self, name: str) -> list[str]:
        """Decode every field of that name."""
        return [
            decode_field(body[: limits.FIELD_BYTES], self.hint)
            for body in self.raw_all(name)
        ]

    def with_hint(self, hint: str | None) -> Header:
        """Give the same fields, to be decoded by another hint."""
        return replace(self, hint=hint)


def scan_header(raw: bytes) -> Header:
    """Scan the header of a message, given whole or as its header block alone."""
    return scan_fields(raw[: find_header_end(raw, 0, len(raw))])


def scan_fields(block: bytes) -> Header:
    """Scan a header block of which the end is known."""
    pairs = _FIELD.findall(block[: limits.HEADER_BYTES])
    is_cut = len(block) > limits.HEADER_BYTES or len(pairs) > limits.FIELDS
    del pairs[limits.FIELDS :]
    places: dict[bytes, list[int]] = {}
    for place, (name, _) in enumerate(pairs):
        places.setdefault(name.lower(), []).append(place)
    return Header(tuple(pairs), size_bytes=len(block), is_cut=is_cut, _places=places)


def find_header_end(raw: bytes | mmap.mmap, start: int, end: int) -> int:
    """Find where the body begins: after the blank line.

    Without a blank line the body begins at the first line that can be no field.
    """
    first = raw[start : min(start + 2, end)]
    if first.startswith(b"\n"):
        return start + 1
    if first == b"\r\n":
        return start + 2
    blank = _BLANK_LINE.search(raw, start, end)
    if blank is not None:
        return blank.end()
    found = _NOT_A_FIELD.search(raw, start, end)
    return found.start() if found else end


def has_blank_line(raw: bytes | mmap.mmap, start: int, body_start: int) -> bool:
    """Tell whether a blank line stands where `find_header_end` ended."""
    tail = raw[max(start, body_start - 3) : body_start]
    return tail in (b"\n", b"\r\n") or tail.endswith((b"\n\n", b"\n\r\n"))
