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
    download has every byte. ``fault`` says why there is nothing to show.
    """

    message_id: int
    subject: str
    size_bytes: int
    fields: tuple[HeaderLine, ...]
    raw: str
    back_url: str
    is_cut: bool = False
    fault: str = ""


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
