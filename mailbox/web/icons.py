"""The icon sprite: one file of symbols, of which a page carries those it uses."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders

SPRITE: Final = "icons/icons.svg"
# What rows refer to; a page has these always, because rows are swapped in later.
IN_ROWS: Final = ("clip", "clock", "reply", "star", "tack")
_SYMBOL: Final = re.compile(
    r'<symbol id="i-(?P<name>[a-z]+)" viewBox="0 0 24 24">(?P<shape>.*?)</symbol>'
)


@cache
def load_shapes() -> dict[str, str]:
    """Read every symbol of the sprite, by name, as the SVG inside it.

    Raises:
        FileNotFoundError: The sprite is not among the static files.
    """
    path = finders.find(SPRITE)
    if not path:
        raise FileNotFoundError(SPRITE)
    text = Path(path).read_text(encoding="utf-8")
    return {found["name"]: found["shape"] for found in _SYMBOL.finditer(text)}


def symbols(names: set[str]) -> str:
    """Give the symbols for the names, in alphabetical order."""
    shapes = load_shapes()
    return "".join(
        f'<symbol id="i-{name}" viewBox="0 0 24 24">{shapes[name]}</symbol>'
        for name in sorted(names)
    )
