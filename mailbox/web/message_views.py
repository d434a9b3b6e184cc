"""One message of a conversation as the value that a template prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from mailbox.compose.resending import find_failed_of_report
from mailbox.errors import ContentUnreadable
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.summary import Envelope, envelope_from_json
from mailbox.models import Entry, Message, Role
from mailbox.reading import bodies
from mailbox.reading.converters.limits import INPUT_BYTES
from mailbox.reading.deliveries import DeliveryWords, describe_deliveries
from mailbox.reading.glance import glance_at
from mailbox.reading.image_senders import ImageChoice
from mailbox.reading.looks import Look
from mailbox.reading.outgoing import html_to_text
from mailbox.reading.plain_text import text_to_html
from mailbox.reading.preview_kinds import Kind, kind_of_file
from mailbox.reading.senders import Note, Sender
from mailbox.web.page_values import Person
from mailbox.web.thread_values import (
    Body,
    Delivery,
    FileLink,
    MessageView,
    TrustChip,
)

NOBODY: Final = Sender()
MOST_PEOPLE: Final = 100
MOST_FILES: Final = 100


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: their address, the folder they look from, what they allow.

    `senders` says what is known of the senders of the open messages; `answers_all`
    that an answer is to everybody, if its reader does not say otherwise.
    """

    me: str
    folder_id: int
    senders: Mapping[int, Sender] = field(default_factory=dict)
    images: ImageChoice = ImageChoice()  # noqa: RUF009  # frozen
    answers_all: bool = False


def folded_view(entry: Entry, reader: Reader) -> MessageView:
    """Show a message as one line that leads to it."""
    message = entry.message
    return MessageView(
        id=message.pk,
        sender=_author(message, reader.me),
        at=message.received_at,
        snippet=message.preview,
        is_unread=not entry.seen,
        is_mine=message.is_outgoing,
        open_url=_url_of(entry),
        piece_url=_piece_url(entry, reader),
    )


def open_view(entry: Entry, message: Message, reader: Reader) -> MessageView:
    """Show a message in full; `message` has every column."""
    envelope = envelope_from_json(message.envelope)
    people = partial(_people, me=reader.me)
    named = (envelope.to, envelope.cc, envelope.bcc, envelope.reply_to)
    deliveries = _deliveries(message)
    is_elsewhere = entry.folder_id != reader.folder_id
    sender = reader.senders.get(message.pk, NOBODY)
    return MessageView(
        id=message.pk,
        sender=_author(message, reader.me),
        at=message.sent_at or message.received_at,
        snippet=message.preview,
        to=people(envelope.to),
        cc=people(envelope.cc),
        bcc=people(envelope.bcc),
        reply_to=people(envelope.reply_to),
        more_people=sum(max(0, len(each) - MOST_PEOPLE) for each in named),
        received_at=message.received_at,
        size_bytes=message.size_bytes,
        is_open=True,
        is_unread=not entry.seen,
        is_starred=entry.flagged,
        is_mine=message.is_outgoing,
        is_broken=bool(message.defects),
        draft_url=_draft_url(message),
        open_url=_url_of(entry),
        piece_url=_piece_url(entry, reader),
        chips=_chips(sender),
        warning=next((note for note in sender.notes if note.is_warning), None),
        is_first=any(note.note is Note.FIRST for note in sender.notes),
        same_name_as=_same_name_as(sender),
        body=_body(entry, message, reader.images),
        files=_files(message),
        more_files=max(0, len(_shown_files(message)) - MOST_FILES),
        deliveries=tuple(
            Delivery(Person(each.address), each.state, each.words)
            for each in deliveries
        ),
        answers_all=reader.answers_all and _has_others(message, envelope, reader.me),
        again_url=_again_url(message, deliveries),
        folder_label=entry.folder.title if is_elsewhere else "",
    )


def place_of(message: Message) -> str:
    """Give the URL of a message within its conversation."""
    entry = message.entries.order_by("pk").first()
    if entry is None:
        return reverse("mailbox:inbox")
    return _url_of(entry)


def write_to(address: str) -> str:
    """Lead a mail address to the page on which one writes to it."""
    return f"{reverse('mailbox:compose')}?{urlencode({'to': address})}"


def _url_of(entry: Entry, *, with_images: bool = False) -> str:
    number = entry.message_id
    place = reverse(
        "mailbox:conversation", args=[entry.folder_id, entry.conversation_id]
    )
    images = f"&images={number}" if with_images else ""
    return f"{place}?open={number}{images}#m{number}"


