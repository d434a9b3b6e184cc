"""The values of an open conversation: its messages, their files, what became of them.

Like `page_values`: filled by views, printed by templates, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mailbox.reading.senders import SenderNote
from mailbox.web.page_values import FolderLink, Person, TagLink
from mailbox.web.scheduled_values import ScheduledLetter


@dataclass(frozen=True, slots=True)
class FileLink:
    """An attachment; ``section`` is its part number. Inline pictures stay out.

    ``has_thumbnail`` says that it is a picture which is worth showing small.
    """

    section: str
    name: str
    size_bytes: int
    content_type: str = ""
    has_thumbnail: bool = False


@dataclass(frozen=True, slots=True)
class TrustChip:
    """A fact about a message that is true now; ``look`` is ok, warn, danger or ""."""

    words: str
    icon: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What happened for one recipient of a message that we send.

    ``state`` is ``held``, ``waiting``, ``delivered``, ``failed`` or ``cancelled``;
    ``words`` says it in full ("Delivered to mx.remote.test at 12:03 over TLS 1.3").
    """

    to: Person
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Body:
    """What a message says: ``text``, or ``frame_url`` to a page of its own, or
    ``fault``: why neither can be shown.

    ``look`` is ``plain`` or ``paper`` (see ``reading/looks.py``); ``dark_url`` shows
    the frame of a letter on paper in dark. ``held_images`` and ``trackers`` count the
    remote pictures that were not asked for; ``images_url`` is the page that shows the
    first, ``images_frame_url`` the frame alone. ``may_trust`` offers to show them
    always.
    """

    text: SafeString = SafeString("")  # noqa: RUF009  # an empty constant
    frame_url: str = ""
    dark_url: str = ""
    look: str = ""
    held_images: int = 0
    trackers: int = 0
    images_url: str = ""
    images_frame_url: str = ""
    may_trust: bool = False
    fault: str = ""

    @property
    def held_words(self) -> str:
        """Say what was held back: ``2 remote images held back, 1 tracker removed.``"""
        return held_words(self.held_images, self.trackers)


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message of a conversation; folded, it has only what its line shows.

    ``warning`` is a reason to look twice at the sender; ``is_first`` says that this
    is the first letter from outside by its sender, and ``same_name_as`` that somebody
    else has the sender's name.

    ``answers_all`` says that the reply button answers everybody. To ``again_url`` is
    posted to write again to whom the letter, or that of a report, did not reach.

    ``open_url`` is the conversation with this message open, ``piece_url`` gives the
    open message alone (`opened.html`). ``more_people`` and ``more_files`` count those
    that are left out, of thousands.
    """

    id: int
    sender: Person
    at: datetime
    snippet: str = ""
    to: tuple[Person, ...] = ()
    cc: tuple[Person, ...] = ()
    bcc: tuple[Person, ...] = ()
    reply_to: tuple[Person, ...] = ()
    more_people: int = 0
    received_at: datetime | None = None
    size_bytes: int = 0
    is_open: bool = False
    is_unread: bool = False
    is_starred: bool = False
    is_mine: bool = False
    is_broken: bool = False
    draft_url: str = ""
    open_url: str = ""
    piece_url: str = ""
    body: Body = Body()  # an empty constant
    chips: tuple[TrustChip, ...] = ()
    warning: SenderNote | None = None
    is_first: bool = False
    same_name_as: str = ""
    files: tuple[FileLink, ...] = ()
    more_files: int = 0
    deliveries: tuple[Delivery, ...] = ()
    answers_all: bool = False
    again_url: str = ""
    folder_label: str = ""

    @property
    def files_bytes(self) -> int:
        """Add up the sizes of the files."""
        return sum(file.size_bytes for file in self.files)


@dataclass(frozen=True, slots=True)
class ThreadMarks:
    """What an action may have changed of the open conversation (name ``thread``)."""

    is_starred: bool = False
    tags: tuple[TagLink, ...] = ()
    folder_labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """An open conversation (context name ``thread``), beside its ``list``.

    ``role`` is the role of the folder it was opened from. ``untag_choices`` are the
    tags it has, ``tag_choices`` those it can still get. ``waiting`` are its
    answers that are scheduled.
    """

    conversation_id: int
    folder_id: int
    subject: str
    messages: tuple[MessageView, ...]
    back_url: str
    back_label: str
    role: str = ""
    is_starred: bool = False
    tags: tuple[TagLink, ...] = ()
    folder_labels: tuple[str, ...] = ()
    newer_url: str = ""
    older_url: str = ""
    move_targets: tuple[FolderLink, ...] = ()
    tag_choices: tuple[TagLink, ...] = ()
    waiting: tuple[ScheduledLetter, ...] = ()

    @property
    def is_single(self) -> bool:
        """Say whether there is nothing to fold."""
        return len(self.messages) == 1

    @property
    def newest(self) -> MessageView:
        """Give the message that the reply bar answers."""
        return self.messages[-1]


def held_words(images: int, trackers: int) -> str:
    """Say how many remote images were held back and trackers removed."""
    held = ngettext(
        "%(n)d remote image held back", "%(n)d remote images held back", images
    ) % {"n": images}
    removed = ngettext("%(n)d tracker removed", "%(n)d trackers removed", trackers) % {
        "n": trackers
    }
    if images and trackers:
        return _("%(held)s, %(removed)s.") % {"held": held, "removed": removed}
    return _("%(held)s.") % {"held": held if images else removed}
