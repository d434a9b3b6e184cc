"""Reading: a conversation beside its list, and a message's way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from mailbox.errors import ContentUnreadable
from mailbox.messages import access, flags, listing
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.summary import envelope_from_json
from mailbox.mime.threads import base_subject
from mailbox.models import Entry, Folder, Message, Role, Tag
from mailbox.reading import bodies
from mailbox.reading.deliveries import describe_deliveries
from mailbox.reading.guard import is_too_much
from mailbox.reading.outgoing import html_to_text
from mailbox.reading.plain_text import text_to_html
from mailbox.reading.remote import count_remote_images
from mailbox.reading.tracing import trace_message
from mailbox.web.detail_values import Step, TracePage
from mailbox.web.doors import MailRequest, is_meant, mail_page
from mailbox.web.folders import (
    Cursor,
    list_url,
    make_list_beside,
    move_targets,
    read_cursor,
)
from mailbox.web.page_values import (
    Delivery,
    FileLink,
    MessageView,
    Person,
    Thread,
)
from mailbox.web.rows import tag_chips
from mailbox.web.shell import is_thread_only
from mailsvc.kit.errors import NotFound

MOST_OPENED: Final = 20


@mail_page
@require_safe
def conversation(
    request: MailRequest, folder_id: int, conversation_id: int
) -> HttpResponse:
    """Show a conversation across its folders, and mark it read here."""
    folder = access.get_folder(request.user, folder_id)
    entries = listing.list_conversation(request.mailbox, conversation_id)
    if not entries:
        raise NotFound
    here = [entry for entry in entries if entry.folder_id == folder.pk]
    if not here:
        return redirect("mailbox:folder", folder.pk)
    unread = [entry.pk for entry in here if not entry.seen]
    if unread and is_meant(request):
        flags.mark_seen(request.mailbox.pk, unread, seen=True)
        folder.refresh_from_db()
    cursor = read_cursor(request)
    page: dict[str, object] = {
        "thread": _thread(request, folder, _shown(entries, folder), cursor),
        "unread": 0 if cursor.beside else folder.unread,
    }
    if not is_thread_only(request):
        page["list"] = make_list_beside(request, folder, cursor, conversation_id)
    return render(request, "mailbox/conversation.html", page)


@mail_page
@require_safe
def trace(request: MailRequest, message_id: int) -> HttpResponse:
    """Show where a message has been."""
    message = access.get_message(request.user, message_id)
    entry = message.entries.select_related("folder").first()
    place = [entry.folder_id, message.conversation_id] if entry else None
    page = TracePage(
        message_id=message.pk,
        subject=message.subject,
        steps=tuple(
            Step(trail.at, trail.words, trail.detail, trail.state)
            for trail in trace_message(message)
        ),
        back_url=(
            reverse("mailbox:conversation", args=place)
            if place
            else reverse("mailbox:inbox")
        ),
    )
    return render(request, "mailbox/trace.html", {"trace": page})


def _shown(entries: Sequence[Entry], folder: Folder) -> list[Entry]:
    """Leave out what is in Trash or Junk, unless one is looking there."""
    away = {Role.TRASH, Role.JUNK} - {folder.role}
    return [entry for entry in entries if entry.folder.role not in away]


def _thread(
    request: MailRequest, folder: Folder, entries: Sequence[Entry], cursor: Cursor
) -> Thread:
    newest_here = max(e.message_id for e in entries if e.folder_id == folder.pk)
    newer, older = listing.neighbours(folder, newest_here)
    tags = _tags(entries)
    return Thread(
        conversation_id=entries[-1].conversation_id,
        folder_id=folder.pk,
        subject=_title(entries),
        messages=_message_views(request, folder, entries, cursor),
        back_url=list_url(folder, cursor),
        back_label=folder.title,
        role=folder.role,
        is_starred=any(entry.flagged for entry in entries),
        tags=tag_chips(tags),
        newer_url=_neighbour_url(folder, newer, cursor),
        older_url=_neighbour_url(folder, older, cursor),
        move_targets=move_targets(request.rail, folder.pk),
        tag_choices=tag_chips(tag for tag in request.rail.tags if tag not in tags),
    )


def _title(entries: Sequence[Entry]) -> str:
    """The conversation's subject: as it began, without "Re:"."""
    subject = entries[0].message.subject
    return base_subject(subject) or subject


def _tags(entries: Iterable[Entry]) -> list[Tag]:
    ids = [entry.pk for entry in entries]
    rows = Tag.objects.filter(tagging__entry__in=ids).distinct()
    return sorted(rows, key=lambda tag: tag.name)


