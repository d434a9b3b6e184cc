"""Starting an answer: whom it goes to, its subject, its thread, its quote."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypedDict

from accounts.models.preferences import Quoting
from mailbox.compose.quoting import Quote, quote_for_forward, quote_for_reply
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.summary import Envelope, envelope_from_json
from mailbox.models import MailAddress, Mailbox, Message
from mailbox.reading.bodies import ensure_readable

_REPLIED: Final = re.compile(r"\s*(re|回复|答复|回覆)\s*[:：]", re.IGNORECASE)
_FORWARDED: Final = re.compile(r"\s*(fwd?|转发|轉寄)\s*[:：]", re.IGNORECASE)


NO_QUOTE: Final = Quote()


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
    html: str = ""
    quote: Quote = NO_QUOTE
    parent_number: int | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


class _Placed(TypedDict):
    """Where a quote stands: in the letter already, or folded below it."""

    text: str
    html: str
    quote: Quote


def begin_new(mailbox: Mailbox) -> Beginning:
    """Begin a letter that answers nothing."""
    return Beginning(action=Action.NEW, from_address=mailbox.address)


def begin_reply(mailbox: Mailbox, parent: Message, *, to_all: bool) -> Beginning:
    """Begin a reply (RFC 5322 §3.6.4): Reply-To before From, References grown."""
    preferences = mailbox.account.preferences
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
        **_placed(quote_for_reply(parent), preferences.quoting),
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
        quote=quote_for_forward(parent),
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


def _placed(quote: Quote, where: str) -> _Placed:
    """Put the quote where its author wants it, seen from the answer."""
    if where == Quoting.NONE or not quote.text:
        return _Placed(text="", html="", quote=Quote())
    if where == Quoting.ABOVE:
        return _Placed(text="", html="", quote=quote)
    below = "<div><br></div><div><br></div>"
    return _Placed(text=f"{quote.text}\n\n", html=quote.html + below, quote=Quote())
