"""Links in plain text, and where a link in HTML really leads.

A URL ends where its script ends, so that one glued to Chinese is found; closing
brackets and full stops that belong to the sentence stay outside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Final
from urllib.parse import quote

WriteTo = Callable[[str], str]
"""Gives the URL of the page on which one writes to an address."""

_STOP: Final = r"\s<>\"'`\u2018-\u201f\u3000-\u303f\uff00-\uffef\u3400-\u9fff"
_LINK: Final = re.compile(
    rf"(?<![A-Za-z0-9@./_-])(?:"
    rf"(?P<url>https?://[^{_STOP}]{{1,2000}}|www\.[^{_STOP}.]{{1,63}}\.[^{_STOP}]{{1,2000}})"
    r"|(?:mailto:)?(?P<mail>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8})"
    r")",
    re.IGNORECASE,
)
_TRAILING: Final = ".,;:!?\"'*_~|”’»…"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}


def link_text(text: str, write_to: WriteTo | None = None) -> str:
    """Escape a text and make its addresses into links; linear in its length."""
    pieces: list[str] = []
    position = 0
    for match in _LINK.finditer(text):
        address, shown = _target(match, write_to)
        if not address:
            continue
        pieces.append(escape(text[position : match.start()]))
        pieces.append(
            f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">'
            f"{escape(shown)}</a>"
        )
        position = match.start() + len(shown)
    pieces.append(escape(text[position:]))
    return "".join(pieces)


def _target(match: re.Match[str], write_to: WriteTo | None) -> tuple[str, str]:
    """Give where a match leads and which of its characters are the link."""
    if match["mail"]:
        shown = match[0].rstrip(".-")
        address = match["mail"].rstrip(".-")
        return (write_to(address) if write_to else f"mailto:{quote(address)}"), shown
    shown = _without_tail(match["url"])
    if shown.lower().startswith("www."):
        return (f"http://{shown}" if shown.count(".") > 1 else ""), shown
    return (shown if shown.partition("://")[2] else ""), shown


def _without_tail(address: str) -> str:
    """Leave the sentence its marks: a bracket stays if it was opened inside."""
    while address and _is_the_sentences(address[-1], address):
        address = address[:-1]
    return address


def _is_the_sentences(last: str, address: str) -> bool:
    if last in _PAIRS:
        return address.count(_PAIRS[last]) < address.count(last)
    return last in _TRAILING
