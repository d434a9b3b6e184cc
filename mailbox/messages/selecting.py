"""Which letters a person means: those ticked, or all of a folder, tag or search.

A selection is a frozen value that a deed can keep as JSON. What it means is asked
for in batches, newest first, each below the one before, so that mail that comes in
meanwhile is left alone and work can go on where it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import Q, QuerySet

from mailbox.messages.listing import AWAY, count_tagged
from mailbox.messages.removal import Gone
from mailbox.messages.verbs import Verb
from mailbox.models import Entry, Mailbox, Message, Role, Tag, Tagging
from mailbox.models.message_id import bounds
from mailbox.search.execute import search_mailbox

TICKED_IDS: Final = ("conversations", "messages")
NOT_FILED_FROM: Final = (Role.SENT, Role.DRAFTS, Role.TRASH)


class Kind(StrEnum):
    """How letters are chosen."""

    TICKED = "ticked"
    FOLDER = "folder"
    TAG = "tag"
    STARRED = "starred"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Selection:
    """Letters that are meant.

    `folder_id` narrows ticked conversations to a folder, and is the folder itself
    for FOLDER; 0 is everywhere. `folders` are some that go with all their letters.
    """

    kind: Kind
    folder_id: int = 0
    tag_id: int = 0
    query: str = ""
    everywhere: bool = False
    conversations: tuple[int, ...] = ()
    messages: tuple[int, ...] = ()
    folders: tuple[Gone, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was ticked."""
        return self.kind == Kind.TICKED and not (self.conversations or self.messages)

    def to_json(self) -> dict[str, Any]:
        """Write it for a deed."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Selection:
        """Read what a deed keeps."""
        ids = {
            each: tuple(kept.get(each, ())) for each in ("conversations", "messages")
        }
        folders = tuple(
            (number, parent, name) for number, parent, name in kept.get("folders", ())
        )
        return cls(**{**kept, **ids, "folders": folders, "kind": Kind(kept["kind"])})


@dataclass(frozen=True, slots=True)
class Batch:
    """Some entries, and the message id below which to go on; None at the end."""

    entry_ids: tuple[int, ...]
    rest: int | None


def meant(mailbox: Mailbox, selection: Selection, verb: Verb) -> QuerySet[Entry]:
    """Give the entries of ticked letters, of a folder, or of what is starred."""
    entries = Entry.objects.filter(mailbox=mailbox)
    if selection.kind == Kind.STARRED:
        entries = entries.filter(flagged=True).exclude(folder__role__in=AWAY)
    elif selection.kind == Kind.TICKED:
        entries = entries.filter(
            Q(conversation_id__in=selection.conversations)
            | Q(message_id__in=selection.messages)
        )
    if selection.folder_id:
        return entries.filter(folder_id=selection.folder_id)
    if selection.folders:
        numbers = [number for number, _parent, _name in selection.folders]
        return entries.filter(folder_id__in=numbers)
    return leave_alone(entries, verb)


def leave_alone(entries: QuerySet[Entry], verb: Verb) -> QuerySet[Entry]:
    """Outside one folder, filing leaves alone what is sent, written or deleted."""
    if verb.name == "archive":
        return entries.filter(folder__role=Role.INBOX)
    if verb.is_move:
        return entries.exclude(folder__role__in=NOT_FILED_FROM)
    return entries


def count(mailbox: Mailbox, selection: Selection, verb: Verb) -> int:
    """Say about how many letters are meant; 0 if it would take long to know."""
    if selection.kind == Kind.SEARCH:
        return 0
    if selection.kind == Kind.TAG:
        tag = Tag.objects.filter(mailbox=mailbox, pk=selection.tag_id).first()
        return count_tagged(tag) if tag else 0
    return meant(mailbox, selection, verb).count()


def above_newest(mailbox: Mailbox) -> int:
    """Give the id below which everything is that a mailbox has now."""
    low, high = bounds(mailbox.pk)
    mine = Message.objects.filter(pk__gte=low, pk__lt=high)
    newest = mine.order_by("-pk").values_list("pk", flat=True).first()
    return (newest or low) + 1


def next_batch(
    mailbox: Mailbox, selection: Selection, verb: Verb, before: int, limit: int
) -> Batch:
    """Find the next entries, of messages below an id, newest first."""
    if selection.kind == Kind.SEARCH:
        return _of_search(mailbox, selection, verb, before, limit)
    if selection.kind == Kind.TAG:
        return _of_tag(mailbox, selection, verb, before, limit)
    rows = meant(mailbox, selection, verb).filter(message_id__lt=before)
    pairs = rows.order_by("-message_id", "pk").values_list("pk", "message_id")
    return _cut(list(pairs[: limit + 1]), limit)


def _of_tag(
    mailbox: Mailbox, selection: Selection, verb: Verb, before: int, limit: int
) -> Batch:
    rows = Tagging.objects.filter(
        mailbox=mailbox, tag_id=selection.tag_id, message_id__lt=before
    ).exclude(entry__folder__role__in=AWAY)
    rows = rows.order_by("-message_id", "entry_id")
    pairs = list(rows.values_list("entry_id", "message_id")[: limit + 1])
    found = _cut(pairs, limit)
    return Batch(_filtered(mailbox, verb, Q(pk__in=found.entry_ids)), found.rest)


def _of_search(
    mailbox: Mailbox, selection: Selection, verb: Verb, before: int, limit: int
) -> Batch:
    found = search_mailbox(
        mailbox,
        selection.query,
        before_id=before,
        everywhere=selection.everywhere,
        limit=limit,
    )
    hits = Q(message_id__in=found.message_ids)
    return Batch(_filtered(mailbox, verb, hits), found.older)


def _filtered(mailbox: Mailbox, verb: Verb, condition: Q) -> tuple[int, ...]:
    entries = Entry.objects.filter(condition, mailbox=mailbox)
    return tuple(leave_alone(entries, verb).values_list("pk", flat=True))


def _cut(pairs: list[tuple[int, int]], limit: int) -> Batch:
    """Cut between two messages, so that no entry of one is left behind."""
    if len(pairs) <= limit:
        return Batch(_first(pairs), None)
    last = pairs[limit][1]
    whole = [pair for pair in pairs[:limit] if pair[1] != last] or pairs[:limit]
    return Batch(_first(whole), whole[-1][1])


def _first(pairs: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    return tuple(entry for entry, _message in pairs)
