"""Starting an answer: whom it goes to, its subject, its thread, its quote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext as _

from mailbox.errors import ContentUnreadable
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.summary import Envelope, envelope_from_json
from mailbox.models import MailAddress, Mailbox, Message
from mailbox.reading.bodies import ensure_readable, read_html, read_text
from mailbox.reading.moments import exact_time, quoting_line
from mailbox.reading.outgoing import html_to_text

QUOTE_LIMIT: Final = 200_000
_REPLIED: Final = re.compile(r"\s*(re|回复|答复|回覆)\s*[:：]", re.IGNORECASE)
_FORWARDED: Final = re.compile(r"\s*(fwd?|转发|轉寄)\s*[:：]", re.IGNORECASE)


class Action(StrEnum):
    """How a letter came to be begun."""

    NEW = "new"
    REPLY = "reply"
    REPLY_ALL = "replyall"
    FORWARD = "forward"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a composer starts with."""

    action: Action
    from_address: str
    to: tuple[NamedAddress, ...] = ()
    cc: tuple[NamedAddress, ...] = ()
    subject: str = ""
    text: str = ""
    parent_number: int | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


def begin_reply(mailbox: Mailbox, parent: Message, *, to_all: bool) -> Beginning:
    """Begin a reply (RFC 5322 §3.6.4): Reply-To before From, References grown."""
    envelope = envelope_from_json(parent.envelope)
    mine = _own_addresses(mailbox)
    to = _without(envelope.reply_to or envelope.from_, mine) or envelope.to
    if parent.is_outgoing:
        to = envelope.to
    others = _without((*envelope.to, *envelope.cc), mine) if to_all else ()
    taken = {person.address.casefold() for person in to}
    return Beginning(
        action=Action.REPLY_ALL if to_all else Action.REPLY,
        from_address=_answering_address(mailbox, envelope, mine),
        to=tuple(to),
        cc=_without(others, taken),
        subject=_prefixed("Re", parent.subject, _REPLIED),
        text=_quote(parent),
        parent_number=parent.pk,
        in_reply_to=parent.message_id,
        references=(*envelope.references, *filter(None, [parent.message_id])),
    )


def begin_forward(mailbox: Mailbox, parent: Message) -> Beginning:
    """Begin a forward: the text below a header block; the files come along.

    Raises:
        ContentUnreadable: There is nothing that could be forwarded.
    """
    ensure_readable(parent)
    envelope = envelope_from_json(parent.envelope)
    return Beginning(
        action=Action.FORWARD,
        from_address=_answering_address(mailbox, envelope, _own_addresses(mailbox)),
        subject=_prefixed("Fwd", parent.subject, _FORWARDED),
        text=f"\n\n{_forwarded_block(parent, envelope)}\n\n{_plain_text(parent)}",
        parent_number=parent.pk,
        references=(*envelope.references, *filter(None, [parent.message_id])),
    )


def _own_addresses(mailbox: Mailbox) -> set[str]:
    rows = MailAddress.objects.filter(mailbox=mailbox)
    return set(rows.values_list("address", flat=True))


def _answering_address(mailbox: Mailbox, envelope: Envelope, mine: set[str]) -> str:
    """Answer from the address that was written to, if it is one of ours."""
    for person in (*envelope.to, *envelope.cc):
        if person.address.casefold() in mine:
            return person.address.casefold()
    return mailbox.address


def _without(
    people: Iterable[NamedAddress], addresses: set[str]
) -> tuple[NamedAddress, ...]:
    unique = {person.address.casefold(): person for person in people}
    return tuple(
        person for address, person in unique.items() if address not in addresses
    )


def _prefixed(prefix: str, subject: str, already: re.Pattern[str]) -> str:
    return subject if already.match(subject) else f"{prefix}: {subject}".strip()


def _quote(parent: Message) -> str:
    """Lead the quote in and quote; a letter that cannot be read is answered without."""
    try:
        text = _plain_text(parent)
    except ContentUnreadable:
        return ""
    return f"\n\n{_attribution(parent)}\n{_quoted(text)}"


def _plain_text(parent: Message) -> str:
    text = read_text(parent) or html_to_text(read_html(parent))
    return text.replace("\r\n", "\n").replace("\r", "\n")[:QUOTE_LIMIT].rstrip()


def _quoted(text: str) -> str:
    return "\n".join(
        f">{line}" if line.startswith(">") else f"> {line}".rstrip()
        for line in text.split("\n")
    )


def _attribution(parent: Message) -> str:
    return quoting_line(_written_at(parent), parent.from_name or parent.from_address)


def _forwarded_block(parent: Message, envelope: Envelope) -> str:
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
