"""Reckoning the kept counts again, from the entries themselves.

The counts are kept in the transaction that changes what they count, so they
should never be wrong; this proves it, and mends what a fault or a hand in the
database has done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from mailbox.messages.changes import changing, reckon_places
from mailbox.models import (
    Draft,
    Entry,
    Folder,
    FolderConversation,
    Mailbox,
    Message,
    Tag,
    Tagging,
)


@dataclass(frozen=True, slots=True)
class WrongCount:
    """A kept number that differs from what is there."""

    what: str
    kept: int
    reckoned: int


def find_wrong_counts() -> list[WrongCount]:
    """Compare every kept count with what is there; changes nothing."""
    found: list[WrongCount] = []
    for mailbox in _suspects():
        with transaction.atomic():
            locked = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
            found += _wrong_in(locked)
    return found


def correct_counts() -> list[WrongCount]:
    """Put every wrong count right; gives what was wrong."""
    corrected: list[WrongCount] = []
    for mailbox in _suspects():
        with changing(mailbox.pk) as change:
            wrong = list(_wrong_in(change.mailbox))
            if wrong:
                _correct(change.mailbox)
        corrected += wrong
    return corrected


def _suspects() -> Iterator[Mailbox]:
    """Yield mailboxes that look wrong, or are only being changed this moment.

    Looking takes no lock, so that nobody waits while all is well.
    """
    for mailbox in Mailbox.objects.order_by("pk").iterator(chunk_size=100):
        if next(_wrong_in(mailbox), None) is not None:
            yield mailbox


def _wrong_in(mailbox: Mailbox) -> Iterator[WrongCount]:
    yield from _compare(str(mailbox), mailbox, _mailbox_counts(mailbox))
    for folder in Folder.objects.filter(mailbox=mailbox):
        name = f"{mailbox} / {folder.title}"
        yield from _compare(name, folder, _folder_counts(folder))
        yield from _compare_places(name, folder)
    for tag in Tag.objects.filter(mailbox=mailbox):
        yield from _compare(f"{mailbox} # {tag.name}", tag, _tag_counts(tag))


def _compare(name: str, row: Any, reckoned: dict[str, int]) -> Iterator[WrongCount]:
    for column, number in reckoned.items():
        kept = getattr(row, column)
        if kept != number:
            yield WrongCount(f"{name} {column}", kept, number)


def _compare_places(name: str, folder: Folder) -> Iterator[WrongCount]:
    there = Entry.objects.filter(folder=folder)
    conversations = there.values("conversation_id").distinct().count()
    places = FolderConversation.objects.filter(folder=folder)
    kept = places.aggregate(
        lines=Count("pk"),
        messages=Coalesce(Sum("total"), 0),
        unread=Coalesce(Sum("unread"), 0),
        flagged=Coalesce(Sum("flagged"), 0),
    )
    reckoned = {
        "lines": conversations,
        "messages": there.count(),
        "unread": there.filter(seen=False).count(),
        "flagged": there.filter(flagged=True).count(),
    }
    for what, number in reckoned.items():
        if kept[what] != number:
            yield WrongCount(f"{name} list {what}", kept[what], number)


def _mailbox_counts(mailbox: Mailbox) -> dict[str, int]:
    counts = Message.objects.filter(mailbox=mailbox).aggregate(
        used_bytes=Coalesce(Sum("size_bytes"), 0), message_count=Count("pk")
    )
    waiting = Draft.objects.filter(mailbox=mailbox, scheduled_for__isnull=False)
    return {**counts, "scheduled_letters": waiting.count()}


def _folder_counts(folder: Folder) -> dict[str, int]:
    return Entry.objects.filter(folder=folder).aggregate(
        total=Count("pk"),
        unread=Count("pk", filter=Q(seen=False)),
        size_bytes=Coalesce(Sum("size_bytes"), 0),
    )


def _tag_counts(tag: Tag) -> dict[str, int]:
    return Tagging.objects.filter(tag=tag).aggregate(
        total=Count("pk"), unread=Count("pk", filter=Q(entry__seen=False))
    )


def _correct(mailbox: Mailbox) -> None:
    Mailbox.objects.filter(pk=mailbox.pk).update(**_mailbox_counts(mailbox))
    for folder in Folder.objects.filter(mailbox=mailbox):
        Folder.objects.filter(pk=folder.pk).update(**_folder_counts(folder))
        FolderConversation.objects.filter(folder=folder).delete()
        conversations = Entry.objects.filter(folder=folder).values_list(
            "conversation_id", flat=True
        )
        reckon_places(mailbox.pk, ((folder.pk, each) for each in conversations))
    for tag in Tag.objects.filter(mailbox=mailbox):
        Tag.objects.filter(pk=tag.pk).update(**_tag_counts(tag))
