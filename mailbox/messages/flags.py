"""Reading, starring and the other flags, for one entry or many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.db.models import Count

from mailbox.messages.changes import Change, changing
from mailbox.models import Entry, Tagging


def mark_seen(mailbox_id: int, entry_ids: Iterable[int], *, seen: bool) -> int:
    """Mark entries read or unread; gives how many changed."""
    with changing(mailbox_id) as change:
        changed = _changed(change, entry_ids, seen=seen)
        step = -1 if seen else 1
        for folder_id, number in _by_folder(changed).items():
            change.count(folder_id, unread=step * number)
        for tag_id, number in _by_tag(changed).items():
            change.count_tag(tag_id, unread=step * number)
        return len(changed)


def mark_flagged(mailbox_id: int, entry_ids: Iterable[int], *, flagged: bool) -> int:
    """Star entries or take the star away; gives how many changed."""
    with changing(mailbox_id) as change:
        return len(_changed(change, entry_ids, flagged=flagged))


def mark_answered(
    mailbox_id: int, number: int, *, forwarded: bool = False, answered: bool = True
) -> None:
    """Note that a message was answered (or forwarded), wherever it is filed.

    `answered=False` takes the note back.
    """
    flag = "forwarded" if forwarded else "answered"
    with changing(mailbox_id) as change:
        entries = Entry.objects.filter(mailbox_id=mailbox_id, message_id=number)
        _changed(change, entries.values_list("pk", flat=True), **{flag: answered})


def _changed(change: Change, entry_ids: Iterable[int], **flag: bool) -> list[Entry]:
    """Set one flag where it differs, and note the places to be reckoned."""
    (name, value), *_ = flag.items()
    entries = list(
        Entry.objects.filter(
            mailbox=change.mailbox, pk__in=list(entry_ids), **{name: not value}
        ).only("pk", "folder_id", "conversation_id")
    )
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(
        modseq=change.modseq, **{name: value}
    )
    for entry in entries:
        change.touch_place(entry.folder_id, entry.conversation_id)
        change.count(entry.folder_id)
    return entries


def _by_folder(entries: Sequence[Entry]) -> Counter[int]:
    return Counter(entry.folder_id for entry in entries)


def _by_tag(entries: Sequence[Entry]) -> dict[int, int]:
    rows = (
        Tagging.objects.filter(entry_id__in=[entry.pk for entry in entries])
        .values_list("tag_id")
        .annotate(number=Count("id"))
    )
    return dict(rows)
