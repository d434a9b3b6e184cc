"""The cells of a .xlsx as text: values, not formulas; dates as dates."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime, timedelta
from itertools import islice
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element

from mailbox.reading.converters import limits
from mailbox.reading.converters.values import Sheet
from mailbox.reading.converters.zipped_office import (
    RELATIONS,
    iterate,
    local_name,
    open_office,
    read_relations,
)

BOOK: Final = "xl/workbook.xml"
DATE_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48)})
EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  # a sheet knows no zone
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})\d+")
_LITERAL: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DATE_LETTER: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_LAST_DAY: Final = 2_958_465


def convert_sheets(source: BinaryIO) -> list[Sheet]:
    """Read the sheets of a workbook, as far as they are shown.

    Raises:
        TooMuch: It unfolds to too much.
        CannotConvert: It is none, or cannot be read.
    """
    archive = open_office(source)
    strings = _shared_strings(archive)
    dates = _date_styles(archive)
    relations = read_relations(archive, BOOK)
    sheets = (each for each in iterate(archive, BOOK) if local_name(each) == "sheet")
    return [
        _sheet(
            archive,
            each.get("name", ""),
            relations.get(each.get(RELATIONS, ""), ""),
            strings,
            dates,
        )
        for each in islice(sheets, limits.SHEETS)
    ]


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    strings: list[str] = []
    for element in iterate(archive, "xl/sharedStrings.xml"):
        if local_name(element) == "si":
            strings.append(_text(element))
            element.clear()
    return strings


def _date_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Find which cell styles show a number as a date."""
    formats = dict.fromkeys(DATE_FORMATS, True)
    styles: list[int] = []
    for element in iterate(archive, "xl/styles.xml"):
        if local_name(element) == "numFmt":
            code = _LITERAL.sub("", element.get("formatCode", ""))
            formats[_whole(element.get("numFmtId"))] = bool(_DATE_LETTER.search(code))
        elif local_name(element) == "cellXfs":
            styles = [_whole(each.get("numFmtId")) for each in element]
    return frozenset(at for at, number in enumerate(styles) if formats.get(number))


def _sheet(
    archive: zipfile.ZipFile,
    name: str,
    member: str,
    strings: list[str],
    dates: frozenset[int],
) -> Sheet:
    rows: list[tuple[str, ...]] = []
    for element in iterate(archive, member):
        if local_name(element) != "row":
            continue
        if len(rows) == limits.ROWS:
            return Sheet(name[:100], tuple(rows), is_cut=True)
        rows.append(_row(element, strings, dates))
        element.clear()
    return Sheet(name[:100], tuple(rows))


def _row(row: Element, strings: list[str], dates: frozenset[int]) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in row:
        column = _column(cell.get("r", ""), len(cells))
        if column >= limits.COLUMNS:
            break
        cells += [""] * (column - len(cells))
        cells.append(_value(cell, strings, dates)[: limits.CELL_CHARACTERS])
    return tuple(cells)


def _value(cell: Element, strings: list[str], dates: frozenset[int]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    found = next((each.text or "" for each in cell if local_name(each) == "v"), "")
    if kind == "s":
        at = _whole(found)
        return strings[at] if at < len(strings) else ""
    if kind == "b":
        return "✓" if found == "1" else "✗"
    if kind == "n" and _whole(cell.get("s")) in dates:
        return _date(found)
    return _plain_number(found) if kind == "n" else found


def _date(found: str) -> str:
    try:
        days = float(found)
    except ValueError:
        return found
    if not 0 <= days <= _LAST_DAY:
        return found
    moment = EPOCH + timedelta(days=days)
    if days < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}" if days == int(days) else f"{moment:%Y-%m-%d %H:%M}"


def _plain_number(found: str) -> str:
    """Write 0.1 for 0.10000000000000001, as the program that made it does."""
    try:
        return f"{float(found):.15g}" if "." in found else found
    except ValueError:
        return found


def _text(element: Element) -> str:
    parts = (each.text or "" for each in element.iter() if local_name(each) == "t")
    return "".join(parts)


def _column(reference: str, default: int) -> int:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return default
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return max(default, number - 1)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else 0
