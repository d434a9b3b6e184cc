"""The beginning of a text file, as lines, or as a table where it is one."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import Final

from mailbox.mime.charsets import decode_text
from mailbox.mime.parts import Part
from mailbox.models import Message
from mailbox.reading import bodies
from mailbox.reading.converters import limits
from mailbox.reading.converters.values import Sheet

TEXT_BYTES: Final = 256 << 10
DELIMITERS: Final = ",;\t|"
LOOKED_AT: Final = 10


@dataclass(frozen=True, slots=True)
class TextStart:
    """The beginning of a file as text; `is_cut` says that there is more."""

    text: str
    is_cut: bool = False


def read_text_start(message: Message, part: Part) -> TextStart:
    """Read the first 256 KB of a file as text, in whatever charset it is."""
    data = bodies.read_part_start(message, part, TEXT_BYTES + 1)
    is_cut = len(data) > TEXT_BYTES
    head = data[:TEXT_BYTES]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    else:
        text = decode_text(head, part.charset)
    return TextStart(text.replace("\0", "␀"), is_cut)


def read_table(start: TextStart) -> Sheet:
    """Read comma-separated text, with whichever mark parts its columns."""
    lines = start.text.splitlines()
    reader = csv.reader(lines, delimiter=_delimiter_of(lines))
    rows: list[tuple[str, ...]] = []
    try:
        for row in reader:
            if len(rows) == limits.ROWS:
                return Sheet("", tuple(rows), is_cut=True)
            cells = (cell[: limits.CELL_CHARACTERS] for cell in row[: limits.COLUMNS])
            rows.append(tuple(cells))
    except csv.Error:
        return Sheet("", tuple(rows), is_cut=True)
    return Sheet("", tuple(rows), is_cut=start.is_cut)


def _delimiter_of(lines: list[str]) -> str:
    """Choose the mark that most of the first lines have, and as often."""
    sample = [line for line in lines[:LOOKED_AT] if line]

    def weight(mark: str) -> tuple[int, int]:
        counts = [line.count(mark) for line in sample] or [0]
        return min(counts), sum(counts)

    return max(DELIMITERS, key=weight)
