"""Pictures in the text of a draft: which it names, and which belong to it.

Kept HTML names them as the sent message will, by `cid:` (RFC 2392); only pages
lead that to an address.
"""

from __future__ import annotations

import re
import secrets
from typing import Final
from urllib.parse import unquote

from mailbox.compose.rich_text import Picture, is_remote
from mailbox.models import Draft

_TOO_WIDE: Final = re.compile(
    r"""<img(?=\s[^>]*src="cid:)(?![^>]*\sstyle=)""", re.IGNORECASE
)
_NAMED: Final = re.compile(r'\ssrc="cid:([^"]*)"', re.IGNORECASE)


def new_content_id(domain: str) -> str:
    """Make a content id, without angle brackets."""
    return f"{secrets.token_hex(12)}@{domain}"


def own_pictures(draft: Draft) -> Picture:
    """Let pictures stay that are the draft's own, or somewhere on the web."""
    ids = set(draft.files.exclude(content_id="").values_list("content_id", flat=True))

    def picture(source: str) -> str | None:
        scheme, _colon, rest = source.partition(":")
        is_own = scheme.lower() == "cid" and unquote(rest) in ids
        return source if is_own or is_remote(source) else None

    return picture


def named_pictures(html: str) -> set[str]:
    """Give the content ids that clean HTML names."""
    return {unquote(name) for name in _NAMED.findall(html)}


def fit_pictures(html: str) -> str:
    """Keep pictures of the letter within the width of whatever shows clean HTML."""
    return _TOO_WIDE.sub('<img style="max-width:100%;height:auto"', html)
