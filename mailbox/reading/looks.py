"""Whether an HTML letter brings colours of its own.

Most letters only say what every page is anyway: black on white. Such a letter
takes the reader's theme like plain text. One with real colours is shown on light
paper in every theme, because dark text on a dark ground cannot be read.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final


class Look(StrEnum):
    """How a letter's frame is painted.

    PLAIN takes the theme, PAPER is a light card in every theme, and DARK is a
    letter with colours that the reader wants dark all the same.
    """

    PLAIN = "plain"
    PAPER = "paper"
    DARK = "dark"


MOST_COLOURS: Final = 5_000
_COLOUR: Final = re.compile(
    r"(?<![\w-])(background(?:-color|-image)?|color)\s*:\s*([^;\"'<>{}]{1,80})"
    r"|\s(bgcolor|background|color|text)\s*=\s*[\"']?([#\w(),./:-]{1,80})",
    re.IGNORECASE,
)
_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\b")
_RGB: Final = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")
_NOTHING: Final = frozenset(
    "inherit initial unset currentcolor transparent none auto windowtext window".split()
)
_NAMED: Final = {"black": (0, 0, 0), "white": (255, 255, 255)}
_LINKS: Final = frozenset(
    (
        "blue purple #00f #0000ff #0000ee #800080 #551a8b #0563c1 #954f72 #1155cc "
        "#467886 #96607d"
    ).split()
)
"""What mail programs write for links; the theme has its own."""

_GREY: Final = 40
_DARK: Final = 112
_PALE: Final = 240


def look_of(html: str) -> Look:
    """Tell how a letter is to be shown, by a look at the colours it names."""
    for number, found in enumerate(_COLOUR.finditer(html)):
        is_ground = (found[1] or found[3]).lower().startswith(("background", "bgcolor"))
        value = (found[2] or found[4]).strip().lower()
        if number >= MOST_COLOURS or not _is_plain(value, is_ground=is_ground):
            return Look.PAPER
    return Look.PLAIN


def _is_plain(value: str, *, is_ground: bool) -> bool:
    """Tell whether a colour is what paper and ink are anyway."""
    word = value.removesuffix("!important").strip()
    if word in _NOTHING or (word in _LINKS and not is_ground):
        return True
    parts = _parts_of(word)
    if parts is None:
        return False
    if is_ground:
        return min(parts) >= _PALE or word.replace(" ", "").endswith(",0)")
    return max(parts) <= _DARK and max(parts) - min(parts) <= _GREY


def _parts_of(word: str) -> tuple[int, int, int] | None:
    if word in _NAMED:
        return _NAMED[word]
    found = _HEX.match(word)
    if found:
        digits = found[1] if len(found[1]) == 6 else "".join(d * 2 for d in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    numbers = _RGB.match(word)
    if numbers:
        return int(numbers[1]), int(numbers[2]), int(numbers[3])
    return None
