"""Folders that are deleted, and brought back.

Deleting moves the letters to Trash first (`deeds.py`, which can take that back);
then the folders themselves go, with what is in them. Brought back, a folder has its
number and name again, so that pages and deeds still know it, but a UIDVALIDITY of
its own: to IMAP it is a new folder (RFC 9051 §2.3.1.1). Callers hold a transaction.
"""

from __future__ import annotations

from collections.abc import Iterable

from mailbox.messages.changes import changing
from mailbox.messages.folder_tree import list_within
from mailbox.messages.folders import take_uid_validity
from mailbox.messages.moving import move_entries
from mailbox.models import Entry, Folder, Mailbox, Role

Gone = tuple[int, int, str]
"""A folder that goes: its number, that of its parent (0 for none), and its name."""


def describe(folder: Folder) -> tuple[Gone, ...]:
    """Describe a folder and all that is in it, the outermost first."""
    folders = list(Folder.objects.filter(mailbox=folder.mailbox_id))
    within = list_within(folder.pk, folders)
    return tuple((each.pk, each.parent_id or 0, each.name) for each in within)


def remove_folders(mailbox: Mailbox, gone: Iterable[Gone]) -> None:
    """Remove folders; what has come into them meanwhile moves to Trash."""
    wanted = [number for number, _parent, _name in gone]
    if not wanted:
        return
    folders = list(Folder.objects.filter(mailbox=mailbox))
    within = {each.pk for top in wanted for each in list_within(top, folders)}
    trash = next(each for each in folders if each.role == Role.TRASH)
    late = Entry.objects.filter(mailbox=mailbox, folder_id__in=within)
    move_entries(mailbox.pk, list(late.values_list("pk", flat=True)), trash.pk)
    with changing(mailbox.pk):
        Folder.objects.filter(mailbox=mailbox, pk__in=within, role=Role.NONE).delete()


def restore_folders(mailbox: Mailbox, gone: Iterable[Gone]) -> None:
    """Make folders again that have gone; those that are there stay as they are."""
    missing = list(gone)
    there = Folder.objects.filter(mailbox=mailbox)
    kept = set(there.values_list("pk", flat=True))
    if kept.issuperset(number for number, _parent, _name in missing):
        return
    with changing(mailbox.pk) as change:
        for number, parent, name in missing:
            if number in kept:
                continue
            place = parent if parent in kept else None
            Folder.objects.create(
                pk=number,
                mailbox=mailbox,
                parent_id=place,
                name=_free_name(mailbox, place, name),
                uid_validity=take_uid_validity(change),
                highest_modseq=change.modseq,
            )
            kept.add(number)


def _free_name(mailbox: Mailbox, parent: int | None, name: str) -> str:
    """Give the name, or one with a number if another folder has it by now."""
    beside = Folder.objects.filter(mailbox=mailbox, parent=parent)
    taken = set(beside.values_list("name", flat=True))
    tries = (f"{name} ({number})" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(n for n in tries if n not in taken)
