"""Plain text to HTML: escaped, with links, with the quoted end folded away."""

from __future__ import annotations

import re
from html import escape
from typing import Final

from django.utils.translation import gettext as _

from mailbox.reading.safe_html import SafeHtml

LONGEST: Final = 500_000
_LINK: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:https?://|mailto:)[^\s<>\"'\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]{1,2000}",
    re.IGNORECASE,
)
_TRAILING: Final = ".,;:!?)]}'\"”’"


def text_to_html(text: str) -> SafeHtml:
    """Show plain text: every character escaped, links made, the last quote folded."""
    lines = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    start = _start_of_last_quote(lines)
    own = "\n".join(lines[:start]).rstrip()
    quoted = "\n".join(lines[start:]).rstrip()
    if not own or not quoted:
        return SafeHtml(f"<pre>{_linked(text[:LONGEST].rstrip())}</pre>")
    return SafeHtml(
        f"<pre>{_linked(own)}</pre><details><summary>{escape(_('Quoted text'))}"
        f"</summary><pre>{_linked(quoted)}</pre></details>"
    )


def _start_of_last_quote(lines: list[str]) -> int:
    """Find the line with which the quote at the end begins, its heading included."""
    start = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if line.startswith(">"):
            start = number
        elif line.strip():
            break
    if start == len(lines):
        return start
    heading = start - 1
    while heading >= 0 and not lines[heading].strip():
        heading -= 1
    if heading >= 0 and lines[heading].rstrip().endswith((":", "：")):
        return heading
    return start


def _linked(text: str) -> str:
    pieces: list[str] = []
    position = 0
    for match in _LINK.finditer(text):
        address = match[0].rstrip(_TRAILING)
        pieces.append(escape(text[position : match.start()]))
        shown = escape(address)
        pieces.append(
            f'<a href="{shown}" target="_blank" rel="noopener noreferrer">{shown}</a>'
        )
        position = match.start() + len(address)
    pieces.append(escape(text[position:]))
    return "".join(pieces)
