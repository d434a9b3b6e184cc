"""Plain text to HTML: every character escaped, its shape understood.

Blank lines part paragraphs, marks make lists, `>` makes quotes, columns keep
their places, a signature is quiet, and the quote that ends an answer is folded.
Every step looks at each line a fixed number of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from mailbox.mime.quotes import find_quote_start
from mailbox.reading.languages import language_of
from mailbox.reading.links import WriteTo, link_text
from mailbox.reading.safe_html import SafeHtml

LONGEST: Final = 500_000
DEEPEST: Final = 12
SIGNATURE_LINES: Final = 6
SIGNATURE_WIDTH: Final = 60
FEWEST_ITEMS: Final = 2
FOLD_END: Final = "</details>"
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202d\u202e]")
_LINE_END: Final = re.compile(r"\r\n?|[\u2028\u2029]")
_INDENTS: Final = ("  ", "\t", "\u3000")
_BULLET: Final = re.compile(r"[ \t\u3000]{0,4}[*•·●▪‣◦–-][ \t\u3000]{1,4}(?=\S)")
_NUMBER: Final = re.compile(r"[ \t\u3000]{0,4}(\d{1,3})[.)、．][ \t\u3000]{0,4}(?=\S)")
_COLUMNS: Final = re.compile(r"\S(?: {3,}|\t)[^\s]|^[|+│├└┌].*[|+│┤┘┐]\s*$")
_QUOTE_MARK: Final = re.compile(r"[ \t]?[>＞][ ]?")
_SIGNATURE: Final = re.compile(r"-- ?|—— ?")


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a text is shown with: who wrote it, and where its addresses lead."""

    author: str
    write_to: WriteTo | None


def text_to_html(
    text: str, *, author: str = "", write_to: WriteTo | None = None
) -> SafeHtml:
    """Show plain text; blank text gives nothing.

    Args:
        text: As decoded; what is beyond 500,000 characters is left out.
        author: The sender's name, by which a signature without `-- ` is known.
        write_to: Leads a mail address to the page on which one writes to it.
    """
    shape = _Shape(author.strip().casefold(), write_to)
    clean = _UNSEEN.sub("", _plain_line_ends(text[:LONGEST])).strip("\n")
    if not clean.strip():
        return SafeHtml("")
    start = find_quote_start(clean)
    own = clean if start is None else clean[:start]
    if start is None or not own.strip():
        return SafeHtml(_own_blocks(clean, shape))
    quoted = "".join(_blocks(clean[start:].split("\n"), shape))
    return SafeHtml(f"{_own_blocks(own, shape)}{fold_start()}{quoted}{FOLD_END}")


def fold_start() -> str:
    """Begin a fold over quoted HTML, which opens without a script."""
    words = escape(_("Quoted text"))
    return (
        f'<details class="quoted"><summary title="{words}">'
        f'<span class="vh">{words}</span></summary>'
    )


def _plain_line_ends(text: str) -> str:
    return _LINE_END.sub("\n", text)


def _own_blocks(text: str, shape: _Shape) -> str:
    """Show what the author wrote: the letter, then its signature."""
    lines = text.rstrip().split("\n")
    start = _signature_start(lines, shape.author)
    shown = "".join(_blocks(lines[:start], shape))
    marked = start < len(lines) and _SIGNATURE.fullmatch(lines[start])
    signature = "\n".join(lines[start + bool(marked) :]).strip("\n")
    if not signature:
        return shown
    return f"{shown}{_element('p', signature, shape, look='sig')}"


def _signature_start(lines: list[str], author: str) -> int:
    """Find the line with `-- `, or the short block that begins with the name."""
    for number in range(len(lines) - 1, max(-1, len(lines) - 40), -1):
        if _SIGNATURE.fullmatch(lines[number]):
            return number
    start = len(lines)
    while start and lines[start - 1].strip():
        start -= 1
    block = lines[start:]
    is_short = len(block) <= SIGNATURE_LINES and all(
        len(line) <= SIGNATURE_WIDTH for line in block
    )
    if (
        start
        and author
        and block
        and is_short
        and block[0].casefold().startswith(author)
    ):
        return start
    return len(lines)


def _blocks(lines: list[str], shape: _Shape, depth: int = 0) -> Iterator[str]:
    """Show runs of quoted lines as quotes, all others as paragraphs."""
    for is_quoted, run in groupby(lines, lambda line: bool(_QUOTE_MARK.match(line))):
        if is_quoted and depth < DEEPEST:
            inner = [_QUOTE_MARK.sub("", line, count=1) for line in run]
            quoted = "".join(_blocks(inner, shape, depth + 1))
            yield f"<blockquote>{quoted}</blockquote>"
        else:
            yield from _paragraphs(list(run), shape)


def _paragraphs(lines: list[str], shape: _Shape) -> Iterator[str]:
    for is_blank, run in groupby(lines, lambda line: not line.strip()):
        if is_blank:
            continue
        block = list(run)
        if sum(bool(_COLUMNS.search(line)) for line in block) > 1:
            columns = link_text(_joined(block), shape.write_to)
            yield f'<pre class="columns">{columns}</pre>'
        else:
            yield from _lists(block, shape)


def _lists(block: list[str], shape: _Shape) -> Iterator[str]:
    """Make lists of the lines in a block that begin with marks or numbers."""
    plain: list[str] = []
    number = 0
    while number < len(block):
        items, after = _take_items(block, number)
        if len(items) < FEWEST_ITEMS:
            plain.append(block[number])
            number += 1
            continue
        if plain:
            yield _element("p", _joined(plain), shape)
            plain = []
        yield _list(block[number], items, shape)
        number = after
    if plain:
        yield _element("p", _joined(plain), shape)


def _take_items(block: list[str], number: int) -> tuple[list[str], int]:
    """Take the items of the list that begins at a line; none if none does.

    Numbers must follow each other, so that none is changed by being shown as a
    list. An indented line without a mark goes on with the item above it.
    """
    first = _NUMBER.match(block[number])
    mark = _BULLET if _BULLET.match(block[number]) else _NUMBER
    items: list[str] = []
    while number < len(block):
        line = block[number]
        found = mark.match(line)
        if found and (mark is _BULLET or _comes_next(found, first, len(items))):
            items.append(line[found.end() :])
        elif items and line.startswith(_INDENTS):
            items[-1] += f"\n{line.strip()}"
        else:
            break
        number += 1
    return items, number


def _comes_next(found: re.Match[str], first: re.Match[str] | None, place: int) -> bool:
    return first is not None and int(found[1]) == int(first[1]) + place


def _list(first: str, items: list[str], shape: _Shape) -> str:
    numbered = None if _BULLET.match(first) else _NUMBER.match(first)
    shown = "".join(_element("li", item, shape) for item in items)
    if numbered is None:
        return f"<ul>{shown}</ul>"
    start = int(numbered[1])
    return f'<ol start="{start}">{shown}</ol>' if start != 1 else f"<ol>{shown}</ol>"


def _joined(lines: list[str]) -> str:
    return "\n".join(line.rstrip() for line in lines)


def _element(tag: str, text: str, shape: _Shape, look: str = "") -> str:
    """Show a text in an element that names its class and its language."""
    language = language_of(text)
    given = f' class="{look}"' if look else ""
    given += f' lang="{language}"' if language else ""
    return f"<{tag}{given}>{link_text(text, shape.write_to)}</{tag}>"
