"""The gate before any HTML library: is this page cheap enough to parse?

HTML parsers take time that grows with the square of the depth. Depth and number
of tags are counted here by one linear pass; what is too much is not parsed at
all, and the reader shows the text instead.
"""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 2_000_000
MOST_TAGS: Final = 60_000
DEEPEST: Final = 400

VOID: Final = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()
)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")


def is_too_much(html: str) -> bool:
    """Tell whether parsing a page could take long; linear in its length."""
    if len(html) > LONGEST:
        return True
    depth = deepest = 0
    for count, match in enumerate(_TAG.finditer(html)):
        if count >= MOST_TAGS:
            return True
        if match[2].lower() in VOID:
            continue
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest > DEEPEST
