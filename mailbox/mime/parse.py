"""The one pass over a message that finds its header and the bytes of its parts.

Works on line ends of either kind, on a `bytes` or an `mmap`, and copies headers
only. Anything may be missing or wrong; a message is never refused. What was
wrong is told in short codes (`defects`), and `limits` bounds the work.
RFC 5322 §2, RFC 2046 §5.1, RFC 9051 §6.4.5.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mailbox.mime import limits
from mailbox.mime.contents import Contents, read_contents
from mailbox.mime.headers import (
    Header,
    find_header_end,
    has_blank_line,
    scan_fields,
)
from mailbox.mime.parts import Part

Buffer = bytes | bytearray | memoryview | mmap.mmap
Searchable = bytes | mmap.mmap

_LIKELY_DELIMITER: Final = re.compile(
    rb"(?:\A|\n)--([^\r\n]{1,200}?)[ \t]*\r?\nContent-", re.IGNORECASE
)
_TAIL_BYTES: Final = 200
_GUESS_BYTES: Final = 1 << 16
_IDENTITY: Final = frozenset({"", "7bit", "8bit", "binary"})


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message's header, its tree of parts, and what was wrong with it.

    Codes of `defects`: header-cut, no-header, no-blank-line, missing-boundary,
    unclosed-multipart, too-deep, too-many-parts, nul.
    """

    header: Header
    root: Part
    defects: tuple[str, ...]


def parse_message(raw: Buffer) -> ParsedMessage:
    """Find the header and the parts of a message; never raises on any bytes."""
    source = raw if isinstance(raw, (bytes, mmap.mmap)) else bytes(raw)
    scanner = _Scanner(source)
    entity = scanner.open_entity(0, len(source))
    root = scanner.scan_message(entity, prefix="", depth=0)
    if source.find(b"\0", 0, limits.BODY_BYTES) >= 0:
        scanner.note("nul")
    header = entity.header.with_hint(scanner.hint)
    return ParsedMessage(header, root, tuple(scanner.defects))


