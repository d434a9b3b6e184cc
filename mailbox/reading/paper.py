"""A letter for paper: cleaned as for its frame, but flowing with what is around it.

A frame does not break between pages. So the letter stands in the page itself, its own
style sheets confined to it (`@scope`, CSS Cascade 6 §2.5), under the frame's policy.
"""

from __future__ import annotations

from typing import Final

from mailbox.reading.frame import SANDBOX
from mailbox.reading.guard import is_too_much
from mailbox.reading.safe_html import SafeHtml
from mailbox.reading.sanitise import Showing, sanitise_body, sanitise_sheets

PAPER_CSP: Final = (
    "default-src 'none'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; "
    f"sandbox {SANDBOX} allow-modals"
)
"""No script runs; `allow-modals` lets the page around open the dialogue to print."""


def letter_on_paper(html: str, showing: Showing, *, place: str) -> SafeHtml | None:
    """Clean a letter for a place in a page; None if it is too much to parse.

    Args:
        html: As it came.
        showing: What it may show.
        place: The id of the element that holds it, one of ours.
    """
    if is_too_much(html):
        return None
    sheets = sanitise_sheets(html)
    body, _pictures = sanitise_body(html, showing)
    own = f"<style>@scope (#{place}) {{\n{sheets}\n}}</style>" if sheets else ""
    return SafeHtml(f'{own}<div class="letter" id="{place}">{body}</div>')
