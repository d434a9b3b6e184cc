"""A finished message from what an author wrote.

Gives RFC 5322 bytes: CRLF, seven bits, no line past 998 octets, never a Bcc.
The tree is alternative (text, HTML), related (inline images), mixed (files),
each level only where it is needed (RFC 2046 §5.1). Signing, queueing and who
may send as whom are left to others.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final

import idna

from mailbox.mime.addresses import NamedAddress
from mailbox.mime.body_parts import (
    BodyPart,
    FileToSend,
    file_part,
    join_parts,
    text_part,
)
from mailbox.mime.encoding import (
    LINE_OCTETS,
    encode_phrase,
    encode_unstructured,
    quote_string,
    refuse_breaks,
)

__all__ = [
    "FileToSend",
    "NeedsSmtpUtf8",
    "NotAnAddress",
    "Outgoing",
    "build_message",
    "legal_message_id",
    "new_message_id",
    "with_bcc",
    "write_address_field",
]

REFERENCES_KEPT: Final = 100
NOBODY: Final = "undisclosed-recipients:;"
_MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,900}>")
_DOT_ATOM: Final = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_LITERAL: Final = re.compile(r"\[[0-9A-Za-z.:-]{2,60}\]")
_LONGEST_ADDRESS: Final = 900


class NeedsSmtpUtf8(ValueError):
    """The local part is not ASCII, so only RFC 6531 could carry the address."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address} has a local part outside ASCII")
        self.address = address


class NotAnAddress(ValueError):
    """The text cannot stand as `local-part@domain`."""

    def __init__(self, address: str) -> None:
        super().__init__(f"{address!r} is not an address")
        self.address = address


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What an author wrote, ready to be made into bytes.

    `date` is aware. `message_id`, `in_reply_to` and `references` may come with
    or without angle brackets.
    """

    from_: NamedAddress
    to: tuple[NamedAddress, ...]
    subject: str
    text: str
    message_id: str
    date: datetime
    cc: tuple[NamedAddress, ...] = ()
    bcc: tuple[NamedAddress, ...] = ()
    html: str | None = None
    attachments: tuple[FileToSend, ...] = ()
    inline: tuple[FileToSend, ...] = ()
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    reply_to: NamedAddress | None = None


def build_message(outgoing: Outgoing) -> bytes:
    """Make the bytes of a message.

    Raises:
        UnsafeField: A name, subject or file name holds a line break or NUL.
        NeedsSmtpUtf8: An address has a local part outside ASCII.
        NotAnAddress: An address cannot be written in a header field.
        ValueError: The date is naive, or the message id has no legal form.
    """
    body = _arrange(outgoing)
    fields = [*_header_fields(outgoing), "MIME-Version: 1.0", *body.fields]
    head = "\r\n".join(fields).encode("ascii")
    return head + b"\r\n\r\n" + body.content


def with_bcc(raw: bytes, bcc: Iterable[NamedAddress]) -> bytes:
    """Give the author's own copy, which alone names the hidden recipients."""
    people = tuple(bcc)
    end = raw.index(b"\r\n\r\n") + 2
    if not people:
        return raw
    line = write_address_field("Bcc", people).encode("ascii") + b"\r\n"
    return raw[:end] + line + raw[end:]


def new_message_id(domain: str) -> str:
    """Make a message id, in angle brackets, that tells nothing of its author."""
    return f"<{secrets.token_hex(16)}@{_ascii_domain(domain)}>"


def write_address_field(name: str, people: Sequence[NamedAddress]) -> str:
    """Write a field of addresses, one on a line.

    Raises:
        UnsafeField, NeedsSmtpUtf8, NotAnAddress: As `build_message`.
    """
    used = len(name) + 2
    written = [
        _named(name, person, used=used if index == 0 else 1)
        for index, person in enumerate(people)
    ]
    return f"{name}: " + ",\r\n ".join(written)


def legal_message_id(identifier: str) -> str | None:
    """Give a message id in angle brackets; None if it cannot stand in a field."""
    bare = identifier.strip().removeprefix("<").removesuffix(">")
    bracketed = f"<{bare}>"
    return bracketed if _MESSAGE_ID.fullmatch(bracketed) else None


