"""What a message carries: its framed HTML body, its files, its source."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from io import RawIOBase
from typing import Any, Final

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.views.decorators.clickjacking import (
    xframe_options_exempt,
    xframe_options_sameorigin,
)
from django.views.decorators.http import require_safe

from accounts.web.look import look_of
from mailbox.errors import ContentUnreadable
from mailbox.messages import access
from mailbox.mime.headers import scan_header
from mailbox.mime.parts import Part, walk
from mailbox.mime.threads import is_forward_subject
from mailbox.models import Message
from mailbox.reading import bodies
from mailbox.reading.attachments_headers import attachment_headers
from mailbox.reading.frame import FRAME_CSP, Wishes
from mailbox.reading.looks import Look
from mailbox.reading.remote_images import make_token
from mailbox.reading.sanitise import Showing, sanitise
from mailbox.web.detail_values import HeaderLine, SourcePage
from mailbox.web.doors import MailRequest, mail_page
from mailbox.web.message_views import place_of, write_to

MOST_FIELDS: Final = 1000


@mail_page
@require_safe
@xframe_options_exempt
def body(request: MailRequest, message_id: int) -> HttpResponse:
    """Show a message's HTML, sanitised, under its own policy."""
    message = access.get_message(request.user, message_id)
    showing = Showing(
        cid_url=cid_urls(message),
        remote_url=image_urls(message) if request.GET.get("images") == "1" else None,
        write_to=write_to,
        look=_look(request.GET.get("look", "")),
        wishes=_wishes(request),
        folds_quotes=not is_forward_subject(message.subject),
    )
    document = sanitise(bodies.read_html(message), showing)
    response = HttpResponse(document.html)
    response["Content-Security-Policy"] = FRAME_CSP
    response["Cache-Control"] = "private, no-store"
    return response


def _wishes(request: MailRequest) -> Wishes:
    look = look_of(request)
    return Wishes(look.theme, look.font, look.letter_percent)


@mail_page
@require_safe
@xframe_options_sameorigin
def attachment(request: MailRequest, message_id: int, section: str) -> HttpResponseBase:
    """Give one file, decoded as it is read."""
    message = access.get_message(request.user, message_id)
    part = bodies.get_part(message, section)
    response = StreamingHttpResponse(bodies.stream_part(message, part))
    inline = request.GET.get("inline") == "1"
    return _with_headers(response, part.content_type, part.filename, inline=inline)


@mail_page
@require_safe
def attachments_zip(request: MailRequest, message_id: int) -> HttpResponseBase:
    """Give all files of a message as one archive, streamed."""
    message = access.get_message(request.user, message_id)
    bodies.ensure_readable(message)
    response = StreamingHttpResponse(_zip_chunks(message))
    name = get_valid_filename(message.subject[:60] or "files") or "files"
    return _with_headers(response, "application/zip", f"{name}.zip")


@mail_page
@require_safe
def source(request: MailRequest, message_id: int) -> HttpResponse:
    """Show a message as it came."""
    message = access.get_message(request.user, message_id)
    raw, fault = _try_to_read(bodies.read_source_start, message)
    page = SourcePage(
        message_id=message.pk,
        subject=message.subject,
        size_bytes=message.size_bytes,
        fields=(),
        raw=raw.decode("utf-8", "replace").replace("\0", "␀"),
        back_url=place_of(message),
        is_cut=len(raw) < message.size_bytes,
        fault=fault,
    )
    return render(request, "mailbox/source.html", {"source": page})


@mail_page
@require_safe
def headers(request: MailRequest, message_id: int) -> HttpResponse:
    """Show a message's header fields, decoded."""
    message = access.get_message(request.user, message_id)
    raw, fault = _try_to_read(bodies.read_header, message)
    page = SourcePage(
        message_id=message.pk,
        subject=message.subject,
        size_bytes=message.size_bytes,
        fields=tuple(
            HeaderLine(field.name, field.value)
            for field in scan_header(raw).fields[:MOST_FIELDS]
        ),
        raw="",
        back_url=place_of(message),
        fault=fault,
    )
    return render(request, "mailbox/source.html", {"source": page})


@mail_page
@require_safe
def raw(request: MailRequest, message_id: int) -> HttpResponseBase:
    """Give a message's bytes as a file."""
    message = access.get_message(request.user, message_id)
    response = StreamingHttpResponse(bodies.stream_source(message))
    name = get_valid_filename(message.subject[:60] or "message") or "message"
    response["Content-Length"] = str(message.size_bytes)
    return _with_headers(response, "message/rfc822", f"{name}.eml")


def _try_to_read(
    read: Callable[[Message], bytes], message: Message
) -> tuple[bytes, str]:
    """Give the bytes, or the words that say why there are none."""
    try:
        return read(message), ""
    except ContentUnreadable as error:
        return b"", str(error.words)


def _with_headers(
    response: StreamingHttpResponse,
    content_type: str,
    filename: str,
    *,
    inline: bool = False,
) -> StreamingHttpResponse:
    for name, value in attachment_headers(
        content_type, filename, inline=inline
    ).items():
        response[name] = value
    return response


def cid_urls(message: Message) -> Callable[[str], str | None]:
    """Give the function that leads a `cid:` to the part it names."""
    sections = {
        part.content_id: part.section
        for part in walk(Part.from_json(message.structure))
        if part.content_id
    }

    def url_of(content_id: str) -> str | None:
        section = sections.get(content_id)
        if section is None:
            return None
        return reverse("mailbox:attachment", args=[message.pk, section]) + "?inline=1"

    return url_of


def image_urls(message: Message) -> Callable[[str], str]:
    """Give the function that leads a remote picture through us."""

    def url_of(address: str) -> str:
        token = make_token(message, address)
        return reverse("mailbox:remote_image", args=[message.pk, token])

    return url_of


def _look(wanted: str) -> Look:
    """Read how the page around the frame wants it painted."""
    return Look(wanted) if wanted in set(Look) else Look.PAPER


class _Sink(RawIOBase):
    """Where the archive writes to; what it wrote is taken away in between."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting += data
        return len(data)

    def take(self) -> bytes:
        taken, self.waiting = bytes(self.waiting), bytearray()
        return taken


def _zip_chunks(message: Message) -> Iterator[bytes]:
    sink = _Sink()
    names: set[str] = set()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        for fact in message.file_facts:
            part = bodies.get_part(message, fact["section"])
            name = _unique_name(part.filename or "file", names)
            with archive.open(name, "w", force_zip64=True) as member:
                for chunk in bodies.stream_part(message, part):
                    member.write(chunk)
                    yield sink.take()
    yield sink.take()


def _unique_name(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{stem} ({number}).{ending}" if dot else f"{name} ({number})"
    taken.add(candidate)
    return candidate
