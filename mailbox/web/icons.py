"""The icons: one sprite for all pages, which a browser fetches once."""

from __future__ import annotations

from functools import cache
from typing import Final

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE: Final = "icons/icons.svg"


@cache
def reference(name: str, look: str = "") -> SafeString:
    """Draw an icon by reference, for decoration only; `look` is a class, or empty."""
    return format_html(
        '<svg class="i{}" viewBox="0 0 24 24" aria-hidden="true">'
        '<use href="{}#i-{}"/></svg>',
        f" {look}" if look else "",
        static(SPRITE),
        name,
    )