def _header_fields(outgoing: Outgoing) -> list[str]:
    if outgoing.date.tzinfo is None:
        raise ValueError("the date of a message needs a time zone")
    fields = [
        f"Date: {format_datetime(outgoing.date)}",
        write_address_field("From", (outgoing.from_,)),
    ]
    if outgoing.reply_to:
        fields.append(write_address_field("Reply-To", (outgoing.reply_to,)))
    fields += _recipient_fields(outgoing)
    subject = refuse_breaks("Subject", outgoing.subject).strip()
    written = encode_unstructured(subject, used=len("Subject: "))
    fields.append(f"Subject: {written}".rstrip(" "))
    return fields + _thread_fields(outgoing)


def _recipient_fields(outgoing: Outgoing) -> list[str]:
    named = (("To", outgoing.to), ("Cc", outgoing.cc))
    fields = [write_address_field(name, people) for name, people in named if people]
    return fields or [f"To: {NOBODY}"]


def _thread_fields(outgoing: Outgoing) -> list[str]:
    own = legal_message_id(outgoing.message_id)
    if own is None:
        raise ValueError("the message id has no legal form")
    fields = [f"Message-ID: {own}"]
    parent = legal_message_id(outgoing.in_reply_to or "")
    if parent:
        fields.append(f"In-Reply-To: {parent}")
    chain = _kept_references(outgoing.references)
    if chain:
        fields.append("References: " + "\r\n ".join(chain))
    return fields


def _kept_references(references: Sequence[str]) -> list[str]:
    """Keep the root and the nearest ancestors; drop ids no parser could read."""
    legal = (legal_message_id(reference) for reference in references)
    chain = list(dict.fromkeys(found for found in legal if found))
    if len(chain) <= REFERENCES_KEPT:
        return chain
    return [chain[0], *chain[1 - REFERENCES_KEPT :]]


def _named(field: str, person: NamedAddress, *, used: int) -> str:
    address = _ascii_address(person.address)
    name = refuse_breaks(field, person.name).strip()
    if not name:
        return address
    phrase = encode_phrase(name, used=used)
    last_line = phrase.rsplit("\r\n", 1)[-1]
    gap = " " if used + len(last_line) + len(address) + 4 <= LINE_OCTETS else "\r\n "
    return f"{phrase}{gap}<{address}>"


def _ascii_address(address: str) -> str:
    """Write an address for a header field, its domain as A-labels."""
    local, at, domain = address.strip().rpartition("@")
    if not at or not local or not domain or len(address) > _LONGEST_ADDRESS:
        raise NotAnAddress(address)
    if not local.isascii():
        raise NeedsSmtpUtf8(address)
    if not local.isprintable():
        raise NotAnAddress(address)
    try:
        return f"{_written_local(local)}@{_ascii_domain(domain)}"
    except idna.IDNAError as error:
        raise NotAnAddress(address) from error


def _written_local(local: str) -> str:
    if _DOT_ATOM.fullmatch(local):
        return local
    if len(local) > 1 and local[0] == local[-1] == '"':
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    return quote_string(local)


def _ascii_domain(domain: str) -> str:
    if _LITERAL.fullmatch(domain):
        return domain
    return idna.encode(domain, uts46=True).decode("ascii")


def _arrange(outgoing: Outgoing) -> BodyPart:
    """Nest the bodies and files into the smallest tree that holds them."""
    seed = outgoing.message_id
    files = list(outgoing.attachments)
    content = text_part(outgoing.text, "plain")
    if outgoing.html is None:
        files += outgoing.inline
    else:
        shown = _with_images(outgoing.html, outgoing.inline, seed)
        content = join_parts("alternative", [content, shown], seed=seed)
    if not files:
        return content
    attached = [file_part(file, inline=False) for file in files]
    return join_parts("mixed", [content, *attached], seed=seed)


def _with_images(html: str, images: Sequence[FileToSend], seed: str) -> BodyPart:
    page = text_part(html, "html")
    if not images:
        return page
    shown = [file_part(image, inline=True) for image in images]
    return join_parts(
        "related", [page, *shown], seed=seed, parameters=('type="text/html"',)
    )
