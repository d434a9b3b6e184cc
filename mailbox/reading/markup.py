"""Clean HTML as a list of texts and tags, to be changed and written again.

Reads only what the cleaner writes: known tags in lower case, well nested, each
attribute as ` name="value"` with `<`, `>`, `"` and `&` escaped. Anything else
between `<` and `>` stays text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

VOID: Final = frozenset({"br", "col", "hr", "img", "wbr"})
BLOCKS: Final = frozenset(
    (
        "address article aside blockquote caption center dd div dl dt figcaption "
        "figure footer h1 h2 h3 h4 h5 h6 header hr li main ol p pre section table "
        "tbody td tfoot th thead tr ul"
    ).split()
)
_TAG: Final = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z][a-z0-9-]*="[^"<>]*")*+)>')
_ATTRIBUTE: Final = re.compile(r' ([a-z][a-z0-9-]*)="([^"]*)"')


@dataclass(slots=True)
class Tag:
    """One tag; `attributes` as they are written, with the space before each."""

    name: str
    attributes: str = ""
    is_end: bool = False

    @property
    def opens(self) -> bool:
        """Tell whether what follows is inside it."""
        return not self.is_end and self.name not in VOID

    def read(self) -> dict[str, str]:
        """Read the attributes, unescaped."""
        if not self.attributes:
            return {}
        return {
            name: unescape(value) for name, value in _ATTRIBUTE.findall(self.attributes)
        }

    def write(self) -> str:
        """Write it as HTML."""
        return f"<{'/' if self.is_end else ''}{self.name}{self.attributes}>"


Markup = list[str | Tag]


def read_markup(html: str) -> Markup:
    """Take clean HTML apart."""
    return list(_pieces(html))


def write_markup(markup: Iterable[str | Tag]) -> str:
    """Put it together again."""
    return "".join(
        piece if isinstance(piece, str) else piece.write() for piece in markup
    )


def write_attributes(given: dict[str, str]) -> str:
    """Write attributes, escaped."""
    return "".join(f' {name}="{escape(value)}"' for name, value in given.items())


def _pieces(html: str) -> Iterator[str | Tag]:
    found = _TAG.split(html)
    for at in range(0, len(found) - 1, 4):
        text, slash, name, attributes = found[at : at + 4]
        if text:
            yield text
        yield Tag(name, attributes, is_end=bool(slash))
    if found[-1]:
        yield found[-1]
