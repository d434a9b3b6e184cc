"""The words of an HTML page, for search and previews; never for display.

Only block tags break words, so that 测试<b>邮件</b> stays one run. Nothing is
interpreted or trusted. Regular expressions without backtracking do the work, so
that time stays in proportion to size whatever the page is made of.
"""

from __future__ import annotations

import html
import re
from typing import Final

from mailbox.mime import limits

_TAG_REST: Final = r"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+'|["'])*+>?"""
_UNSEEN: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(style|script|title|template|noscript|svg|math|textarea)\b.*?(?:</\1\b|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK: Final = re.compile(
    r"</?+(?:p|div|br|tr|td|th|li|[uod]l|d[td]|h[1-6r]|table|t(?:head|body|foot)"
    r"|blockquote|pre|section|article|aside|nav|main|header|footer|address|center"
    r"|form|fieldset|figure|figcaption|body|html|head|option|select|img)\b"
    rf"{_TAG_REST}",
    re.IGNORECASE,
)
_INLINE: Final = re.compile(rf"<[a-zA-Z/!?]{_TAG_REST}")
_COMMON: Final = (("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'))
_MANY_ENTITIES: Final = 20


def html_text(source: str) -> str:
    """Give the text of a page, one line for each block, at most 200,000 characters."""
    page = " ".join(source[: limits.HTML_CHARACTERS].split())
    page = _drop_unseen(page)
    page = _INLINE.sub("", _BLOCK.sub("\n", page))
    page = _unescape(page)
    lines = (" ".join(line.split()) for line in page.split("\n"))
    return "\n".join(line for line in lines if line)[: limits.TEXT_CHARACTERS]


def _drop_unseen(page: str) -> str:
    """Drop what no reader sees: comments, styles, scripts."""
    return _UNSEEN.sub("", page)


def _unescape(page: str) -> str:
    if "&" not in page:
        return page
    if page.count("&") > _MANY_ENTITIES:
        for entity, character in _COMMON:
            page = page.replace(entity, character)
    return html.unescape(page)
