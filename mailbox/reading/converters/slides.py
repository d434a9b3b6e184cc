"""The words of a .pptx, slide by slide, in the order in which they are shown."""

from __future__ import annotations

from itertools import islice
from typing import BinaryIO, Final
from zipfile import ZipFile

from mailbox.reading.converters import limits
from mailbox.reading.converters.values import Slide
from mailbox.reading.converters.zipped_office import (
    RELATIONS,
    iterate,
    local_name,
    open_office,
    read_relations,
)

DECK: Final = "ppt/presentation.xml"


def convert_slides(source: BinaryIO) -> list[Slide]:
    """Read the slides of a presentation.

    Raises:
        TooMuch: It unfolds to too much.
        CannotConvert: It is none, or cannot be read.
    """
    archive = open_office(source)
    relations = read_relations(archive, DECK)
    members = [
        relations.get(element.get(RELATIONS, ""), "")
        for element in iterate(archive, DECK)
        if local_name(element) == "sldId"
    ]
    return [
        Slide(number, _lines(archive, member))
        for number, member in enumerate(islice(members, limits.SLIDES), start=1)
    ]


def _lines(archive: ZipFile, member: str) -> tuple[str, ...]:
    lines: list[str] = []
    for element in iterate(archive, member):
        if local_name(element) == "p":
            runs = (each.text or "" for each in element.iter() if _is_text(each.tag))
            line = "".join(runs).strip()
            if line:
                lines.append(line[: limits.CELL_CHARACTERS])
            element.clear()
    return tuple(lines[: limits.ROWS])


def _is_text(tag: str) -> bool:
    return tag.rpartition("}")[2] == "t"
