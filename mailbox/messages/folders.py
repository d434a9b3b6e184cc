"""One's own folders: make, rename, move, delete. System folders stay.

Names and places change without touching what is inside: UIDs and UIDVALIDITY stay
(RFC 9051 §6.3.6), and the letters with them. A deleted folder is in `removal.py`.
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from mailbox.messages.changes import Change, changing
from mailbox.messages.folder_tree import (
    DEEPEST,
    depth_of,
    grow_tree,
    height_of,
    list_within,
)
from mailbox.messages.moving import expunge
from mailbox.messages.naming import clean_name, unique_name
from mailbox.models import Entry, Folder, Mailbox
from mailsvc.kit.errors import InvalidInput

LONGEST_NAME: Final = 100
MOST_FOLDERS: Final = 1000
EXPUNGE_BATCH: Final = 200


def list_folders(mailbox: Mailbox) -> list[Folder]:
    """List all folders: the system's in their own order, then the others by name.

    What is in a folder comes after it.
    """
    return [branch.folder for branch in grow_tree(mailbox.folders.all())]


def create_folder(mailbox: Mailbox, name: str, parent: Folder | None = None) -> Folder:
    """Make a folder.

    Raises:
        InvalidInput: The name is empty, too long or taken, or it is too deep.
    """
    clean = clean_name(name, longest=LONGEST_NAME)
    with unique_name(), changing(mailbox.pk) as change:
        folders = list(Folder.objects.filter(mailbox=mailbox))
        if parent is not None and depth_of(parent.pk, folders) >= DEEPEST:
            raise InvalidInput(_("Folders can be nested five deep."), field="name")
        if len(folders) >= MOST_FOLDERS:
            raise InvalidInput(_("There are as many folders as can be."), field="name")
        return Folder.objects.create(
            mailbox=mailbox,
            parent=parent,
            name=clean,
            uid_validity=take_uid_validity(change),
            highest_modseq=change.modseq,
        )


def rename_folder(folder: Folder, name: str) -> None:
    """Give one's own folder another name.

    Raises:
        InvalidInput: As for `create_folder`, or a system folder.
    """
    refuse_system(folder)
    clean = clean_name(name, longest=LONGEST_NAME)
    with unique_name(), changing(folder.mailbox_id):
        Folder.objects.filter(pk=folder.pk).update(name=clean)


def move_folder(folder: Folder, parent: Folder | None) -> None:
    """Put one's own folder into another, or at the top level; what is in it goes along.

    Raises:
        InvalidInput: It would be within itself, too deep, beside one of its name, or
            it or its new parent is a system folder.
    """
    refuse_system(folder)
    if parent is not None:
        refuse_system(parent)
    parent_id = parent.pk if parent else None
    with changing(folder.mailbox_id):
        folders = list(Folder.objects.filter(mailbox=folder.mailbox_id))
        if parent_id in {each.pk for each in list_within(folder.pk, folders)}:
            raise InvalidInput(_("A folder cannot be within itself."), field="parent")
        depth = depth_of(parent_id, folders) + height_of(folder.pk, folders)
        if depth > DEEPEST:
            raise InvalidInput(_("Folders can be nested five deep."), field="parent")
        _refuse_twin(folder, parent_id, folders)
        Folder.objects.filter(pk=folder.pk).update(parent=parent_id)


def fold_folder(folder: Folder, device: str, *, is_folded: bool) -> None:
    """Remember for a class of device whether what is in a folder is shown there."""
    devices = set(folder.folded_on.split()) - {device}
    if is_folded:
        devices.add(device)
    Folder.objects.filter(pk=folder.pk).update(folded_on=" ".join(sorted(devices)))


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


def take_uid_validity(change: Change) -> int:
    """Take a UIDVALIDITY that no folder of this mailbox ever had."""
    taken = change.mailbox.next_uid_validity
    change.mailbox.next_uid_validity += 1
    return taken


def _refuse_twin(folder: Folder, parent_id: int | None, folders: list[Folder]) -> None:
    """Refuse to put a folder beside another of its name."""
    for each in folders:
        beside = each.parent_id == parent_id and each.pk != folder.pk
        if beside and each.name == folder.name:
            words = _("There is a folder “%(name)s” there already.")
            raise InvalidInput(words % {"name": folder.name}, field="parent")


def refuse_system(folder: Folder) -> None:
    """Refuse to change what is part of every mailbox."""
    if folder.role:
        raise InvalidInput(_("This folder is part of every mailbox."), field="name")
