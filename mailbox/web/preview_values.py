"""The values of the page on which one looks at a file.

Like `page_values`: filled by views, printed by templates, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from mailbox.reading.converters.values import Card, Listing, Sheet, Slide
from mailbox.web.page_values import Person


@dataclass(frozen=True, slots=True)
class GuestView:
    """Somebody in an event, and their answer in words."""

    name: str
    address: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class EventView:
    """An event in words: ``when`` says day, hours and zone in full."""

    title: str
    when: str
    note: str = ""
    place: str = ""
    about: SafeString = SafeString("")  # noqa: RUF009  # an empty constant
    repeats: str = ""
    organiser: GuestView | None = None
    guests: tuple[GuestView, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What is in the middle: ``kind`` names the template, the rest is what it shows.

    ``fault`` says why nothing can be shown; then ``kind`` is ``none``.
    """

    kind: str
    fault: str = ""
    url: str = ""
    media_type: str = ""
    pages: tuple[str, ...] = ()
    text: str = ""
    is_cut: bool = False
    sheets: tuple[Sheet, ...] = ()
    slides: tuple[Slide, ...] = ()
    listing: Listing | None = None
    events: tuple[EventView, ...] = ()
    cards: tuple[Card, ...] = ()
    letter: LetterView | None = None

    @property
    def template(self) -> str:
        """Name the template that shows it."""
        return f"mailbox/preview/{self.kind}.html"


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter that is a file of another: who, when, what; its body is framed."""

    subject: str
    sender: Person
    to: tuple[Person, ...]
    at: datetime | None
    frame_url: str = ""
    text: SafeString = SafeString("")  # noqa: RUF009  # an empty constant
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StripFile:
    """A file in the strip below."""

    name: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """One file, looked at (context name ``preview``).

    ``number`` and ``total`` place it among the files of its conversation; 0 means it
    is none of them. ``back_url`` is its letter, ``letter`` that letter's words.
    """

    name: str
    size_bytes: int
    content_type: str
    message_id: int
    section: str
    content: Content
    back_url: str
    sender: Person
    at: datetime
    subject: str
    letter: SafeString = SafeString("")  # noqa: RUF009  # an empty constant
    number: int = 0
    total: int = 0
    before_url: str = ""
    after_url: str = ""
    strip: tuple[StripFile, ...] = ()
