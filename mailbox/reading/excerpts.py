"""The words around a hit: what a search found further down in a letter.

A letter's text is read from its blob and looked through piece by piece, so that
the first hit ends the work. Only for a few letters at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mailbox.mime.bodies import html_text
from mailbox.models import Message
from mailbox.reading.bodies import read_html, read_text
from mailbox.search.highlight import Highlighter, Spans
from mailbox.search.tokens import is_unspaced

LOOKED_AT: Final = 200_000
PIECE: Final = 4_000
OVERLAP: Final = 200
BEFORE: Final = 24  # in Latin letters; a Chinese character is as wide as two
LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A line of a letter, and where in it the hits are."""

    text: str
    spans: Spans


def find_excerpt(message: Message, words: Highlighter) -> Excerpt | None:
    """Find the words around the first hit in a letter; None if there is none.

    Raises:
        ContentUnreadable: The letter's bytes are missing or damaged.
        ContentAway: The store does not answer.
    """
    text = read_text(message)
    if not text.strip():
        text = html_text(read_html(message)[:LOOKED_AT])
    return excerpt_of(text, words)


def excerpt_of(text: str, words: Highlighter) -> Excerpt | None:
    """Cut out of a text the words around the first hit."""
    for piece in _pieces(text[:LOOKED_AT]):
        spans = words.find(piece)
        if spans:
            line = _line(piece, spans[0][0])
            return Excerpt(line, words.find(line))
    return None


def _pieces(text: str) -> Iterator[str]:
    """Give pieces that overlap, so that no phrase is cut in two."""
    tidy = " ".join(text.split())
    for start in range(0, len(tidy), PIECE):
        yield tidy[max(0, start - OVERLAP) : start + PIECE + OVERLAP]


def _line(piece: str, at: int) -> str:
    """Cut a line that begins a few words before a place."""
    start = _start(piece, at)
    space = piece.find(" ", start, at)
    if start and space != -1:
        start = space + 1
    end = start + LONGEST
    return ("…" if start else "") + piece[start:end] + ("…" if end < len(piece) else "")


def _start(piece: str, at: int) -> int:
    """Go back from a place by as much as leaves the hit in sight in a narrow row."""
    width = 0
    while at > 0 and width < BEFORE:
        at -= 1
        width += 2 if is_unspaced(piece[at]) else 1
    return at
