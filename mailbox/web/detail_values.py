"""The values of the pages around a message: source, trace, compose, upkeep.

Like ``page_values``: filled by views, printed by templates, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbox.web.page_values import FolderLink, TagLink


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """One header field as it came, unfolded and decoded for eyes."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A message's header and source (context name ``source``).

    ``raw`` is decoded for display and may be the beginning only (``is_cut``); the
    download has every byte.
    """

    message_id: int
    subject: str
    size_bytes: int
    fields: tuple[HeaderLine, ...]
    raw: str
    back_url: str
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step; ``state`` is ``done``, ``now`` or ``failed``."""

    at: datetime
    words: str
    detail: str = ""
    state: str = "done"


@dataclass(frozen=True, slots=True)
class TracePage:
    """Where a message has been (context name ``trace``)."""

    message_id: int
    subject: str
    steps: tuple[Step, ...]
    back_url: str


@dataclass(frozen=True, slots=True)
class DraftFileLink:
    """A file that goes with a draft; its remove button posts ``remove=<id>``."""

    id: int
    name: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ComposePage:
    """What stands around the compose form (context name ``compose``).

    ``kind`` is ``new``, ``reply``, ``reply_all``, ``forward`` or ``draft``. The form
    posts to ``action_url`` with ``do`` = send, save, attach or discard.
    """

    kind: str
    action_url: str
    close_url: str
    title: str
    draft_id: int | None = None
    files: tuple[DraftFileLink, ...] = ()
    saved_at: datetime | None = None
    undo_seconds: int = 10
    limit_bytes: int = 50 * 1024 * 1024
    show_cc: bool = False
    show_bcc: bool = False


@dataclass(frozen=True, slots=True)
class NameFault:
    """Why a name was refused: ``item_id`` 0 is the form for a new one."""

    item_id: int
    typed: str
    words: str


@dataclass(frozen=True, slots=True)
class FoldersPage:
    """One's own folders (context name ``upkeep``)."""

    folders: tuple[FolderLink, ...]
    fault: NameFault | None = None


@dataclass(frozen=True, slots=True)
class TagsPage:
    """One's own tags (context name ``upkeep``)."""

    tags: tuple[TagLink, ...]
    fault: NameFault | None = None


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """A question before what cannot be undone (context name ``confirm``).

    ``button`` repeats the verb and the number; ``fields`` are posted again.
    """

    title: str
    words: str
    button: str
    action_url: str
    cancel_url: str
    fields: tuple[tuple[str, str], ...] = ()
