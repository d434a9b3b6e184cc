"""What the page around a letter must know of its HTML before the frame loads it.

A few linear looks at the text, no parsing: the frame itself is cleaned and built
in a request of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from mailbox.reading.guard import is_too_much
from mailbox.reading.looks import Look, look_of
from mailbox.reading.pictures import NO_PICTURES, Pictures, count_pictures


@dataclass(frozen=True, slots=True)
class Glance:
    """The facts; `is_too_much` says that the page must not be parsed."""

    is_too_much: bool = False
    look: Look = Look.PLAIN
    pictures: Pictures = NO_PICTURES


def glance_at(html: str) -> Glance:
    """Look over the HTML of a letter."""
    if is_too_much(html):
        return Glance(is_too_much=True)
    return Glance(look=look_of(html), pictures=count_pictures(html))
