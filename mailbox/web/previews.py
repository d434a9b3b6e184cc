"""Looking at a file without downloading it: its page, and the pieces of that page."""

from __future__ import annotations

import base64
from typing import Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from mailbox.errors import ContentUnreadable
from mailbox.messages import access
from mailbox.models import Message
from mailbox.reading import bodies
from mailbox.reading.attachments_headers import attachment_headers
from mailbox.reading.conversion import CannotShow
from mailbox.reading.converters import limits
from mailbox.reading.converters.values import Converted, read_listing
from mailbox.reading.enclosed import read_enclosed
from mailbox.reading.files import FileOf, find_place
from mailbox.reading.frame import FRAME_CSP, NO_WISHES, make_document
from mailbox.reading.guard import is_too_much
from mailbox.reading.looks import Look
from mailbox.reading.outgoing import html_to_text
from mailbox.reading.plain_text import text_to_html
from mailbox.reading.preview_kinds import Kind, kind_of_file, media_type_of
from mailbox.reading.sanitise import Showing, sanitise_body
from mailbox.web.doors import MailRequest, mail_page
from mailbox.web.message_views import place_of, write_to
from mailbox.web.page_values import Person
from mailbox.web.preview_contents import File, make_content
from mailbox.web.preview_values import PreviewPage, StripFile
from mailbox.web.ranges import serve_file
from mailsvc.kit.errors import NotFound
from mailsvc.kit.file_cache import file_cache
from mailsvc.kit.slots import Busy

NOTHING: Final = Converted(
    "image/gif",
    base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"),
)
MEDIA_BYTES: Final = 200 << 20
LETTER_CHARACTERS: Final = 20_000


@mail_page
@require_safe
def preview(request: MailRequest, message_id: int, section: str) -> HttpResponse:
    """Show a file among the files of its conversation."""
    file = _file(request, message_id, section)
    page = _page(file, request.mailbox.address)
    return render(request, "mailbox/preview.html", {"preview": page})


@mail_page
@require_safe
def file_image(request: MailRequest, message_id: int, section: str) -> HttpResponse:
    """Give a picture of a file: the picture itself, or a page of a PDF."""
    file = _file(request, message_id, section)
    side = request.GET.get("side", "")
    try:
        made = _image(file, request.GET.get("page", ""), side)
    except (CannotShow, ContentUnreadable, Busy) as error:
        if side != "thumb":
            raise NotFound(detail=repr(error)) from error
        made = NOTHING
    headers = attachment_headers(made.content_type, "preview", inline=True)
    return HttpResponse(made.data, headers=headers)


@mail_page
@require_safe
@xframe_options_exempt
def file_content(request: MailRequest, message_id: int, section: str) -> HttpResponse:
    """Show the HTML that a document or an enclosed letter is, under its own policy."""
    file = _file(request, message_id, section)
    html = _html(file)
    showing = Showing(cid_url=lambda _cid: None, write_to=write_to)
    body = "" if is_too_much(html) else sanitise_body(html, showing)[0]
    document = make_document("", body, look=Look.PAPER, wishes=NO_WISHES)
    response = HttpResponse(document)
    response["Content-Security-Policy"] = FRAME_CSP
    response["Cache-Control"] = "private, no-store"
    return response


@mail_page
@require_safe
def file_media(request: MailRequest, message_id: int, section: str) -> HttpResponseBase:
    """Give sound or film by ranges; it is decoded once and kept for a while."""
    file = _file(request, message_id, section)
    media_type = media_type_of(file.part.content_type, file.part.filename)
    if media_type is None or file.part.end - file.part.body_start > MEDIA_BYTES:
        raise NotFound(detail=file.part.content_type)
    cache, key = file_cache("media"), f"{file.message.digest}:{section}"
    path = cache.path_of(key)
    if path is None:
        cache.put_chunks(key, bodies.stream_part(file.message, file.part))
        path = cache.path_of(key)
    if path is None:
        raise NotFound(detail="the cache takes nothing")
    headers = attachment_headers(media_type, file.part.filename, inline=True)
    return serve_file(path, request.headers.get("Range", ""), headers)


@mail_page
@require_safe
def file_inside(
    request: MailRequest, message_id: int, section: str, number: int
) -> HttpResponse:
    """Give a file out of a winmail.dat; they are counted from 1."""
    file = _file(request, message_id, section)
    try:
        listing = read_listing(file.data("winmail"))
        made = file.made("winmail_file", number - 1)
    except (CannotShow, Busy) as error:
        raise NotFound(detail=repr(error)) from error
    names = {member.index: member.name for member in listing.members}
    headers = attachment_headers(made.content_type, names.get(number - 1, "file"))
    return HttpResponse(made.data, headers=headers)


def _file(request: MailRequest, message_id: int, section: str) -> File:
    message = access.get_message(request.user, message_id)
    return File(message, bodies.get_part(message, section))


def _page(file: File, me: str) -> PreviewPage:
    message, part = file.message, file.part
    place = find_place(message, part)
    facts = {each["section"]: each for each in message.file_facts}
    known = facts.get(part.section, {})
    address = message.from_address
    return PreviewPage(
        name=part.filename or known.get("filename", ""),
        size_bytes=known.get("size_bytes", part.end - part.body_start),
        content_type=part.content_type,
        message_id=message.pk,
        section=part.section,
        content=make_content(file),
        back_url=place_of(message),
        sender=Person(address, message.from_name, is_me=address.casefold() == me),
        at=message.sent_at or message.received_at,
        subject=message.subject,
        letter=_letter(message),
        number=place.number,
        total=len(place.files),
        before_url=_url_of(place.before),
        after_url=_url_of(place.after),
        strip=tuple(
            StripFile(each.name, _url_of(each), is_current=at == place.number)
            for at, each in enumerate(place.files, 1)
        ),
    )


def _url_of(file: FileOf | None) -> str:
    if file is None:
        return ""
    return reverse("mailbox:preview", args=[file.message_id, file.section])


def _letter(message: Message) -> SafeString:
    """Give the beginning of the letter's words, to be read beside its file."""
    try:
        text = bodies.read_text(message) or html_to_text(bodies.read_html(message))
    except ContentUnreadable:
        return SafeString("")
    shown = text_to_html(
        text[:LETTER_CHARACTERS], author=message.from_name, write_to=write_to
    )
    return SafeString(shown)


def _image(file: File, page: str, side: str) -> Converted:
    kind = kind_of_file(file.part.content_type, file.part.filename)
    if kind is Kind.PDF:
        number = int(page) if page.isdecimal() and len(page) < 5 else 1
        return file.made("pdf_page", number, limits.PDF_SIDE)
    if kind is not Kind.PICTURE:
        raise NotFound(detail=str(kind))
    is_small = side == "thumb"
    longest = limits.THUMBNAIL_SIDE if is_small else limits.PICTURE_SIDE
    return file.made("picture", longest)


def _html(file: File) -> str:
    kind = kind_of_file(file.part.content_type, file.part.filename)
    try:
        if kind is Kind.DOCUMENT:
            return str(file.data("document"))
        if kind is Kind.LETTER:
            return read_enclosed(file.message, file.part).html
    except (CannotShow, Busy) as error:
        raise NotFound(detail=repr(error)) from error
    raise NotFound(detail=str(kind))
