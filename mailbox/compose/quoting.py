"""The original below an answer, and what stands above a letter that is passed on.

A quote is kept apart from what is written, as text and as HTML, so that the page
can fold it and the author can leave it out; it is joined to the letter when that
is sent. Pictures from elsewhere are quoted in a forward only: an answer would
tell their owner who reads it.
"""

from __future__ import annotations

import html as entities
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from mailbox.compose.rich_text import (
    Picture,
    TooMuchFormatting,
    any_picture,
    clean_letter,
    html_of_text,
)
from mailbox.errors import ContentUnreadable
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.summary import Envelope, envelope_from_json
from mailbox.models import Message
from mailbox.reading.bodies import read_html, read_text
from mailbox.reading.moments import exact_time, quoting_line
from mailbox.reading.outgoing import html_to_text

QUOTE_LIMIT: Final = 200_000


@dataclass(frozen=True, slots=True)
class Quote:
    """The original, as plain text and as HTML that is clean; both may be empty."""

    text: str = ""
    html: str = ""


def quote_for_reply(parent: Message) -> Quote:
    """Lead the quote in and quote; a letter that cannot be read is answered without."""
    try:
        text = _plain_text(parent)
        original = _original(parent, text, picture=lambda _source: None)
    except ContentUnreadable:
        return Quote()
    line = quoting_line(_written_at(parent), parent.from_name or parent.from_address)
    led_in = f'<div class="quote-line">{entities.escape(line, quote=False)}</div>'
    return Quote(
        text=f"{line}\n{_marked(text)}",
        html=f'{led_in}<blockquote type="cite">{original}</blockquote>',
    )


def quote_for_forward(parent: Message) -> Quote:
    """Give the letter below a block that says whose it is; pictures stay."""
    text = _plain_text(parent)
    head = _head(parent, envelope_from_json(parent.envelope))
    return Quote(
        text=f"{head}\n\n{text}",
        html=f"{html_of_text(head)}<div><br></div>"
        + _original(parent, text, picture=any_picture),
    )


def _original(parent: Message, text: str, *, picture: Picture) -> str:
    """Give the original's HTML; its text as HTML where it has none or too much."""
    page = read_html(parent) if parent.html_section else ""
    if not page.strip():
        return html_of_text(text)
    try:
        return clean_letter(page, picture=picture)
    except TooMuchFormatting:
        return html_of_text(text)


def _plain_text(parent: Message) -> str:
    text = read_text(parent) or html_to_text(read_html(parent))
    return text.replace("\r\n", "\n").replace("\r", "\n")[:QUOTE_LIMIT].rstrip()


def _marked(text: str) -> str:
    return "\n".join(
        f">{line}" if line.startswith(">") else f"> {line}".rstrip()
        for line in text.split("\n")
    )


def _head(parent: Message, envelope: Envelope) -> str:
    lines = [
        "---------- " + _("Forwarded message") + " ----------",
        _("From: %(people)s") % {"people": _people(envelope.from_)},
        _("Date: %(date)s") % {"date": exact_time(_written_at(parent))},
        _("Subject: %(subject)s") % {"subject": parent.subject},
        _("To: %(people)s") % {"people": _people(envelope.to)},
    ]
    if envelope.cc:
        lines.append(_("Cc: %(people)s") % {"people": _people(envelope.cc)})
    return "\n".join(lines)


def _people(people: Iterable[NamedAddress]) -> str:
    return ", ".join(
        f"{person.name} <{person.address}>" if person.name else person.address
        for person in people
    )


def _written_at(parent: Message) -> datetime:
    return parent.sent_at or parent.received_at
