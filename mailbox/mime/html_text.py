"""The words of an HTML page, for search and previews; never for display.

Only block tags break words, so that 测试<b>邮件</b> stays one run. Nothing is
interpreted or trusted. Regular expressions without backtracking do the work, so
that time stays in proportion to size whatever the page is made of.
"""

from __future__ import annotations

import html
import re
from itertools import repeat
from typing import Final

from mailbox.mime import limits

_UNSEEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(style|script|title|template|noscript|svg|math|textarea)\b.*?(?:</\1\b|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_TAG: Final = re.compile(
    r"<(/?[a-zA-Z][a-zA-Z0-9]*+|[!/?])"
    r"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+>?"""
)
_BLOCKS: Final = (
    "p div br tr td th li ul ol dl dd dt h1 h2 h3 h4 h5 h6 hr table thead tbody tfoot"
    " caption blockquote pre section article aside nav main header footer address"
    " center form fieldset legend figure figcaption body html head option select img"
)
_BREAKS: Final = {
    f"{slash}{name}": "\n"
    for block in _BLOCKS.split()
    for name in (block, block.upper(), block.capitalize())
    for slash in ("", "/")
}
_GAP: Final = re.compile(r"\n[\n ]++")
_COMMON: Final = (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'))
_MANY_ENTITIES: Final = 20


def html_text(source: str) -> str:
    """Give the text of a page, one line for each block, at most 200,000 characters."""
    page = source[: limits.HTML_CHARACTERS]
    for space in "\r\n\t":
        page = page.replace(space, " ")
    pieces = _TAG.split(_UNSEEN.sub("", page))
    pieces[1::2] = map(_BREAKS.get, pieces[1::2], repeat(""))
    page = _unescape(_GAP.sub("\n", "".join(pieces)))
    lines = [" ".join(line.split()) for line in page.split("\n")]
    return "\n".join(line for line in lines if line)[: limits.TEXT_CHARACTERS]


def _unescape(page: str) -> str:
    if "&" not in page:
        return page
    if page.count("&") > _MANY_ENTITIES:
        for entity, character in _COMMON:
            page = page.replace(entity, character)
    return html.unescape(page)
