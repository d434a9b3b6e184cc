"""The tree of a message's parts: what each is, and where its bytes lie.

Offsets count from the first byte of the raw message. A part's own fields are
`[header_start, body_start)`, its body `[body_start, end)`; the line break that
belongs to the next delimiter is outside (RFC 2046 §5.1.1). The tree is stored
with the message, so that no reader ever parses again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypedDict

from mailbox.mime.transfer import (
    BASE64,
    QUOTED_PRINTABLE,
    UUENCODE,
    decode_part,
    iter_decoded,
)

__all__ = [
    "Part",
    "PartJson",
    "decode_part",
    "find_part",
    "iter_decoded",
    "measure_part",
    "walk",
]

DEFAULT_TYPE: Final = "text/plain"
DEFAULT_ENCODING: Final = "7bit"


class PartJson(TypedDict, total=False):
    """A part as JSON; what is missing has its plainest value."""

    section: str
    type: str
    params: dict[str, str]
    charset: str
    encoding: str
    disposition: str
    filename: str
    cid: str
    at: list[int]
    lines: int
    parts: list[PartJson]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a message.

    `section` is IMAP's number (RFC 9051 §6.4.5): "" for a multipart message,
    "1" for the only part of a simple one, "2.1" within. The multipart of a
    message inside part 2 is "2.TEXT", which is what IMAP calls its body; that
    message's header is that part's, and the children of part 2 are that one.
    `lines` counts the body's lines in text and messages, elsewhere it is 0.
    """

    section: str = "1"
    content_type: str = DEFAULT_TYPE
    params: dict[str, str] = field(default_factory=dict)
    charset: str | None = None
    encoding: str = DEFAULT_ENCODING
    disposition: str = ""
    filename: str = ""
    content_id: str = ""
    header_start: int = 0
    body_start: int = 0
    end: int = 0
    lines: int = 0
    children: tuple[Part, ...] = ()

    @property
    def is_multipart(self) -> bool:
        """Tell whether its children are all it holds."""
        return self.content_type.startswith("multipart/") and bool(self.children)

    @property
    def is_message(self) -> bool:
        """Tell whether it is a message with a header of its own."""
        return self.content_type in ("message/rfc822", "message/global")

    def to_json(self) -> PartJson:
        """Give what `from_json` reads, without what is plain."""
        given: PartJson = {
            "section": self.section,
            "type": self.content_type,
            "at": [self.header_start, self.body_start, self.end],
        }
        if self.params:
            given["params"] = dict(self.params)
        if self.charset is not None:
            given["charset"] = self.charset
        if self.encoding != DEFAULT_ENCODING:
            given["encoding"] = self.encoding
        if self.disposition:
            given["disposition"] = self.disposition
        if self.filename:
            given["filename"] = self.filename
        if self.content_id:
            given["cid"] = self.content_id
        if self.lines:
            given["lines"] = self.lines
        if self.children:
            given["parts"] = [child.to_json() for child in self.children]
        return given

    @classmethod
    def from_json(cls, given: PartJson) -> Part:
        """Read what `to_json` gave."""
        header_start, body_start, end = given.get("at", (0, 0, 0))
        return cls(
            section=given.get("section", "1"),
            content_type=given.get("type", DEFAULT_TYPE),
            params=dict(given.get("params", {})),
            charset=given.get("charset"),
            encoding=given.get("encoding", DEFAULT_ENCODING),
            disposition=given.get("disposition", ""),
            filename=given.get("filename", ""),
            content_id=given.get("cid", ""),
            header_start=header_start,
            body_start=body_start,
            end=end,
            lines=given.get("lines", 0),
            children=tuple(cls.from_json(child) for child in given.get("parts", ())),
        )


def walk(part: Part) -> Iterator[Part]:
    """Give a part and everything below it, in the order of the bytes."""
    yield part
    for child in part.children:
        yield from walk(child)


def find_part(root: Part, section: str) -> Part | None:
    """Find a part by its section number."""
    return next((part for part in walk(root) if part.section == section), None)


def measure_part(raw: bytes, part: Part) -> int:
    """Estimate a part's size once decoded, in bytes, without decoding it.

    Exact for well-formed base64; a little high for quoted-printable.
    """
    size = part.end - part.body_start
    if part.encoding == BASE64:
        breaks = raw.count(b"\n", part.body_start, part.end)
        returns = raw.count(b"\r", part.body_start, part.end)
        tail = raw[max(part.end - 8, part.body_start) : part.end]
        return max(0, (size - breaks - returns) * 3 // 4 - tail.count(b"="))
    if part.encoding == QUOTED_PRINTABLE:
        escapes = raw.count(b"=", part.body_start, part.end)
        return max(0, size - 2 * escapes)
    if part.encoding in UUENCODE:
        return size * 3 // 4
    return size
