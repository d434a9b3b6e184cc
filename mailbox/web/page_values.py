"""The values that mail pages show: a view fills them, a template prints them.

Nothing here reads the database or the request. Ids are the primary keys that the
URL names take; times are aware UTC and are put in the reader's zone when printed.
A template never sees a model. Forms (compose, sign-in, folders) stay Django forms;
the first line of each template says which names it expects in its context.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from mailbox.web.search_values import EMPTY_FIELD, SavedLink, SearchField

SYSTEM_FOLDERS: Final[dict[str, tuple[Promise, str]]] = {
    "inbox": (pgettext_lazy("folder", "Inbox"), "inbox"),
    "snoozed": (pgettext_lazy("folder", "Snoozed"), "clock"),
    "drafts": (pgettext_lazy("folder", "Drafts"), "draft"),
    "sent": (pgettext_lazy("folder", "Sent"), "send"),
    "archive": (pgettext_lazy("folder", "Archive"), "archive"),
    "junk": (pgettext_lazy("folder", "Spam"), "spam"),
    "trash": (pgettext_lazy("folder", "Trash"), "trash"),
}
ORDINARY_LETTER_BYTES: Final = 100_000
NEARLY_FULL_PERCENT: Final = 95
QUIET_ROLES: Final = frozenset({"sent", "archive", "trash"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a header field, or the reader (``is_me``)."""

    address: str
    name: str = ""
    is_me: bool = False
    is_org: bool = False

    @property
    def label(self) -> str:
        """Give the name that a reader knows the person by."""
        return self.name or self.address or _("(not named)")


@dataclass(frozen=True, slots=True)
class TagLink:
    """A tag as a dot in the rail or a chip; ``hue`` is 0 to 11."""

    id: int
    name: str
    hue: int
    unread: int = 0
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class FolderLink:
    """A folder in the rail or a menu; ``role`` is a SYSTEM_FOLDERS key or ``""``.

    ``path`` names the folders that it is in and itself; ``is_hidden`` says that one of
    them is folded in the rail.
    """

    id: int
    role: str
    name: str
    unread: int = 0
    total: int = 0
    is_current: bool = False
    path: str = ""
    depth: int = 1
    parent_id: int = 0
    has_children: bool = False
    is_folded: bool = False
    is_hidden: bool = False

    @property
    def label(self) -> str:
        """Give the folder's name in the reader's language."""
        return str(SYSTEM_FOLDERS[self.role][0]) if self.role else self.name

    @property
    def icon(self) -> str:
        """Name the folder's icon in the sprite."""
        return SYSTEM_FOLDERS[self.role][1] if self.role else "folder"

    @property
    def counts_all(self) -> bool:
        """Say whether the count is of everything: drafts have no unread ones."""
        return self.role in ("drafts", "snoozed")

    @property
    def count(self) -> int:
        """Give the number worth showing: all drafts, else what is unread."""
        if self.counts_all:
            return self.total
        return 0 if self.role in QUIET_ROLES else self.unread


