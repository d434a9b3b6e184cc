"""The plain text that goes beside the HTML of a letter, for whoever reads that.

Lists keep their marks, quotes their `>`, links their address, tables a line for
each row. It is made of HTML that `rich_text` has cleaned, in one pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

BLOCKS: Final = frozenset(
    "blockquote caption center dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li "
    "ol p pre table tr ul".split()
)
SPACED: Final = frozenset("h1 h2 h3 h4 h5 h6 p".split())
SIGNATURE_MARK: Final = "-- "
RULE: Final = "-" * 20
_SPACE: Final = re.compile(r"[ \t\r\n]+")


def text_alternative(html: str) -> str:
    """Give the words of cleaned HTML as plain text."""
    writer = _Writer()
    writer.feed(html)
    writer.close()
    return writer.text()


@dataclass(slots=True)
class _List:
    """An open list: its marks, and the number that comes next (0 for bullets)."""

    number: int = 0

    def mark(self) -> str:
        """Give the mark of the next item."""
        if not self.number:
            return "- "
        self.number += 1
        return f"{self.number - 1}. "


@dataclass(slots=True)
class _State:
    """What stands around the words that come."""

    quotes: int = 0
    lists: list[_List] = field(default_factory=list)
    raw: int = 0
    links: list[tuple[str, int]] = field(default_factory=list)


class _Writer(HTMLParser):
    """Writes lines while tags go by."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line = ""
        self.mark = ""
        self.gap = False
        self.state = _State()

    def text(self) -> str:
        """Give what was written, without blank lines at either end."""
        self._end_line()
        return "\n".join(self.lines).strip("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in BLOCKS:
            self._begin_block(tag, given)
        if tag == "br":
            self._end_line(keep_empty=True)
        elif tag == "img":
            self.line += f"[{given['alt']}]" if given.get("alt") else ""
        elif tag in ("td", "th") and self.line.strip():
            self.line += "\t"
        elif tag == "a":
            self.state.links.append((given.get("href", ""), len(self.line)))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.state.links:
            self._end_link(*self.state.links.pop())
        if tag not in BLOCKS:
            return
        self._end_line()
        self.gap = self.gap or tag in SPACED
        if tag == "li":
            self.mark = ""
        if tag == "blockquote":
            self.state.quotes = max(0, self.state.quotes - 1)
        elif tag in ("ul", "ol") and self.state.lists:
            self.state.lists.pop()
        elif tag == "pre":
            self.state.raw = max(0, self.state.raw - 1)

    def handle_data(self, data: str) -> None:
        if self.state.raw:
            *lines, last = data.split("\n")
            for line in lines:
                self.line += line
                self._end_line(keep_empty=True)
            self.line += last
            return
        words = _SPACE.sub(" ", data)
        self.line += words if self.line else words.lstrip(" ")

    def _begin_block(self, tag: str, given: dict[str, str]) -> None:
        self._end_line()
        self.gap = (self.gap or tag in SPACED) and bool(self.lines)
        if tag == "blockquote":
            self.state.quotes += 1
        elif tag in ("ul", "ol"):
            self.state.lists.append(_List(1 if tag == "ol" else 0))
        elif tag == "li" and self.state.lists:
            indent = "  " * (len(self.state.lists) - 1)
            self.mark = indent + self.state.lists[-1].mark()
        elif tag == "pre":
            self.state.raw += 1
        elif tag == "hr":
            self.line = RULE
            self._end_line()
        elif given.get("class") == "signature":
            self.lines.append(SIGNATURE_MARK)
            self.gap = False

    def _end_link(self, href: str, start: int) -> None:
        shown = self.line[start:].strip()
        bare = href.removeprefix("mailto:").removeprefix("tel:")
        same = {bare, bare.removeprefix("https://"), bare.removeprefix("http://")}
        if bare and shown.rstrip("/") not in {each.rstrip("/") for each in same}:
            self.line = f"{self.line.rstrip()} <{bare}>"

    def _end_line(self, *, keep_empty: bool = False) -> None:
        line = self.line if self.state.raw else self.line.rstrip(" \t")
        self.line = ""
        if not line and not keep_empty:
            return
        quote = "> " * self.state.quotes
        if self.gap and self.lines and self.lines[-1].strip("> "):
            self.lines.append(quote.rstrip())
        self.gap = False
        written = f"{quote}{self.mark}{line}".replace("\xa0", " ")
        self.lines.append(written if line else written.rstrip())
        self.mark = " " * len(self.mark)
