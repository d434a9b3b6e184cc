"""Reading: a conversation beside its list, and a message's way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models.preferences import MarkRead, ReplyTo
from accounts.web.device import zone_of
from mailbox.messages import access, flags, listing
from mailbox.mime.threads import base_subject
from mailbox.models import Entry, Folder, Message, Role, Tag, Tagging
from mailbox.reading.image_senders import ImageChoice, find_trusted
from mailbox.reading.senders import look_at_senders
from mailbox.reading.tracing import trace_message
from mailbox.web.beside import (
    Neighbours,
    list_url,
    make_list_beside,
    neighbours_in,
)
from mailbox.web.detail_values import Step, TracePage
from mailbox.web.doors import MailRequest, is_meant, look_again, mail_page
from mailbox.web.folders import Cursor, move_targets, read_cursor, shows_alone
from mailbox.web.message_views import (
    Reader,
    folded_view,
    open_view,
    place_of,
)
from mailbox.web.page_values import ListPage
from mailbox.web.rail import Rail
from mailbox.web.rows import tag_chips
from mailbox.web.scheduled import waiting_answers
from mailbox.web.shell import is_part, is_seen_only, is_thread_only
from mailbox.web.thread_values import MessageView, Thread
from mailsvc.kit.errors import NotFound

MOST_OPENED: Final = 10


@mail_page
@require_safe
def conversation(
    request: MailRequest, folder_id: int, conversation_id: int
) -> HttpResponse:
    """Show a conversation across its folders, and mark it read here."""
    folder = request.rail.get_folder(folder_id)
    entries = listing.list_conversation(request.mailbox, conversation_id)
    if not entries:
        raise NotFound
    here = [entry for entry in entries if entry.folder_id == folder.pk]
    if not here:
        return redirect("mailbox:folder", folder.pk)
    cursor = read_cursor(request)
    unread = [entry.pk for entry in _looked_at(request, here, cursor) if not entry.seen]
    if unread and is_meant(request) and _marks_read(request):
        flags.mark_seen(request.mailbox.pk, unread, seen=True)
        look_again(request)
        folder = request.rail.get_folder(folder_id)
    if is_seen_only(request):
        return render(request, "mailbox/acted.html")
    thread = _thread(request, folder, _shown(entries, folder), cursor)
    if is_thread_only(request):
        return _show(request, thread, _neighbours(folder, conversation_id, cursor))
    beside = make_list_beside(request, folder, cursor, conversation_id)
    around = neighbours_in(beside) or _neighbours(folder, conversation_id, cursor)
    return _show(request, thread, around, beside)


def _show(
    request: MailRequest,
    thread: Thread,
    around: Neighbours,
    beside: ListPage | None = None,
) -> HttpResponse:
    newer_url, older_url = around
    shown = replace(thread, newer_url=newer_url, older_url=older_url)
    page = {"thread": shown, **({"list": beside} if beside else {})}
    return render(request, "mailbox/conversation.html", page)


def _neighbours(folder: Folder, conversation_id: int, cursor: Cursor) -> Neighbours:
    """Find what stands beside a conversation in its folder.

    Of any other list only its page knows: a script points the arrows there.
    """
    if cursor.beside:
        return "", ""
    newer, older = listing.neighbours(folder, conversation_id)
    return (
        _neighbour_url(folder, newer, cursor),
        _neighbour_url(folder, older, cursor),
    )


@mail_page
@require_safe
def message(request: MailRequest, message_id: int) -> HttpResponse:
    """Lead to a message where it stands, in its conversation."""
    found = access.get_message(request.user, message_id)
    return redirect(place_of(found))


@mail_page
@require_safe
def opened(request: MailRequest, message_id: int) -> HttpResponse:
    """Give one message of a conversation, opened, as a piece of its page."""
    found = access.get_message(request.user, message_id)
    entry = found.entries.select_related("folder").order_by("pk").first()
    if entry is None:
        raise NotFound
    if not entry.seen and is_meant(request) and _marks_read(request):
        flags.mark_seen(request.mailbox.pk, [entry.pk], seen=True)
    if is_seen_only(request):
        return render(request, "mailbox/acted.html")
    from_folder = request.GET.get("from", "")
    folder_id = int(from_folder) if from_folder.isdecimal() else entry.folder_id
    view = open_view(entry, found, _reader(request, folder_id, [found]))
    return render(request, "mailbox/opened.html", {"message": view})


@mail_page
@require_safe
def trace(request: MailRequest, message_id: int) -> HttpResponse:
    """Show where a message has been."""
    message = access.get_message(request.user, message_id)
    page = TracePage(
        message_id=message.pk,
        subject=message.subject,
        steps=tuple(
            Step(trail.at, trail.words, trail.detail, trail.state)
            for trail in trace_message(message)
        ),
        back_url=place_of(message),
    )
    return render(request, "mailbox/trace.html", {"trace": page})


def _looked_at(
    request: MailRequest, here: Sequence[Entry], cursor: Cursor
) -> Sequence[Entry]:
    """Give what one looks at: all that is here, or the one message of a line."""
    if not (cursor.opened and shows_alone(request)):
        return here
    return [entry for entry in here if entry.message_id == cursor.opened]


def _marks_read(request: MailRequest) -> bool:
    """Say whether opening marks as read, as its reader wishes.

    A script counts the seconds and tells; in a session where none has ever reported
    its zone, opening has to do.
    """
    wish = request.user.preferences.mark_read
    if is_seen_only(request):
        return wish != MarkRead.BY_HAND
    if wish == MarkRead.AFTER_3S:
        return not is_part(request) and not zone_of(request)
    return wish == MarkRead.AT_ONCE


def _shown(entries: Sequence[Entry], folder: Folder) -> list[Entry]:
    """Leave out what is in Trash or Junk, unless one is looking there."""
    away = {Role.TRASH, Role.JUNK} - {folder.role}
    return [entry for entry in entries if entry.folder.role not in away]


def _thread(
    request: MailRequest, folder: Folder, entries: Sequence[Entry], cursor: Cursor
) -> Thread:
    tags = _tags(request.rail, entries)
    return Thread(
        conversation_id=entries[-1].conversation_id,
        folder_id=folder.pk,
        subject=_title(entries),
        messages=_message_views(request, folder, entries),
        back_url=list_url(folder, cursor),
        back_label=folder.title,
        role=folder.role,
        is_starred=any(entry.flagged for entry in entries),
        tags=tag_chips(tags),
        move_targets=move_targets(request.rail, folder.pk),
        waiting=waiting_answers(
            request.mailbox, (entry.message_id for entry in entries)
        ),
        tag_choices=tag_chips(tag for tag in request.rail.tags if tag not in tags),
    )


def _title(entries: Sequence[Entry]) -> str:
    """The conversation's subject: as it began, without "Re:"."""
    subject = entries[0].message.subject
    return base_subject(subject) or subject


