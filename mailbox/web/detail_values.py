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
    """Why a name was refused: ``item_id`` 0 is the form for a new one.

    ``do`` is what was to be done, where a page has several forms for one thing.
    """

    item_id: int
    typed: str
    words: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class FoldersPage:
    """One's own folders (context name ``upkeep``)."""

    folders: tuple[FolderLink, ...]
    fault: NameFault | None = None


@dataclass(frozen=True, slots=True)
class FolderUpkeep:
    """What can be done with one folder (context name ``upkeep``).

    ``targets`` are where it may move, ``letters`` and ``inner`` what goes with it when
    it is deleted; ``key`` makes sure that marking all as read is done once.
    """

    folder: FolderLink
    targets: tuple[FolderLink, ...]
    letters: int
    inner: int
    key: str
    fault: NameFault | None = None

    @classmethod
    def of(
        cls,
        folder_id: int,
        links: tuple[FolderLink, ...],
        fault: NameFault | None,
        key: str,
    ) -> FolderUpkeep:
        """Reckon it from all folders."""
        folder = next(link for link in links if link.id == folder_id)
        within = {folder_id}
        for link in links:
            if link.parent_id in within:
                within.add(link.id)
        own = [link for link in links if not link.role and link.id not in within]
        return cls(
            folder=folder,
            targets=tuple(link for link in own if link.id != folder.parent_id),
            letters=sum(link.total for link in links if link.id in within),
            inner=len(within) - 1,
            key=key,
            fault=fault,
        )


@dataclass(frozen=True, slots=True)
class TagUpkeep:
    """What can be done with one tag (context name ``upkeep``)."""

    tag: TagLink
    letters: int
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