@dataclass(frozen=True, slots=True)
class _Entity:
    """A header and a body: a message, or a part of one."""

    start: int
    body_start: int
    end: int
    header: Header


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a part stands in the tree, and what it is if it does not say."""

    section: str
    depth: int
    default_type: str


@dataclass(frozen=True, slots=True)
class _Delimiter:
    """A delimiter line, from its dashes to the start of the next line."""

    start: int
    end: int
    is_close: bool


@dataclass(slots=True)
class _Scanner:
    raw: Searchable
    defects: dict[str, None] = field(default_factory=dict)
    parts_left: int = limits.PARTS
    hint: str | None = None

    def note(self, defect: str) -> None:
        """Write down a defect once."""
        self.defects[defect] = None

    def open_entity(self, start: int, end: int) -> _Entity:
        """Read the header that begins at `start`."""
        body_start = find_header_end(self.raw, start, end)
        cut = min(body_start, start + limits.HEADER_BYTES + 1)
        header = scan_fields(self.raw[start:cut])
        if header.is_cut:
            self.note("header-cut")
        if body_start < end and not has_blank_line(self.raw, start, body_start):
            self.note("no-blank-line")
        if not header.pairs and body_start - start > 2:
            self.note("no-header")
            body_start = start
        return _Entity(start, body_start, end, header)

    def scan_message(self, entity: _Entity, *, prefix: str, depth: int) -> Part:
        """Scan a whole message; `prefix` is its section and a dot, or empty."""
        contents = read_contents(entity.header, hint=self.hint)
        spans = self._split(entity, contents, depth)
        if spans:
            section = f"{prefix}TEXT" if prefix else ""
            children = self._scan_children(spans, contents, prefix, depth)
            return self._make(entity, contents, section, children)
        return self._scan_single(entity, contents, f"{prefix}1", depth)

    def _scan_part(self, start: int, end: int, place: _Place) -> Part:
        entity = self.open_entity(start, end)
        contents = read_contents(
            entity.header, default=place.default_type, hint=self.hint
        )
        spans = self._split(entity, contents, place.depth)
        if not spans:
            return self._scan_single(entity, contents, place.section, place.depth)
        prefix = f"{place.section}."
        children = self._scan_children(spans, contents, prefix, place.depth)
        return self._make(entity, contents, place.section, children)

    def _scan_children(
        self,
        spans: list[tuple[int, int]],
        contents: Contents,
        prefix: str,
        depth: int,
    ) -> tuple[Part, ...]:
        is_digest = contents.content_type == "multipart/digest"
        default_type = "message/rfc822" if is_digest else "text/plain"
        return tuple(
            self._scan_part(
                start, end, _Place(f"{prefix}{number}", depth + 1, default_type)
            )
            for number, (start, end) in enumerate(spans, start=1)
        )

    def _scan_single(
        self, entity: _Entity, contents: Contents, section: str, depth: int
    ) -> Part:
        """Scan what is not divided: a leaf, or a message within the message."""
        if contents.content_type.startswith("multipart/"):
            contents = contents.as_text()
        if contents.is_text and contents.charset and self.hint is None:
            self.hint = contents.charset
        children: tuple[Part, ...] = ()
        if contents.is_message and contents.encoding in _IDENTITY:
            children = self._scan_enclosed(entity, section, depth)
        return self._make(entity, contents, section, children)

    def _scan_enclosed(
        self, entity: _Entity, section: str, depth: int
    ) -> tuple[Part, ...]:
        if depth >= limits.DEPTH:
            self.note("too-deep")
            return ()
        if not self._take_parts(1):
            return ()
        enclosed = self.open_entity(entity.body_start, entity.end)
        return (self.scan_message(enclosed, prefix=f"{section}.", depth=depth + 1),)

    def _make(
        self,
        entity: _Entity,
        contents: Contents,
        section: str,
        children: tuple[Part, ...],
    ) -> Part:
        has_lines = contents.is_text or contents.is_message
        return Part(
            section=section,
            content_type=contents.content_type,
            params=contents.params,
            charset=contents.charset,
            encoding=contents.encoding,
            disposition=contents.disposition,
            filename=contents.filename,
            content_id=contents.content_id,
            header_start=entity.start,
            body_start=entity.body_start,
            end=entity.end,
            lines=self._count_lines(entity) if has_lines else 0,
            children=children,
        )

    def _count_lines(self, entity: _Entity) -> int:
        start, end = entity.body_start, entity.end
        if isinstance(self.raw, bytes):
            breaks = self.raw.count(b"\n", start, end)
        else:
            breaks = self.raw[start:end].count(b"\n")
        return breaks + (start < end and self.raw[end - 1 : end] != b"\n")

    def _split(
        self, entity: _Entity, contents: Contents, depth: int
    ) -> list[tuple[int, int]]:
        """Find the spans of a multipart's children; empty if it has none."""
        if not contents.content_type.startswith("multipart/"):
            return []
        if depth >= limits.DEPTH:
            self.note("too-deep")
            return []
        boundary = contents.boundary
        spans = self._spans(entity, boundary) if boundary else []
        if not spans:
            self.note("missing-boundary")
            guessed = self._guess_boundary(entity)
            spans = self._spans(entity, guessed) if guessed else []
        return spans

    def _guess_boundary(self, entity: _Entity) -> bytes | None:
        """Take for a delimiter what stands before a Content- field."""
        cut = min(entity.end, entity.body_start + _GUESS_BYTES)
        found = _LIKELY_DELIMITER.search(self.raw[entity.body_start : cut])
        return found[1] if found else None

    def _spans(self, entity: _Entity, boundary: bytes) -> list[tuple[int, int]]:
        spans: list[tuple[int, int]] = []
        opened: int | None = None
        for line in self._delimiters(entity, boundary):
            if opened is not None:
                spans.append((opened, max(opened, self._before(line.start, opened))))
            opened = None if line.is_close else line.end
            if line.is_close:
                break
            if not self._take_parts(1):
                opened = None
                break
        if opened is not None:
            self.note("unclosed-multipart")
            spans.append((opened, entity.end))
        return spans

    def _take_parts(self, number: int) -> bool:
        if self.parts_left < number:
            self.note("too-many-parts")
            return False
        self.parts_left -= number
        return True

    def _before(self, line_start: int, floor: int) -> int:
        """Step back over the line break, which is the delimiter's."""
        before = self.raw[max(line_start - 2, floor) : line_start]
        if before.endswith(b"\r\n"):
            return line_start - 2
        return line_start - 1 if before.endswith(b"\n") else line_start

    def _delimiters(self, entity: _Entity, boundary: bytes) -> Iterator[_Delimiter]:
        """Give the delimiter lines of one multipart (RFC 2046 §5.1.1)."""
        start, end = entity.body_start, entity.end
        mark = b"--" + boundary
        if self.raw[start : min(start + len(mark), end)] == mark:
            at = start
        else:
            at = self.raw.find(b"\n" + mark, start, end) + 1
        while at:
            after = at + len(mark)
            line_end = self.raw.find(b"\n", after, end) + 1 or end
            tail = self.raw[after : min(line_end, after + _TAIL_BYTES)].strip()
            if tail in (b"", b"--"):
                yield _Delimiter(at, line_end, is_close=tail == b"--")
            at = self.raw.find(b"\n" + mark, line_end - 1, end) + 1
