"""The one way to change a mailbox.

Whoever changes entries does it inside `changing(mailbox_id)`: the mailbox row
is locked first, so changes of one mailbox happen one after another; one new
modification sequence (RFC 7162 §3.1) marks all that the change touches; UIDs
come from here; and the kept counts, the list of conversations and the notice
to open pages are written at the end, in the same transaction. Nobody else
writes them, so they cannot drift.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Case, Count, F, IntegerField, Max, Q, Sum, Value, When

from mailbox.models import Entry, Folder, FolderConversation, Mailbox, Tag
from mailsvc.kit import events


@dataclass(slots=True)
class Delta:
    """How much a kept count moves."""

    total: int = 0
    unread: int = 0
    size_bytes: int = 0


@dataclass(slots=True)
class Change:
    """An open change of one mailbox; made by `changing` only."""

    mailbox: Mailbox
    modseq: int
    used_bytes: int = 0
    message_count: int = 0
    _folders: dict[int, Folder] = field(default_factory=dict)
    _deltas: dict[int, Delta] = field(default_factory=lambda: defaultdict(Delta))
    _tag_deltas: dict[int, Delta] = field(default_factory=lambda: defaultdict(Delta))
    _places: set[tuple[int, int]] = field(default_factory=set)

    def folder(self, folder_id: int) -> Folder:
        """Get a folder of this mailbox, read once under the lock."""
        if folder_id not in self._folders:
            self._folders[folder_id] = Folder.objects.get(
                pk=folder_id, mailbox=self.mailbox
            )
        return self._folders[folder_id]

    def take_uid(self, folder_id: int) -> int:
        """Take the next UID of a folder (RFC 9051 §2.3.1.1)."""
        folder = self.folder(folder_id)
        uid = folder.uid_next
        folder.uid_next += 1
        return uid

    def take_serial(self) -> int:
        """Take the next serial for a message id."""
        serial = self.mailbox.next_serial
        self.mailbox.next_serial += 1
        return serial

    def count(
        self, folder_id: int, *, total: int = 0, unread: int = 0, size_bytes: int = 0
    ) -> None:
        """Move a folder's kept counts; also marks the folder as changed."""
        delta = self._deltas[folder_id]
        delta.total += total
        delta.unread += unread
        delta.size_bytes += size_bytes

    def count_tag(self, tag_id: int, *, total: int = 0, unread: int = 0) -> None:
        """Move a tag's kept counts."""
        delta = self._tag_deltas[tag_id]
        delta.total += total
        delta.unread += unread

    def touch_place(self, folder_id: int, conversation_id: int) -> None:
        """Note that a conversation's line in a folder must be reckoned anew."""
        self._places.add((folder_id, conversation_id))

    def write(self) -> None:
        """Write what was kept; called once, at the end of `changing`."""
        self._write_folders()
        self._write_tags()
        reckon_places(self.mailbox.pk, self._places)
        Mailbox.objects.filter(pk=self.mailbox.pk).update(
            modseq=self.modseq,
            next_serial=self.mailbox.next_serial,
            next_uid_validity=self.mailbox.next_uid_validity,
            used_bytes=F("used_bytes") + self.used_bytes,
            message_count=F("message_count") + self.message_count,
        )
        events.announce_after_commit(self.mailbox.pk, self.modseq)

    def _write_folders(self) -> None:
        for folder_id, delta in self._deltas.items():
            Folder.objects.filter(pk=folder_id).update(
                uid_next=self.folder(folder_id).uid_next,
                highest_modseq=self.modseq,
                total=F("total") + delta.total,
                unread=F("unread") + delta.unread,
                size_bytes=F("size_bytes") + delta.size_bytes,
            )

    def _write_tags(self) -> None:
        for tag_id, delta in self._tag_deltas.items():
            Tag.objects.filter(pk=tag_id).update(
                total=F("total") + delta.total, unread=F("unread") + delta.unread
            )


@contextmanager
def changing(mailbox_id: int) -> Iterator[Change]:
    """Open a change: a transaction that holds the mailbox's lock.

    Keep it short (under 100 ms) and do no I/O inside; other writers wait. The
    notice to listeners goes out after the commit.
    """
    with transaction.atomic():
        mailbox = Mailbox.objects.select_for_update().get(pk=mailbox_id)
        change = Change(mailbox=mailbox, modseq=mailbox.modseq + 1)
        yield change
        change.write()


def reckon_places(mailbox_id: int, places: Iterable[tuple[int, int]]) -> None:
    """Bring (folder, conversation) lines into step with their entries."""
    wanted = set(places)
    if not wanted:
        return
    found = {
        (row["folder_id"], row["conversation_id"]): row
        for row in Entry.objects.filter(
            conversation_id__in={conversation for _, conversation in wanted},
            folder_id__in={folder for folder, _ in wanted},
        )
        .values("folder_id", "conversation_id")
        .annotate(
            newest=Max("message_id"),
            bumped=Max("conversation__bumped"),
            total=Count("id"),
            unread=_number_of(Q(seen=False)),
            flagged=_number_of(Q(flagged=True)),
        )
    }
    FolderConversation.objects.bulk_create(
        [_place(mailbox_id, **row) for place, row in found.items() if place in wanted],
        update_conflicts=True,
        unique_fields=["conversation", "folder"],
        update_fields=["newest", "rank", "total", "unread", "flagged"],
    )
    _drop_places(wanted - found.keys())


def _place(
    mailbox_id: int, *, newest: int, bumped: int, **row: int
) -> FolderConversation:
    return FolderConversation(
        mailbox_id=mailbox_id, newest=newest, rank=max(newest, bumped), **row
    )


def _drop_places(gone: set[tuple[int, int]]) -> None:
    by_folder: dict[int, list[int]] = defaultdict(list)
    for folder_id, conversation_id in gone:
        by_folder[folder_id].append(conversation_id)
    for folder_id, conversations in by_folder.items():
        FolderConversation.objects.filter(
            folder_id=folder_id, conversation_id__in=conversations
        ).delete()


def _number_of(condition: Q) -> Sum:
    one_or_none = Case(
        When(condition, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return Sum(one_or_none)
