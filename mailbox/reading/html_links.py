"""Links of an HTML letter: each says where it leads, in its title and beside it."""

from __future__ import annotations

from html import escape, unescape
from typing import Final

from django.utils.translation import gettext as _

from mailbox.reading.link_targets import (
    host_of,
    lead_to_compose,
    misleads,
    show_host,
)
from mailbox.reading.links import WriteTo
from mailbox.reading.markup import Markup, Tag, write_attributes

LONGEST_TITLE: Final = 300


def dress_links(markup: Markup, write_to: WriteTo | None = None) -> Markup:
    """Give each link its target as title, and a note where its words disagree."""
    dressed: Markup = []
    address, text = "", ""
    for piece in markup:
        dressed.append(piece)
        if isinstance(piece, str):
            text += piece if address else ""
        elif piece.name == "a" and not piece.is_end:
            address, text = piece.read().get("href", ""), ""
            if address:
                dressed[-1] = _dress(piece, address, write_to)
        elif piece.name == "a":
            if address and misleads(unescape(text), address):
                dressed.append(_note(address))
            address = ""
    return dressed


def _dress(tag: Tag, address: str, write_to: WriteTo | None) -> Tag:
    given = tag.read()
    is_mail = address[:7].lower() == "mailto:"
    if is_mail and write_to:
        given["href"] = lead_to_compose(address, write_to)
    shown = address[7:] if is_mail else _shown(address)
    given["title"] = shown[:LONGEST_TITLE]
    return Tag("a", write_attributes(given))


def _shown(address: str) -> str:
    """Write a URL for eyes: the host in letters where that says more."""
    host = host_of(address)
    return f"{show_host(host)}: {address}" if "xn--" in host else address


def _note(address: str) -> str:
    words = _("leads to %(host)s") % {"host": show_host(host_of(address))}
    return f'<span class="leads">{escape(words)}</span>'
