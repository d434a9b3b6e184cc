"""What converting gives: bytes with their type, or plain data for a page.

The data crosses a process border as JSON, so each value says how it is written
and read; what was read is checked, because the process that wrote it had a
stranger's file in its memory.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Converted:
    """A picture or file that was made: its content type and bytes."""

    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: of a spreadsheet, or a whole CSV file; `is_cut` says there is more."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Slide:
    """The words of one slide, paragraph by paragraph."""

    number: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another; `index` names it where it can be taken out."""

    name: str
    size_bytes: int
    is_folder: bool = False
    index: int = -1


@dataclass(frozen=True, slots=True)
class Listing:
    """What is inside an archive, or a winmail.dat; `text` is its letter, if any."""

    members: tuple[Member, ...]
    total: int
    text: str = ""
    is_locked: bool = False


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody in an event, and what they answered (RFC 5545 §3.2.12)."""

    name: str
    address: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a calendar file; times are ISO 8601, a day alone is all day.

    `zone` is what the file says where a time has no offset.
    """

    title: str
    start: str = ""
    end: str = ""
    zone: str = ""
    place: str = ""
    about: str = ""
    url: str = ""
    repeats: str = ""
    method: str = ""
    status: str = ""
    organiser: Guest | None = None
    guests: tuple[Guest, ...] = ()


@dataclass(frozen=True, slots=True)
class CardLine:
    """One fact on a card: `kind` is mail, phone, address, url, note, birthday, …"""

    kind: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A person's card."""

    name: str
    firm: str = ""
    title: str = ""
    lines: tuple[CardLine, ...] = ()


def write_json(value: object) -> bytes:
    """Write a value, or a list of values, as JSON."""
    return json.dumps(value, default=_fields, ensure_ascii=False).encode(
        "utf-8", "replace"
    )


def read_list(kind: type[T], given: Any) -> tuple[T, ...]:
    """Read a list of values of one kind; what is no object is left out."""
    if not isinstance(given, list):
        return ()
    return tuple(_read(kind, each) for each in given if isinstance(each, dict))


def read_listing(given: Any) -> Listing:
    """Read a listing."""
    fields = given if isinstance(given, dict) else {}
    return Listing(
        members=read_list(Member, fields.get("members")),
        total=_whole(fields.get("total")),
        text=str(fields.get("text", "")),
        is_locked=bool(fields.get("is_locked")),
    )


def _read(kind: type[T], given: dict[str, Any]) -> T:
    names: dict[str, Any] = kind.__dataclass_fields__  # type: ignore[attr-defined]
    return kind(**{name: _clean(name, given[name]) for name in names if name in given})


def _clean(name: str, value: Any) -> Any:
    if name == "rows":
        return tuple(tuple(map(str, row)) for row in value)
    if name == "lines" and value and isinstance(value[0], dict):
        return read_list(CardLine, value)
    if name == "lines":
        return tuple(map(str, value))
    if name == "guests":
        return read_list(Guest, value)
    if name == "organiser":
        return _read(Guest, value) if isinstance(value, dict) else None
    if isinstance(value, bool | int):
        return value
    return str(value)


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__dataclass_fields__}
