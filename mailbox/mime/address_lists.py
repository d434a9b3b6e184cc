"""Lists of addresses in header fields, however they were written.

A list is cut at its commas first and decoded after, so that an encoded comma
cuts nothing and no encoded text can become an address (RFC 2047 §6.2). Linear:
quotes and nested comments are followed token by token. RFC 5322 §3.4, §4.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mailbox.mime import limits
from mailbox.mime.words import clean_line, decode_words

_TOKEN: Final = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|<[^<>]*+>?|[(),;:>]|\\.?'
    r'|(?:\[[^\[\]\s<>,]{0,100}+\]|[^\s"(),;:<>\\])++|\s++',
    re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_DOTTED: Final = re.compile(r"\s*([.@])\s*")
_TURNING: Final = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class _Item:
    """The pieces of one list entry so far."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angle: str | None = None
    has_at: bool = False

    def add(self, piece: str) -> None:
        """Take a piece; a colon after plain words ends the name of a group."""
        if piece == ":" and self.angle is None and not self.has_at:
            self.words, self.comments = [], []
        elif piece[0] == "<" and self.angle is None:
            self.angle = piece
        else:
            self.words.append(piece)
            self.has_at = self.has_at or "@" in piece

    def is_empty(self) -> bool:
        """Tell whether nothing but spaces has come so far."""
        return self.angle is None and not "".join(self.words).strip()


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A decoded display name and an address, as they stood; either may be empty."""

    name: str
    address: str


def split_addresses(text: str) -> Iterator[Mailbox]:
    """Give the entries of a list one after another; groups are opened.

    Args:
        text: An unfolded field body; encoded words are decoded here.
    """
    for item in _items(text):
        if item.is_empty():
            continue
        found = _read_item(item)
        if found.name or found.address:
            yield found


def _items(text: str) -> Iterator[_Item]:
    pieces = _TOKEN.findall(text)
    comment_ends = _match_parentheses(pieces)
    item = _Item()
    number = 0
    while number < len(pieces):
        piece = pieces[number]
        end = comment_ends.get(number)
        if end is not None:
            item.comments.append("".join(pieces[number + 1 : end]))
            number = end
        elif piece in (",", ";"):
            yield item
            item = _Item()
        else:
            item.add(piece)
        number += 1
    yield item


def _match_parentheses(pieces: list[str]) -> dict[int, int]:
    """Find where comments end; a parenthesis that never closes opens none."""
    opened: list[int] = []
    ends: dict[int, int] = {}
    for number, piece in enumerate(pieces):
        if piece == "(":
            opened.append(number)
        elif piece == ")" and opened:
            ends[opened.pop()] = number
    return ends


def _read_item(item: _Item) -> Mailbox:
    phrase = "".join(item.words).strip()
    if item.angle is not None:
        address = _tidy_address(item.angle.strip("<>"))
        name = _read_name(phrase) or _read_name(" ".join(item.comments))
        return Mailbox(name, address)
    if "@" in phrase:
        return _read_bare(phrase, item.comments)
    if phrase and not re.search(r"\s", phrase) and "=?" not in phrase:
        return Mailbox(_read_name(" ".join(item.comments)), _limit(_read_name(phrase)))
    return Mailbox(_read_name(phrase), "")


def _read_bare(phrase: str, comments: list[str]) -> Mailbox:
    """Read an address without brackets, with or without words before it."""
    address = _tidy_address(phrase)
    if not re.search(r"\s", address) or address.startswith('"'):
        return Mailbox(_read_name(" ".join(comments)), address)
    before, _, last = phrase.rpartition(" ")
    if "@" not in last:
        return Mailbox(_read_name(phrase), "")
    return Mailbox(_read_name(before), _limit(last))


def _tidy_address(text: str) -> str:
    """Take out a source route and the spaces that old syntax allows."""
    address = _DOTTED.sub(r"\1", " ".join(text.split()))
    if address.startswith("@") and ":" in address:
        address = address.partition(":")[2]
    return _limit(address)


def _limit(address: str) -> str:
    """Drop what is too long: cut, it would be somebody else's address."""
    return address if len(address) <= limits.ADDRESS_CHARACTERS else ""


def _read_name(text: str) -> str:
    """Take the quotes off a phrase and decode it to one clean line."""
    plain = text.strip()
    if '"' in plain:
        plain = _ESCAPE.sub(r"\1", plain.replace('\\"', "\x00").replace('"', ""))
        plain = plain.replace("\x00", '"')
    shown = clean_line(decode_words(plain)) if plain else ""
    name = _TURNING.sub("", " ".join(shown.split())).strip("'") if shown else ""
    return name[: limits.NAME_CHARACTERS]
