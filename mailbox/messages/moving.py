"""Moving, copying away and expunging entries.

A move keeps the entry's flags and tags, gives it a new UID in the target folder
and leaves a tombstone in the old one (RFC 6851 §3.3, RFC 7162 §3.2). A message
that is in no folder any more is forgotten; its bytes go with the next sweep.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from django.db import connection

from mailbox.messages.changes import Change, changing
from mailbox.models import Entry, Message, Tagging, Tombstone
from mailbox.search.index import forget_messages

_REFILE: Final = (
    "UPDATE mailbox_entry SET folder_id = %s, uid = %s, modseq = %s WHERE id = %s"
)


def move_entries(mailbox_id: int, entry_ids: Iterable[int], folder_id: int) -> int:
    """Move entries to a folder; gives how many moved."""
    with changing(mailbox_id) as change:
        change.folder(folder_id)
        entries = list(
            Entry.objects.filter(mailbox_id=mailbox_id, pk__in=list(entry_ids))
            .exclude(folder_id=folder_id)
            .order_by("message_id")
        )
        _leave(change, entries)
        for entry in entries:
            _enter(change, entry, folder_id)
        _refile(entries)
        return len(entries)


def expunge_entries(mailbox_id: int, entry_ids: Iterable[int]) -> int:
    """Delete entries for ever; gives how many went."""
    with changing(mailbox_id) as change:
        entries = list(
            Entry.objects.filter(mailbox_id=mailbox_id, pk__in=list(entry_ids))
        )
        expunge(change, entries)
        return len(entries)


def expunge(change: Change, entries: Sequence[Entry]) -> None:
    """Delete entries for ever, within an open change."""
    _leave(change, entries)
    _count_tags(change, entries)
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    _forget_unfiled(change, {entry.message_id for entry in entries})


def _leave(change: Change, entries: Sequence[Entry]) -> None:
    Tombstone.objects.bulk_create(
        Tombstone(
            mailbox=change.mailbox,
            folder_id=entry.folder_id,
            uid=entry.uid,
            modseq=change.modseq,
            message_number=entry.message_id,
        )
        for entry in entries
    )
    for entry in entries:
        change.touch_place(entry.folder_id, entry.conversation_id)
        change.count(
            entry.folder_id,
            total=-1,
            unread=-int(not entry.seen),
            size_bytes=-entry.size_bytes,
        )


def _enter(change: Change, entry: Entry, folder_id: int) -> None:
    entry.folder_id = folder_id
    entry.uid = change.take_uid(folder_id)
    entry.modseq = change.modseq
    change.touch_place(folder_id, entry.conversation_id)
    change.count(
        folder_id, total=1, unread=int(not entry.seen), size_bytes=entry.size_bytes
    )


def _refile(entries: Iterable[Entry]) -> None:
    """Write where entries are now; `bulk_update` takes ten times as long for fifty."""
    rows = [(each.folder_id, each.uid, each.modseq, each.pk) for each in entries]
    with connection.cursor() as cursor:
        cursor.executemany(_REFILE, rows)


def _count_tags(change: Change, entries: Sequence[Entry]) -> None:
    taggings = Tagging.objects.filter(entry_id__in=[entry.pk for entry in entries])
    for tag_id, seen in taggings.values_list("tag_id", "entry__seen"):
        change.count_tag(tag_id, total=-1, unread=-int(not seen))


def _forget_unfiled(change: Change, numbers: set[int]) -> None:
    kept = Entry.objects.filter(message_id__in=numbers).values("message_id")
    gone = Message.objects.filter(pk__in=numbers).exclude(pk__in=kept)
    sizes = dict(gone.values_list("pk", "size_bytes"))
    if not sizes:
        return
    forget_messages(change.mailbox.pk, sorted(sizes))
    Message.objects.filter(pk__in=sizes).delete()
    change.used_bytes -= sum(sizes.values())
    change.message_count -= len(sizes)