def _neighbour_url(folder: Folder, neighbour: int | None, cursor: Cursor) -> str:
    if neighbour is None:
        return ""
    return reverse("mailbox:conversation", args=[folder.pk, neighbour]) + cursor.query


def _message_views(
    request: MailRequest, folder: Folder, entries: Sequence[Entry], cursor: Cursor
) -> tuple[MessageView, ...]:
    wanted = request.GET.get("open", "")
    unread = [entry.message_id for entry in entries if not entry.seen]
    opened = {entries[-1].message_id, *unread[-MOST_OPENED:]}
    if wanted.isdecimal():
        opened.add(int(wanted))
    opened &= {entry.message_id for entry in entries}
    whole = listing.get_messages(request.mailbox, opened)
    return tuple(
        _open_view(request, entry, whole[entry.message_id], folder)
        if entry.message_id in whole
        else _folded_view(request, entry)
        for entry in entries
    )


def _folded_view(request: MailRequest, entry: Entry) -> MessageView:
    message = entry.message
    here = [entry.folder_id, message.conversation_id]
    place = reverse("mailbox:conversation", args=here)
    return MessageView(
        id=message.pk,
        sender=_author(message, request.mailbox.address),
        at=message.received_at,
        snippet=message.preview,
        is_mine=message.is_outgoing,
        open_url=f"{place}?open={message.pk}#m{message.pk}",
    )


def _open_view(
    request: MailRequest, entry: Entry, message: Message, folder: Folder
) -> MessageView:
    envelope = envelope_from_json(message.envelope)
    me = request.mailbox.address
    body = _body(message)
    is_draft = message.is_draft
    return MessageView(
        id=message.pk,
        sender=_author(message, me),
        at=message.sent_at or message.received_at,
        snippet=message.preview,
        to=_people(envelope.to, me),
        cc=_people(envelope.cc, me),
        bcc=_people(envelope.bcc, me),
        reply_to=_people(envelope.reply_to, me),
        received_at=message.received_at,
        size_bytes=message.size_bytes,
        is_open=True,
        is_unread=not entry.seen,
        is_starred=entry.flagged,
        is_mine=message.is_outgoing,
        is_broken=bool(message.defects),
        draft_url=reverse("mailbox:edit", args=[message.pk]) if is_draft else "",
        text=body.text,
        frame_url=body.frame_url,
        held_images=body.held_images,
        fault=body.fault,
        files=_files(message),
        deliveries=_deliveries(message),
        folder_label=entry.folder.title if entry.folder_id != folder.pk else "",
    )


def _author(message: Message, me: str) -> Person:
    address = message.from_address
    return Person(address, message.from_name, is_me=address.casefold() == me)


def _people(people: Iterable[NamedAddress], me: str) -> tuple[Person, ...]:
    return tuple(
        Person(each.address, each.name, is_me=each.address.casefold() == me)
        for each in people
    )


@dataclass(frozen=True, slots=True)
class _Body:
    """How a message's body is shown, or why it cannot be."""

    text: SafeString = SafeString("")  # noqa: RUF009  # an empty constant
    frame_url: str = ""
    held_images: int = 0
    fault: str = ""


def _body(message: Message) -> _Body:
    try:
        frame_url, held = _frame(message)
        if frame_url:
            return _Body(frame_url=frame_url, held_images=held)
        text = bodies.read_text(message) or html_to_text(bodies.read_html(message))
    except ContentUnreadable as error:
        return _Body(fault=str(error.words))
    return _Body(text=SafeString(text_to_html(text)))


def _frame(message: Message) -> tuple[str, int]:
    """The frame that shows the HTML body, and how many images it holds back.

    A page that is too much to parse has no frame; its text is shown.
    """
    if not message.html_section:
        return "", 0
    html = bodies.read_html(message)
    if is_too_much(html):
        return "", 0
    return reverse("mailbox:body", args=[message.pk]), count_remote_images(html)


def _files(message: Message) -> tuple[FileLink, ...]:
    return tuple(
        FileLink(
            section=fact["section"],
            name=fact["filename"],
            size_bytes=fact["size_bytes"],
            content_type=fact["content_type"],
        )
        for fact in message.file_facts
        if not fact["is_inline"]
    )


def _deliveries(message: Message) -> tuple[Delivery, ...]:
    if not message.is_outgoing:
        return ()
    return tuple(
        Delivery(Person(each.address), each.state, each.words)
        for each in describe_deliveries(message.pk)
    )