def _piece_url(entry: Entry, reader: Reader) -> str:
    url = reverse("mailbox:opened", args=[entry.message_id])
    return f"{url}?from={reader.folder_id}"


def _author(message: Message, me: str) -> Person:
    address = message.from_address
    return Person(address, message.from_name, is_me=address.casefold() == me)


def _people(people: Sequence[NamedAddress], *, me: str) -> tuple[Person, ...]:
    return tuple(
        Person(each.address, each.name, is_me=each.address.casefold() == me)
        for each in people[:MOST_PEOPLE]
    )


def _chips(sender: Sender) -> tuple[TrustChip, ...]:
    if not sender.is_outside:
        return ()
    return (TrustChip(pgettext("sender", "External"), "globe"),)


def _same_name_as(sender: Sender) -> str:
    found = (note.other for note in sender.notes if note.note is Note.SAME_NAME)
    return next(found, "")


def _draft_url(message: Message) -> str:
    return reverse("mailbox:edit", args=[message.pk]) if message.is_draft else ""


def _body(entry: Entry, message: Message, images: ImageChoice) -> Body:
    """Show the HTML in its frame, else the text, else why there is neither."""
    try:
        return _framed(entry, message, images) or _written(message)
    except ContentUnreadable as error:
        return Body(fault=str(error.words))


def _framed(entry: Entry, message: Message, images: ImageChoice) -> Body | None:
    """Show the HTML; none if there is none, or too much of it to be parsed."""
    html = bodies.read_html(message)
    seen = glance_at(html)
    if not html or seen.is_too_much:
        return None
    is_junk = entry.folder.role == Role.JUNK
    has_images = bool(seen.pictures.images)
    is_shown = has_images and images.shows(message, is_junk=is_junk)
    is_asked = has_images and not is_shown
    may_ask = is_asked and images.policy != "never"
    url = _frame_url(message, seen.look, with_images=is_shown)
    return Body(
        frame_url=url,
        dark_url=url.replace(f"={seen.look}", f"={Look.DARK}")
        if seen.look is Look.PAPER
        else "",
        look=seen.look,
        held_images=seen.pictures.images if is_asked else 0,
        trackers=seen.pictures.trackers,
        images_url=_url_of(entry, with_images=True) if may_ask else "",
        images_frame_url=_frame_url(message, seen.look, with_images=True),
        may_trust=may_ask and not is_junk and bool(message.from_address),
    )


def _frame_url(message: Message, look: Look, *, with_images: bool) -> str:
    url = reverse("mailbox:body", args=[message.pk])
    return f"{url}?look={look}{'&images=1' if with_images else ''}"


def _written(message: Message) -> Body:
    text = bodies.read_text(message) or html_to_text(bodies.read_html(message))
    shown = text_to_html(text, author=message.from_name, write_to=write_to)
    return Body(text=SafeString(shown))


def _files(message: Message) -> tuple[FileLink, ...]:
    return tuple(
        FileLink(
            section=fact["section"],
            name=fact["filename"],
            size_bytes=fact["size_bytes"],
            content_type=fact["content_type"],
            has_thumbnail=_has_thumbnail(
                fact["content_type"], fact["filename"], fact["size_bytes"]
            ),
        )
        for fact in _shown_files(message)[:MOST_FILES]
    )


def _shown_files(message: Message) -> list[dict[str, Any]]:
    return [fact for fact in message.file_facts if not fact["is_inline"]]


def _has_thumbnail(content_type: str, name: str, size_bytes: int) -> bool:
    is_picture = kind_of_file(content_type, name) is Kind.PICTURE
    return is_picture and size_bytes <= INPUT_BYTES


def _has_others(message: Message, envelope: Envelope, me: str) -> bool:
    """Tell whether an answer to everybody goes to more people than the author."""
    known = {me, message.from_address.casefold()}
    named = {each.address.casefold() for each in (*envelope.to, *envelope.cc)}
    return bool(named - known) and not (message.is_outgoing and not envelope.cc)


def _deliveries(message: Message) -> tuple[DeliveryWords, ...]:
    return describe_deliveries(message.pk) if message.is_outgoing else ()


def _again_url(message: Message, deliveries: Sequence[DeliveryWords]) -> str:
    """Lead to writing again for whom a letter, or that of a report, did not reach."""
    failed = (each.envelope_id for each in deliveries if each.state == "failed")
    envelope_id = (
        next(failed, None) if message.is_outgoing else find_failed_of_report(message)
    )
    return reverse("mailbox:send_again", args=[envelope_id]) if envelope_id else ""