def _tags(rail: Rail, entries: Iterable[Entry]) -> list[Tag]:
    """Give the tags that some entries carry, by name."""
    if not rail.tags:
        return []
    ids = [entry.pk for entry in entries]
    worn = set(Tagging.objects.filter(entry__in=ids).values_list("tag_id", flat=True))
    return [tag for tag in rail.tags if tag.pk in worn]


def _neighbour_url(folder: Folder, neighbour: int | None, cursor: Cursor) -> str:
    if neighbour is None:
        return ""
    return reverse("mailbox:conversation", args=[folder.pk, neighbour]) + cursor.query


def _message_views(
    request: MailRequest, folder: Folder, entries: Sequence[Entry]
) -> tuple[MessageView, ...]:
    """Open the newest, what is unread, and what the URL asks for; fold the others."""
    wanted = request.GET.get("open", "")
    unread = [entry.message_id for entry in entries if not entry.seen]
    opened = {entries[-1].message_id, *unread[-MOST_OPENED:]}
    if wanted.isdecimal():
        opened.add(int(wanted))
    opened &= {entry.message_id for entry in entries}
    whole = listing.get_messages(request.mailbox, opened)
    reader = _reader(request, folder.pk, whole.values())
    return tuple(
        open_view(entry, whole[entry.message_id], reader)
        if entry.message_id in whole
        else folded_view(entry, reader)
        for entry in entries
    )


def _reader(
    request: MailRequest, folder_id: int, messages: Collection[Message]
) -> Reader:
    """Say who reads, and what they chose about the pictures of some messages."""
    wanted = request.GET.get("images", "")
    images = ImageChoice(
        policy=request.user.preferences.images,
        find_senders=cache(lambda: find_trusted(request.mailbox, messages)),
        wanted=frozenset({int(wanted)} if wanted.isdecimal() else ()),
    )
    senders = look_at_senders(request.mailbox, messages)
    answers_all = request.user.preferences.reply_to == ReplyTo.ALL
    return Reader(request.mailbox.address, folder_id, senders, images, answers_all)
