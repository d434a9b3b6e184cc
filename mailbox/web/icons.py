"""The icon sprite: one file of symbols, of which a page carries those it uses."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

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


@cache
def reference(name: str, look: str) -> SafeString:
    """Refer to an icon of the page's sprite; `look` is a class, or empty."""
    return _svg(look, format_html('<use href="#i-{}"/>', name))


@cache
def drawn(name: str, look: str) -> SafeString:
    """Draw an icon where there is no sprite."""
    return _svg(look, mark_safe(load_shapes()[name]))  # noqa: S308  # our own file


def _svg(look: str, inside: SafeString) -> SafeString:
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        f" {look}" if look else "",
        inside,
    )


def symbols(names: set[str]) -> str:
    """Give the symbols for the names, in alphabetical order."""
    shapes = load_shapes()
    return "".join(
        f'<symbol id="i-{name}" viewBox="0 0 24 24">{shapes[name]}</symbol>'
        for name in sorted(names)
    )
