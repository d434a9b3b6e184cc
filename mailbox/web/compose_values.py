"""What the pages of writing show, as values for their templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbox.compose.checks import Noticed
from mailbox.outbound.submission import MOST_RECIPIENTS
from mailbox.web.schedule_times import is_scheduling


@dataclass(frozen=True, slots=True)
class DraftFileLink:
    """A file of a draft; ``remove`` is posted with its id."""

    id: int
    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class UploadLink:
    """A file that broke off on its way; choosing it again goes on with it."""

    url: str
    name: str
    size_bytes: int
    received_bytes: int

    @property
    def percent(self) -> int:
        """How much of it is here."""
        return 100 * self.received_bytes // (self.size_bytes or 1)


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """What another window had written into the same letter, and where to see it."""

    url: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class OwnTextLink:
    """A signature, as the menu of the composer names it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ComposePage:
    """What stands around the compose form (context name ``compose``).

    ``kind`` is ``new``, ``reply``, ``replyall`` or ``forward``. The form posts to
    ``action_url`` with ``do`` = send, save, attach, unfold or discard; scripts post to
    ``save_url`` while one writes. ``key`` tells the composers of a page apart.
    ``others`` are kept versions; ``is_conflict`` says that one came to be just now.
    ``noticed`` is to be looked at before the letter goes; ``doing`` waits for that.
    ``fault`` says why the letter is here again although it was to go.
    ``quote`` begins the original that is folded below. ``signatures`` may be put below
    the letter: ``sign`` is posted with the number of one, or 0.
    """

    kind: str
    action_url: str
    close_url: str
    title: str
    draft_id: int | None = None
    version: int = 0
    parent_number: int | None = None
    files: tuple[DraftFileLink, ...] = ()
    uploads: tuple[UploadLink, ...] = ()
    saved_at: datetime | None = None
    undo_seconds: int = 10
    limit_bytes: int = 50 * 1024 * 1024
    most_recipients: int = MOST_RECIPIENTS
    show_cc: bool = False
    show_bcc: bool = False
    others: tuple[OtherVersion, ...] = ()
    fault: str = ""
    noticed: tuple[Noticed, ...] = ()
    doing: str = ""
    is_conflict: bool = False
    is_rich: bool = False
    quote: str = ""
    with_quote: bool = True
    is_docked: bool = False
    signatures: tuple[OwnTextLink, ...] = ()

    @property
    def is_later(self) -> bool:
        """Tell whether what waits is to schedule, not to send at once."""
        return is_scheduling(self.doing)

    @property
    def key(self) -> str:
        """What ids in this composer begin with."""
        return key_of(self.draft_id)

    @property
    def save_url(self) -> str:
        """Where scripts save; empty until there is a draft."""
        return f"{self.action_url}save/" if self.draft_id else ""


def key_of(draft_id: int | None) -> str:
    """Name a composer among those of a page."""
    return f"c{draft_id}" if draft_id else "new"


@dataclass(frozen=True, slots=True)
class VersionPage:
    """A kept version of a draft (context name ``version``), to be looked at.

    ``url`` is its own; posting to it puts the version into the letter.
    """

    subject: str
    written_at: datetime
    recipients: tuple[tuple[str, str], ...]
    text: str
    url: str
    draft_url: str
