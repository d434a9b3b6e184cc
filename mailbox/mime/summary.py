"""Everything that a Message row needs, reckoned once from the bytes.

Filing, search, lists and IMAP's ENVELOPE read this and never parse again. The
envelope half is kept as JSON with the row; ids are without angle brackets.
"""

from __future__ import annotations

import mmap
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypedDict

from mailbox.mime import limits
from mailbox.mime.addresses import NamedAddress, parse_address_list
from mailbox.mime.bodies import (
    Bodies,
    choose_bodies,
    list_attachments,
    referenced_ids,
)
from mailbox.mime.dates import parse_date
from mailbox.mime.headers import Header
from mailbox.mime.html_text import html_text
from mailbox.mime.parse import Buffer, ParsedMessage, Searchable, parse_message
from mailbox.mime.parts import Part, measure_part
from mailbox.mime.preview import preview_of
from mailbox.mime.threads import (
    base_subject,
    is_reply_subject,
    read_ids,
    reference_ids,
)

STUB_CHARACTERS: Final = 200
_UNSTORABLE: Final = re.compile(r"[\x00\ud800-\udfff]")
_ENDINGS: Final = {
    "text/plain": "txt",
    "text/html": "html",
    "text/calendar": "ics",
    "text/vcard": "vcf",
    "text/csv": "csv",
    "text/rfc822-headers": "txt",
    "message/delivery-status": "txt",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
}


class EnvelopeJson(TypedDict, total=False):
    """An envelope as JSON: people are `[name, address]`; empty fields are absent."""

    subject: str
    sent_at: str
    message_id: str
    in_reply_to: str
    references: list[str]
    people: dict[str, list[list[str]]]


class FileJson(TypedDict):
    """A file's facts as JSON."""

    section: str
    filename: str
    content_type: str
    size_bytes: int
    is_inline: bool
    content_id: str


