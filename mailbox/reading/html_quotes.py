"""Where an HTML letter repeats what others wrote, and folding it away.

The page is read as lines of plain text: what clients mark as a quote gets the
`>` that it would have there, and what they draw above an answer becomes the line
"-----Original Message-----". `mime/quotes.py` then finds the quote that ends the
letter, as it does in any plain text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from mailbox.mime.quotes import find_quote_start
from mailbox.reading.markup import BLOCKS, Markup, Tag
from mailbox.reading.pictures import HELD
from mailbox.reading.plain_text import FOLD_END, fold_start

MARKED_IDS: Final = re.compile(
    r"(?:x_)*(divRplyFwdMsg|appendonsend|isReplyContent|OLK_SRC_BODY_SECTION"
    r"|mail-editor-reference-message-container)"
)
"""Ids by which clients mark quotes; the cleaner keeps no others."""

_DIVIDES: Final = frozenset({"divRplyFwdMsg", "appendonsend", "OLK_SRC_BODY_SECTION"})
_QUOTES: Final = frozenset(
    (
        "gmail_quote gmail_quote_container yahoo_quoted protonmail_quote zmail_extra "
        "moz-cite-prefix isReplyContent mail-editor-reference-message-container"
    ).split()
)
_DIVIDER: Final = "-----Original Message-----"
_PICTURE: Final = "[picture]"
_FORWARD: Final = re.compile(
    r"[-\s]*(?:begin )?(?:forwarded message|转发邮件|转发的邮件|轉寄郵件)", re.I
)
_LOOKED_AT: Final = 200


@dataclass(slots=True)
class _Lines:
    """The page as lines; each knows the piece of markup that it begins at."""

    texts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    current: list[str] = field(default_factory=list)
    start: int = 0

    def add(self, text: str, at: int) -> None:
        if not self.current:
            self.start = at
        self.current.append(text)

    def end(self, *, is_quoted: bool) -> None:
        text = " ".join("".join(self.current).split())
        if text:
            self.texts.append(f"> {text}" if is_quoted else text)
            self.starts.append(self.start)
        self.current.clear()


def fold_quotes(markup: Markup) -> Markup:
    """Fold the quote that ends a letter; unchanged if there is none.

    The elements around the place are closed before it and opened again inside.
    """
    lines = _read_lines(markup)
    text = "\n".join(lines.texts)
    found = find_quote_start(text)
    if not found:
        return markup
    at = _before_its_elements(markup, lines.starts[text.count("\n", 0, found)])
    around = _open_at(markup, at)
    closing = [Tag(tag.name, is_end=True) for tag in reversed(around)]
    return [*markup[:at], *closing, fold_start(), *around, *markup[at:], FOLD_END]


def _read_lines(markup: Markup) -> _Lines:
    lines = _Lines()
    quoting: list[bool] = []
    depth = 0
    for at, piece in enumerate(markup):
        if isinstance(piece, str):
            lines.add(unescape(piece), at)
            continue
        if piece.name == "img" or piece.attributes.startswith(HELD):
            lines.add(_PICTURE, at)
        if piece.name in BLOCKS or piece.name == "br":
            lines.end(is_quoted=depth > 0)
        if piece.opens:
            is_quote, is_divider = _marks(piece, markup, at)
            if is_divider and not depth:
                lines.add(_DIVIDER, at)
                lines.end(is_quoted=False)
            quoting.append(is_quote)
            depth += is_quote
        elif piece.is_end and quoting:
            depth -= quoting.pop()
    lines.end(is_quoted=False)
    return lines


def _marks(tag: Tag, markup: Markup, at: int) -> tuple[bool, bool]:
    """Tell whether an element is a quote, and whether all after it is one."""
    if tag.name not in ("div", "blockquote", "span", "section") or not tag.attributes:
        return False, False
    given = tag.read()
    names = set(given.get("class", "").split())
    found = MARKED_IDS.fullmatch(given.get("id", ""))
    if found:
        names.add(found[1])
    if names & _DIVIDES:
        return False, True
    is_cited = tag.name == "blockquote" and given.get("type") == "cite"
    return (is_cited or bool(names & _QUOTES)) and not _is_forward(markup, at), False


def _is_forward(markup: Markup, at: int) -> bool:
    """Tell whether a quote is what was sent on: that is the letter itself."""
    texts = (piece for piece in markup[at : at + 20] if isinstance(piece, str))
    start = unescape("".join(texts)[:_LOOKED_AT]).strip()
    return bool(_FORWARD.match(start))


def _before_its_elements(markup: Markup, at: int) -> int:
    """Go back over the tags that open what stands at a place."""
    while at and _goes_with_next(markup[at - 1]):
        at -= 1
    return at


def _goes_with_next(piece: str | Tag) -> bool:
    return not piece.strip() if isinstance(piece, str) else piece.opens


def _open_at(markup: Markup, at: int) -> list[Tag]:
    """List the elements that are open at a place, the outermost first."""
    around: list[Tag] = []
    for piece in markup[:at]:
        if isinstance(piece, Tag):
            if piece.opens:
                around.append(piece)
            elif piece.is_end and around:
                around.pop()
    return around
