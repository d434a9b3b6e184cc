"""What is shown of a file, by its kind: decided here, opened elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.safestring import SafeString

from mailbox.errors import ContentUnreadable
from mailbox.mime.parts import Part
from mailbox.models import Message
from mailbox.reading.conversion import (
    CannotShow,
    convert_to_bytes,
    convert_to_data,
    is_ready,
)
from mailbox.reading.converters.values import (
    Card,
    Converted,
    Event,
    Sheet,
    Slide,
    read_list,
    read_listing,
)
from mailbox.reading.enclosed import read_enclosed
from mailbox.reading.plain_text import text_to_html
from mailbox.reading.preview_kinds import Kind, kind_of_file, media_type_of
from mailbox.reading.table_text import read_table, read_text_start
from mailbox.web.event_views import event_view
from mailbox.web.message_views import write_to
from mailbox.web.page_values import Person
from mailbox.web.preview_values import Content, LetterView
from mailbox.web.slow_work import SLOW_WORK
from mailsvc.kit.errors import ServiceError
from mailsvc.kit.slots import Busy

ANIMATED: Final = "image/gif"
SHOWN_PAGES: Final = 50


@dataclass(frozen=True, slots=True)
class File:
    """One file of a letter, and where its pieces are."""

    message: Message
    part: Part

    def url(self, name: str, query: str = "") -> str:
        """Give the URL of something about this file."""
        path = reverse(f"mailbox:{name}", args=[self.message.pk, self.part.section])
        return f"{path}?{query}" if query else path

    def data(self, job: str, *given: int) -> Any:
        """Have it read into data (see `convert_to_data`)."""
        with self._place(job, given):
            return convert_to_data(self.message, self.part, job, *given)

    def made(self, job: str, *given: int) -> Converted:
        """Have bytes made of it (see `convert_to_bytes`)."""
        with self._place(job, given):
            return convert_to_bytes(self.message, self.part, job, *given)

    def _place(self, job: str, given: tuple[int, ...]) -> AbstractContextManager[None]:
        """Take a place for slow work, unless the answer is kept already."""
        if is_ready(self.message, self.part, job, *given):
            return nullcontext()
        return SLOW_WORK.taken()


def make_content(file: File) -> Content:
    """Decide what is shown of a file; what goes wrong becomes words."""
    kind = kind_of_file(file.part.content_type, file.part.filename)
    make = MAKERS.get(kind)
    if make is None:
        return Content(kind="none")
    try:
        return make(file)
    except (CannotShow, ContentUnreadable, Busy) as error:
        return _fault(error)


def _fault(error: ServiceError) -> Content:
    return Content(kind="none", fault=str(error.words))


def _picture(file: File) -> Content:
    is_moving = file.part.content_type == ANIMATED
    inline = file.url("attachment", "inline=1")
    return Content("picture", url=inline if is_moving else file.url("file_image"))


def _pdf(file: File) -> Content:
    """Show the browser's own viewer, and pages as pictures for those without one."""
    pages = file.data("pdf")
    count = pages if isinstance(pages, int) else 0
    return Content(
        "pdf",
        url=file.url("attachment", "inline=1"),
        pages=tuple(
            file.url("file_image", f"page={number}")
            for number in range(1, min(count, SHOWN_PAGES) + 1)
        ),
        is_cut=count > SHOWN_PAGES,
    )


def _text(file: File) -> Content:
    start = read_text_start(file.message, file.part)
    return Content("text", text=start.text, is_cut=start.is_cut)


def _table(file: File) -> Content:
    return Content(
        "sheets", sheets=(read_table(read_text_start(file.message, file.part)),)
    )


def _media(file: File) -> Content:
    kind = kind_of_file(file.part.content_type, file.part.filename)
    media_type = media_type_of(file.part.content_type, file.part.filename) or ""
    return Content(str(kind), url=file.url("file_media"), media_type=media_type)


def _archive(file: File) -> Content:
    return Content("listing", listing=read_listing(file.data("archive")))


def _winmail(file: File) -> Content:
    return Content("listing", listing=read_listing(file.data("winmail")))


def _document(file: File) -> Content:
    file.data("document")
    return Content("document", url=file.url("file_content"))


def _sheets(file: File) -> Content:
    return Content("sheets", sheets=read_list(Sheet, file.data("sheets")))


def _slides(file: File) -> Content:
    return Content("slides", slides=read_list(Slide, file.data("slides")))


def _events(file: File) -> Content:
    events = read_list(Event, file.data("events"))
    return Content("events", events=tuple(event_view(each) for each in events))


def _cards(file: File) -> Content:
    return Content("cards", cards=read_list(Card, file.data("cards")))


def _letter(file: File) -> Content:
    letter = read_enclosed(file.message, file.part)
    author = letter.authors[0] if letter.authors else None
    shown = LetterView(
        subject=letter.subject,
        sender=Person(author.address, author.name) if author else Person(""),
        to=tuple(Person(each.address, each.name) for each in letter.to),
        at=letter.sent_at,
        frame_url=file.url("file_content") if letter.html else "",
        text=SafeString(text_to_html(letter.text, write_to=write_to)),
        files=letter.files,
    )
    return Content("letter", letter=shown)


MAKERS: Final[dict[Kind, Callable[[File], Content]]] = {
    Kind.PICTURE: _picture,
    Kind.PDF: _pdf,
    Kind.TEXT: _text,
    Kind.TABLE: _table,
    Kind.AUDIO: _media,
    Kind.VIDEO: _media,
    Kind.ARCHIVE: _archive,
    Kind.DOCUMENT: _document,
    Kind.SHEETS: _sheets,
    Kind.SLIDES: _slides,
    Kind.EVENTS: _events,
    Kind.CARDS: _cards,
    Kind.WINMAIL: _winmail,
    Kind.LETTER: _letter,
}
