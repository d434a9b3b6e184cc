"""The reads behind every list: keyset pages, a fixed number of queries.

A page asks for one row more than it shows, so that it knows whether there is
another; nothing counts or loads a whole folder. Cursors are message ids, which
are in date order (`models/message_id.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet, Subquery

from mailbox.models import (
    Entry,
    Folder,
    FolderConversation,
    Mailbox,
    Message,
    Role,
    Tag,
    Tagging,
)
from mailbox.models.message_id import mailbox_of, received_second

PAGE: Final = 50
MOST_ARRIVED: Final = 100
AWAY: Final = (Role.TRASH, Role.JUNK)
"""What lists across folders leave out, as a search does."""
# As `pinned=False` Django writes `NOT pinned`, for which SQLite uses no index.
UNPINNED: Final = Q(pinned__in=(False,))
OPEN_COLUMNS: Final = ("structure", "envelope", "file_facts", "defects")


class Head(NamedTuple):
    """What a line shows of a message: its columns, without the cost of a model."""

    id: int
    conversation_id: int
    received_at: datetime
    from_name: str
    from_address: str
    subject: str
    preview: str
    has_files: bool
    file_facts: Any
    envelope: Any
    is_outgoing: bool
    is_draft: bool


class Place(NamedTuple):
    """What a line shows of an entry, likewise."""

    pk: int
    message_id: int
    folder_id: int
    seen: bool
    flagged: bool
    answered: bool


class Label(NamedTuple):
    """A tag as a line shows it; `hue` is 0 to 11."""

    id: int
    name: str
    hue: int


class Arrived(NamedTuple):
    """Unread messages that have come into a folder: how many, and the newest one."""

    number: int
    sender: str
    subject: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: a conversation, or in search one message.

    `message` is the newest one of the place that is listed; the counts are of
    that place. `back_at` is when it came back from being snoozed, if that is why it
    stands where it does.
    """

    message: Head
    folder_id: int
    total: int
    is_unread: bool
    is_flagged: bool
    is_answered: bool
    tags: tuple[Label, ...]
    back_at: datetime | None = None
    is_pinned: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of lines, newest first.

    `newer` and `older` are cursors for the neighbouring pages, None at an end.
    """

    lines: tuple[Line, ...]
    newer: int | None
    older: int | None


def list_folder(
    folder: Folder, *, before: int | None = None, after: int | None = None
) -> Page:
    """List the conversations of a folder; what is pinned comes first."""
    places = FolderConversation.objects.filter(folder=folder)
    if before is None and after is None:
        found = list(places.order_by("-pinned", "-rank")[: PAGE + 1])
        page = found[:PAGE]
        older = page[-1].rank if len(found) > PAGE else None
        return Page(_lines_of_places(page), None, older)
    rows, newer, older = _keyset(places.filter(UNPINNED), "rank", before, after)
    return Page(_lines_of_places(rows), newer, older)


def list_entries(
    folder: Folder, *, before: int | None = None, after: int | None = None
) -> Page:
    """List the messages of a folder one by one, whatever conversation they are of."""
    entries = Entry.objects.filter(folder=folder)
    rows, newer, older = _keyset(entries, "message_id", before, after)
    return Page(_lines_of_entries(rows), newer, older)


def list_flagged(
    mailbox: Mailbox, *, before: int | None = None, after: int | None = None
) -> Page:
    """List starred messages, wherever they are but in Trash and Spam."""
    entries = Entry.objects.filter(mailbox=mailbox, flagged=True)
    entries = entries.exclude(folder__role__in=AWAY)
    rows, newer, older = _keyset(entries, "message_id", before, after)
    return Page(_lines_of_entries(rows), newer, older)


def list_tagged(
    tag: Tag, *, before: int | None = None, after: int | None = None
) -> Page:
    """List the messages that carry a tag, wherever they are but in Trash and Spam."""
    taggings = Tagging.objects.filter(tag=tag).select_related("entry")
    taggings = taggings.exclude(entry__folder__role__in=AWAY)
    rows, newer, older = _keyset(taggings, "message_id", before, after)
    return Page(_lines_of_entries([row.entry for row in rows]), newer, older)


def count_tagged(tag: Tag) -> int:
    """Count what `list_tagged` lists: all that carry the tag, less what is away.

    Costs what lies in Trash and Spam, not what carries the tag.
    """
    folders = Folder.objects.filter(mailbox=tag.mailbox_id, role__in=AWAY)
    away = Entry.objects.filter(folder__in=folders).values("pk")
    return tag.total - Tagging.objects.filter(tag=tag, entry__in=away).count()


def list_messages(mailbox: Mailbox, numbers: Sequence[int]) -> tuple[Line, ...]:
    """List given messages (a search's hits), newest first, one line each."""
    own = [number for number in numbers if mailbox_of(number) == mailbox.pk]
    found = _placed(Entry.objects.filter(message_id__in=own).order_by("pk"))
    unique = {entry.message_id: (entry, head) for entry, head in found}
    newest_first = [unique[number] for number in sorted(unique, reverse=True)]
    return _lines(newest_first)


def list_conversation(mailbox: Mailbox, conversation_id: int) -> list[Entry]:
    """List a conversation's entries across folders, oldest first, one a message.

    Their messages come without the columns that only an open one needs.
    """
    entries = (
        Entry.objects.filter(mailbox=mailbox, conversation_id=conversation_id)
        .select_related("message", "folder")
        .defer(*(f"message__{column}" for column in OPEN_COLUMNS))
        .order_by("message_id", "pk")
    )
    return list({entry.message_id: entry for entry in entries}.values())


def list_arrived(folder: Folder, since_uid: int) -> Arrived:
    """Sum up the unread messages of a folder that have this UID or a later one.

    At most `MOST_ARRIVED` are counted; more would not be read out anyway.
    """
    entries = Entry.objects.filter(folder=folder, uid__gte=since_uid, seen=False)
    columns = ("message__from_name", "message__from_address", "message__subject")
    rows = list(entries.order_by("-uid").values_list(*columns)[:MOST_ARRIVED])
    if not rows:
        return Arrived(0, "", "")
    name, address, subject = rows[0]
    return Arrived(len(rows), name or address, subject)


def get_messages(mailbox: Mailbox, numbers: Iterable[int]) -> dict[int, Message]:
    """Get some of a mailbox's messages whole, by their numbers."""
    return Message.objects.filter(mailbox=mailbox).in_bulk(list(numbers))


def list_files(message: Message) -> list[tuple[int, list[Any]]]:
    """List the file facts of a message's conversation, oldest message first.

    Messages in Trash or Junk are left out, unless it is the message itself.
    """
    away = Q(folder__role__in=AWAY) & ~Q(message=message.pk)
    entries = (
        Entry.objects.filter(
            mailbox=message.mailbox_id,
            conversation=message.conversation_id,
            message__has_files=True,
        )
        .exclude(away)
        .order_by("message_id")
    )
    found = entries.values_list("message_id", "message__file_facts")
    return list({number: (number, facts) for number, facts in found}.values())


def neighbours(folder: Folder, conversation_id: int) -> tuple[int | None, int | None]:
    """Give the conversations (newer, older) beside one in a folder's list."""
    places = FolderConversation.objects.filter(folder=folder)
    here = Subquery(places.filter(conversation_id=conversation_id).values("rank")[:1])
    others = places.filter(UNPINNED)
    newer = others.filter(rank__gt=here).order_by("rank").first()
    older = others.filter(rank__lt=here).order_by("-rank").first()
    return (
        newer.conversation_id if newer else None,
        older.conversation_id if older else None,
    )


def _keyset(
    rows: QuerySet[Any], key: str, before: int | None, after: int | None
) -> tuple[list[Any], int | None, int | None]:
    """Cut one page out of an index; gives its rows and both cursors."""
    if after is not None:
        found = list(rows.filter(**{f"{key}__gt": after}).order_by(key)[: PAGE + 1])
        page = found[:PAGE][::-1]
        has_newer, has_older = len(found) > PAGE, True
    else:
        bounded = rows.filter(**{f"{key}__lt": before}) if before is not None else rows
        found = list(bounded.order_by(f"-{key}")[: PAGE + 1])
        page = found[:PAGE]
        has_newer, has_older = before is not None, len(found) > PAGE
    if not page:
        return [], None, None
    newer = getattr(page[0], key) if has_newer else None
    older = getattr(page[-1], key) if has_older else None
    return page, newer, older


def _lines_of_places(places: Sequence[FolderConversation]) -> tuple[Line, ...]:
    newest = Entry.objects.filter(
        folder_id__in={place.folder_id for place in places},
        message_id__in=[place.newest for place in places],
    )
    messages = {head.id: (entry, head) for entry, head in _placed(newest)}
    tags = _labels(
        Tagging.objects.filter(
            entry__conversation_id__in=[place.conversation_id for place in places],
            entry__folder_id__in={place.folder_id for place in places},
        ),
        owner="entry__conversation_id",
    )
    return tuple(
        Line(
            message=messages[place.newest][1],
            folder_id=place.folder_id,
            total=place.total,
            is_unread=place.unread > 0,
            is_flagged=place.flagged > 0,
            is_answered=messages[place.newest][0].answered,
            tags=tags.get(place.conversation_id, ()),
            back_at=received_second(place.rank) if place.rank > place.newest else None,
            is_pinned=place.pinned,
        )
        for place in places
        if place.newest in messages
    )


def _lines_of_entries(entries: Sequence[Entry]) -> tuple[Line, ...]:
    messages = _heads(entry.message_id for entry in entries)
    return _lines([(entry, messages[entry.message_id]) for entry in entries])


def _lines(placed: Sequence[tuple[Entry | Place, Head]]) -> tuple[Line, ...]:
    tags = _labels(
        Tagging.objects.filter(entry__in=[entry.pk for entry, _head in placed]),
        owner="entry_id",
    )
    return tuple(
        Line(
            message=head,
            folder_id=entry.folder_id,
            total=1,
            is_unread=not entry.seen,
            is_flagged=entry.flagged,
            is_answered=entry.answered,
            tags=tags.get(entry.pk, ()),
        )
        for entry, head in placed
    )


def _placed(entries: QuerySet[Entry]) -> list[tuple[Place, Head]]:
    """Read entries and what their messages' lines show, in one query."""
    columns = (f"message__{name}" for name in Head._fields)
    rows = entries.values_list(*Place._fields, *columns)
    cut = len(Place._fields)
    return [(Place._make(row[:cut]), Head._make(row[cut:])) for row in rows]


def _heads(numbers: Iterable[int]) -> dict[int, Head]:
    rows = Message.objects.filter(pk__in=list(numbers)).values_list(*Head._fields)
    return {row[0]: Head._make(row) for row in rows}


def _labels(taggings: QuerySet[Tagging], owner: str) -> dict[int, tuple[Label, ...]]:
    found: dict[int, set[Label]] = defaultdict(set)
    rows = taggings.values_list(owner, "tag_id", "tag__name", "tag__hue")
    for owner_id, *tag in rows:
        found[owner_id].add(Label._make(tag))
    return {
        owner_id: tuple(sorted(labels, key=lambda label: label.name))
        for owner_id, labels in found.items()
    }