@dataclass(frozen=True, slots=True)
class AttachmentFact:
    """What is known of a file without opening it.

    `filename` is never empty; `size_bytes` is an estimate of the decoded size;
    `is_inline` files are shown within the HTML.
    """

    section: str
    filename: str
    content_type: str
    size_bytes: int
    is_inline: bool
    content_id: str

    def to_json(self) -> FileJson:
        """Give the facts as they are kept with the row."""
        return {
            "section": self.section,
            "filename": self.filename,
            "content_type": self.content_type,
            "size_bytes": self.size_bytes,
            "is_inline": self.is_inline,
            "content_id": self.content_id,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who, when and what, as the header says it (RFC 9051 §7.5.2)."""

    subject: str = ""
    from_: tuple[NamedAddress, ...] = ()
    sender: tuple[NamedAddress, ...] = ()
    reply_to: tuple[NamedAddress, ...] = ()
    to: tuple[NamedAddress, ...] = ()
    cc: tuple[NamedAddress, ...] = ()
    bcc: tuple[NamedAddress, ...] = ()
    sent_at: datetime | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Envelope):
    """A message in short. `text` is for search: at most 200,000 characters."""

    base_subject: str = ""
    is_reply: bool = False
    preview: str = ""
    text: str = ""
    text_section: str = ""
    html_section: str = ""
    attachments: tuple[AttachmentFact, ...] = ()
    structure: Part
    header_bytes: int = 0
    defects: tuple[str, ...] = ()


def summarise(raw: Buffer) -> Summary:
    """Reckon the summary of a message; never raises on any bytes."""
    source = raw if isinstance(raw, (bytes, mmap.mmap)) else bytes(raw)
    parsed = parse_message(source)
    header = parsed.header
    bodies = choose_bodies(parsed, source)
    text = _text_of(bodies)
    subject = _storable(header.get("subject") or "")[: limits.SUBJECT_CHARACTERS]
    return Summary(
        subject=subject,
        from_=_people(header, "from"),
        sender=_people(header, "sender"),
        reply_to=_people(header, "reply-to"),
        to=_people(header, "to"),
        cc=_people(header, "cc"),
        bcc=_people(header, "bcc"),
        sent_at=parse_date(header.get("date")),
        message_id=_first_id(header, "message-id"),
        in_reply_to=_first_id(header, "in-reply-to"),
        references=reference_ids(header),
        base_subject=base_subject(subject),
        is_reply=is_reply_subject(subject),
        preview=preview_of(text),
        text=text,
        text_section=bodies.text_section,
        html_section=bodies.html_section,
        attachments=_list_facts(parsed, bodies, source),
        structure=parsed.root,
        header_bytes=parsed.root.body_start,
        defects=parsed.defects,
    )


def envelope_to_json(envelope: Envelope) -> EnvelopeJson:
    """Give what `envelope_from_json` reads; a summary is an envelope too."""
    given: EnvelopeJson = {"subject": envelope.subject}
    if envelope.sent_at is not None:
        given["sent_at"] = envelope.sent_at.isoformat()
    if envelope.message_id:
        given["message_id"] = envelope.message_id
    if envelope.in_reply_to:
        given["in_reply_to"] = envelope.in_reply_to
    if envelope.references:
        given["references"] = list(envelope.references)
    fields = {
        "from": envelope.from_,
        "sender": envelope.sender,
        "reply_to": envelope.reply_to,
        "to": envelope.to,
        "cc": envelope.cc,
        "bcc": envelope.bcc,
    }
    given["people"] = {
        name: [[person.name, person.address] for person in people]
        for name, people in fields.items()
        if people
    }
    return given


def envelope_from_json(given: EnvelopeJson) -> Envelope:
    """Read what `envelope_to_json` gave; an empty object is an empty envelope."""
    people = {
        field: tuple(NamedAddress(name, address) for name, address in pairs)
        for field, pairs in given.get("people", {}).items()
    }
    sent_at = given.get("sent_at")
    return Envelope(
        subject=given.get("subject", ""),
        from_=people.get("from", ()),
        sender=people.get("sender", ()),
        reply_to=people.get("reply_to", ()),
        to=people.get("to", ()),
        cc=people.get("cc", ()),
        bcc=people.get("bcc", ()),
        sent_at=datetime.fromisoformat(sent_at) if sent_at else None,
        message_id=given.get("message_id", ""),
        in_reply_to=given.get("in_reply_to", ""),
        references=tuple(given.get("references", ())),
    )


def _storable(text: str) -> str:
    """Replace what no database column holds: NUL and lone surrogates."""
    if text.isascii() and "\0" not in text:
        return text
    return _UNSTORABLE.sub("\ufffd", text)


def _people(header: Header, name: str) -> tuple[NamedAddress, ...]:
    """Read a field of addresses, together with any repetition of it."""
    bodies = header.raw_all(name)
    if not bodies:
        return ()
    found = parse_address_list(b",".join(bodies), header.hint)
    return tuple(
        NamedAddress(_storable(person.name), _storable(person.address))
        for person in found
    )


def _first_id(header: Header, name: str) -> str:
    return next(iter(read_ids(header.raw(name))), "")


def _text_of(bodies: Bodies) -> str:
    """Take the text for search; the HTML's where the text is but a stub."""
    text = (bodies.text or "").strip()
    if bodies.html is not None and len(text) < STUB_CHARACTERS:
        page = html_text(bodies.html)
        text = page if len(page) > len(text) else text
    return _storable(text[: limits.TEXT_CHARACTERS])


def _list_facts(
    parsed: ParsedMessage, bodies: Bodies, raw: Searchable
) -> tuple[AttachmentFact, ...]:
    files = list_attachments(parsed.root)
    if not files:
        return ()
    shown = referenced_ids(bodies.html or "")
    data = raw if isinstance(raw, bytes) else raw[:]
    return tuple(
        AttachmentFact(
            section=part.section,
            filename=part.filename or _name_file(part),
            content_type=part.content_type,
            size_bytes=measure_part(data, part),
            is_inline=bool(part.content_id) and part.content_id in shown,
            content_id=part.content_id,
        )
        for part in files
    )


def _name_file(part: Part) -> str:
    """Name a file whose sender did not."""
    if part.is_message:
        return "message.eml"
    ending = _ENDINGS.get(part.content_type)
    return f"file.{ending}" if ending else "file"
