"""What was likely meant by an operator, a value or a name that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

from mailbox.search.operators import NAMES
from mailbox.search.query import Term
from mailbox.search.tokens import fold

# A slip in a shorter name is as likely a word of its own: "re:", "an:".
SHORTEST: Final = 4
SHORTEST_CHINESE: Final = 3
MOST: Final = 2

_MISTYPED: Final = re.compile(
    r"(?P<minus>[-－−]?)(?P<name>[^\W\d_]{2,16})[:：;；=](?=[^\s/:;=])"
)
_QUOTED: Final = re.compile(r'[\s"“”„＂]')


def find_near_operator(typed: str) -> str:
    """Find what "form:ann" or "from;ann" was meant to be; "" if it is just text."""
    match = _MISTYPED.match(typed)
    if match is None:
        return ""
    name = fold(match["name"])
    if name not in NAMES:
        name = next((each for each in NAMES if is_slip(name, each)), "")
    return f"{match['minus']}{name}:{typed[match.end() :]}" if name else ""


def find_near(word: str, known: Iterable[str]) -> list[str]:
    """Find the known words that hold one, or the one that is spelt most like it."""
    folded = fold(word).strip()
    by_folded = {fold(each): each for each in known}
    near = [each for each in by_folded if folded and folded in each]
    if not near:
        cutoff = 0.6 if folded.isascii() else 0.5
        near = get_close_matches(folded, by_folded, n=1, cutoff=cutoff)
    return [by_folded[each] for each in near[:MOST]]


def replace_value(term: Term, value: str) -> str:
    """Write a term again with another value, in quotes if it needs them."""
    named, colon, _rest = re.split(r"([:：])", term.typed, maxsplit=1)
    return f"{named}{colon}{quote(value)}"


def replace_piece(typed: str, start: int, end: int, piece: str = "") -> str:
    """Put another piece of text where one stands, with one space around it."""
    around = (typed[:start].rstrip(), piece, typed[end:].lstrip())
    return " ".join(part for part in around if part)


def quote(value: str) -> str:
    """Put a value in quotes if it has spaces."""
    return f'"{value}"' if _QUOTED.search(value) else value


def is_slip(typed: str, name: str) -> bool:
    """Say whether one slip of the finger makes the name: a letter too many, too
    few, wrong, or two exchanged (Damerau's distance of one).
    """
    least = SHORTEST if name.isascii() else SHORTEST_CHINESE
    if len(name) < least or abs(len(typed) - len(name)) > 1 or typed == name:
        return False
    at = next(
        (n for n, (a, b) in enumerate(zip(typed, name, strict=False)) if a != b),
        min(len(typed), len(name)),
    )
    rest, named = typed[at:], name[at:]
    return (
        rest[1:] == named[1:]
        or rest[1:] == named
        or rest == named[1:]
        or (rest[:2] == named[1::-1] and rest[2:] == named[2:])
    )