@dataclass(frozen=True, slots=True)
class Quota:
    """Space used and allowed; ``limit_bytes`` 0 means no limit."""

    used_bytes: int
    limit_bytes: int

    @property
    def percent(self) -> int:
        """Give the used share in whole per cent, rounded down, at most 100."""
        if not self.limit_bytes:
            return 0
        return min(100, 100 * self.used_bytes // self.limit_bytes)

    @property
    def left_bytes(self) -> int:
        """Give the room that is left."""
        return max(0, self.limit_bytes - self.used_bytes)

    @property
    def is_full(self) -> bool:
        """Tell whether an ordinary letter no longer fits."""
        return bool(self.limit_bytes) and self.left_bytes < ORDINARY_LETTER_BYTES

    @property
    def is_nearly_full(self) -> bool:
        """Tell whether there is room for small letters only."""
        return self.percent >= NEARLY_FULL_PERCENT and not self.is_full


@dataclass(frozen=True, slots=True)
class HeldSend:
    """A message that can still be taken back; shown as a toast on every page."""

    envelope_id: int
    seconds_left: int
    to: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """What the last action did, with the form fields that undo it (or none)."""

    words: str
    is_error: bool = False
    undo_url: str = ""
    undo_fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DeedLine:
    """An action on very many letters: how far it is, or what it did.

    `shows_number` is false where nobody knows how many there will be.
    """

    key: str
    words: str
    done: int
    total: int
    is_unfinished: bool
    can_undo: bool
    shows_number: bool


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame around every signed-in page (context name ``shell``).

    ``module`` is ``mail`` or ``settings``; ``here`` is the path with its query, for
    "check for new mail" and for returning after an action.
    """

    me: Person
    system: tuple[FolderLink, ...]
    own: tuple[FolderLink, ...]
    tags: tuple[TagLink, ...]
    quota: Quota
    here: str
    module: str = "mail"
    is_staff: bool = False
    starred_is_current: bool = False
    scheduled: int = 0
    scheduled_is_current: bool = False
    search: SearchField = EMPTY_FIELD
    searches: tuple[SavedLink, ...] = ()
    held: HeldSend | None = None
    notices: tuple[Notice, ...] = ()
    deed: DeedLine | None = None

    @property
    def unread_here(self) -> int:
        """Count unread messages in the folder that is shown."""
        return sum(link.unread for link in (*self.system, *self.own) if link.is_current)

    @property
    def inbox_unread(self) -> int:
        """Count unread messages in Inbox, for the phone's badge."""
        return sum(link.unread for link in self.system if link.role == "inbox")


Spans = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Marks:
    """Where a search's words stand in a row: in each person, and in the first file.

    ``is_deeper`` says that they stand in the letter, beyond what the row shows.
    """

    subject: Spans = ()
    snippet: Spans = ()
    people: tuple[Spans, ...] = ()
    file: Spans = ()
    is_deeper: bool = False


NO_MARKS: Final = Marks()


@dataclass(frozen=True, slots=True)
class Row:
    """One conversation in a list, or one message. ``url`` opens it (or the draft).

    ``message_id`` is set where a row stands for one message alone.
    """

    conversation_id: int
    url: str
    people: tuple[Person, ...]
    subject: str
    snippet: str
    at: datetime
    count: int = 1
    is_unread: bool = False
    is_starred: bool = False
    is_replied: bool = False
    is_pinned: bool = False
    is_back: bool = False
    is_current: bool = False
    is_outgoing: bool = False
    is_draft: bool = False
    files: tuple[str, ...] = ()
    tags: tuple[TagLink, ...] = ()
    folder_label: str = ""
    message_id: int = 0
    marks: Marks = NO_MARKS

    @property
    def id(self) -> str:
        """Name what the row stands for, as its own buttons post it."""
        return f"m{self.message_id}" if self.message_id else str(self.conversation_id)

    @property
    def more_files(self) -> int:
        """Count the files beyond the one that a row names."""
        return max(0, len(self.files) - 1)


@dataclass(frozen=True, slots=True)
class Day:
    """Rows under one heading (see ``times.group_by_day``)."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of conversations (context name ``list``).

    ``scope`` is ``folder``, ``starred``, ``tag`` or ``search``; ``role`` the folder's
    role, which chooses the actions; ``folder_id`` 0 where there is no one folder.
    ``url`` is this page, where an action returns to; ``place`` names the list for
    actions on all of it: ``folder``, ``starred``, ``tag-7`` or ``search``.
    """

    scope: str
    title: str
    url: str
    days: tuple[Day, ...]
    role: str = ""
    folder_id: int = 0
    unread: int = 0
    total: int = 0
    newer_url: str = ""
    older_url: str = ""
    move_targets: tuple[FolderLink, ...] = ()
    tag_choices: tuple[TagLink, ...] = ()
    place: str = "folder"
