"""One's own folders: make, rename, nest, delete. System folders stay."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from mailbox.messages.changes import Change, changing
from mailbox.messages.moving import expunge, move_entries
from mailbox.messages.naming import clean_name, unique_name
from mailbox.models import Entry, Folder, Mailbox, Role
from mailsvc.kit.errors import InvalidInput

LONGEST_NAME: Final = 100
DEEPEST: Final = 5
MOST_FOLDERS: Final = 1000
EXPUNGE_BATCH: Final = 200


def list_folders(mailbox: Mailbox) -> list[Folder]:
    """List all folders: the system's in their own order, then the others by name."""
    order = {role: place for place, role in enumerate(Role.values)}
    folders = mailbox.folders.all()
    return sorted(
        folders,
        key=lambda each: (
            order[each.role] if each.role else len(order),
            each.name.casefold(),
        ),
    )


def create_folder(mailbox: Mailbox, name: str, parent: Folder | None = None) -> Folder:
    """Make a folder.

    Raises:
        InvalidInput: The name is empty, too long or taken, or it is too deep.
    """
    clean = clean_name(name, longest=LONGEST_NAME)
    if parent is not None and _depth(parent) >= DEEPEST:
        raise InvalidInput(_("Folders can be nested five deep."), field="name")
    if Folder.objects.filter(mailbox=mailbox).count() >= MOST_FOLDERS:
        raise InvalidInput(_("There are as many folders as can be."), field="name")
    with unique_name(), changing(mailbox.pk) as change:
        return Folder.objects.create(
            mailbox=mailbox,
            parent=parent,
            name=clean,
            uid_validity=_take_uid_validity(change),
            highest_modseq=change.modseq,
        )


def rename_folder(folder: Folder, name: str) -> None:
    """Give one's own folder another name.

    Raises:
        InvalidInput: As for `create_folder`, or a system folder.
    """
    _refuse_system(folder)
    clean = clean_name(name, longest=LONGEST_NAME)
    with unique_name(), changing(folder.mailbox_id):
        Folder.objects.filter(pk=folder.pk).update(name=clean)


def delete_folder(folder: Folder) -> None:
    """Delete one's own folder; what is in it moves to Trash.

    Raises:
        InvalidInput: It is a system folder, or has folders in it.
    """
    _refuse_system(folder)
    if folder.children.exists():
        raise InvalidInput(_("Delete the folders in it first."), field="name")
    trash = Folder.objects.get(mailbox_id=folder.mailbox_id, role=Role.TRASH)
    while batch := _some_entries(folder):
        move_entries(folder.mailbox_id, batch, trash.pk)
    with changing(folder.mailbox_id):
        folder.delete()


def empty_folder(folder: Folder) -> int:
    """Delete all that is in a folder for ever; gives how many went."""
    gone = 0
    while batch := _some_entries(folder):
        with changing(folder.mailbox_id) as change:
            expunge(change, list(Entry.objects.filter(pk__in=batch)))
        gone += len(batch)
    return gone


def _some_entries(folder: Folder) -> list[int]:
    entries = Entry.objects.filter(folder=folder).order_by("message_id")
    return list(entries.values_list("pk", flat=True)[:EXPUNGE_BATCH])


def _take_uid_validity(change: Change) -> int:
    """Take a UIDVALIDITY that no folder of this mailbox ever had."""
    taken = change.mailbox.next_uid_validity
    change.mailbox.next_uid_validity += 1
    return taken


def _depth(folder: Folder) -> int:
    depth = 1
    while folder.parent is not None:
        folder = folder.parent
        depth += 1
    return depth


def _refuse_system(folder: Folder) -> None:
    if folder.role:
        raise InvalidInput(_("This folder is part of every mailbox."), field="name")
