"""The line of a list that tells what a message says.

The author's own first words: no quotes, no signature, no bare links, none of
the invisible characters that newsletters fill their previews with.
"""

from __future__ import annotations

import re
from typing import Final

from mailbox.mime import limits
from mailbox.mime.bodies import Bodies
from mailbox.mime.html_text import html_text
from mailbox.mime.quotes import strip_quotes

LOOKED_AT: Final = 4_000
HTML_LOOKED_AT: Final = 100_000
_SIGNATURE: Final = re.compile(r"(?:\A|\n)-- ?\r?\n")
_LINK: Final = re.compile(r"<?https?://[^\s<>]++>?|\[(?:cid|image):[^\]\n]*+\]", re.I)
_RULE: Final = re.compile(r"[-_=*~#.·]{4,}")
_INVISIBLE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufffc]+"
)


def make_preview(bodies: Bodies) -> str:
    """Make the preview of a message, at most 200 characters."""
    if bodies.text and bodies.text.strip():
        return preview_of(bodies.text)
    return preview_of(html_text((bodies.html or "")[:HTML_LOOKED_AT]))


def preview_of(text: str) -> str:
    """Make a preview of a text; of its quotes if there is nothing else."""
    start = text[:LOOKED_AT].replace("\r\n", "\n")
    signature = _SIGNATURE.search(start)
    own = start[: signature.start()] if signature else start
    return _first_words(strip_quotes(own)) or _first_words(own) or _first_words(start)


def _first_words(text: str) -> str:
    shown = _INVISIBLE.sub(" ", _RULE.sub(" ", _LINK.sub(" ", text)))
    return " ".join(shown.split())[: limits.PREVIEW_CHARACTERS]
