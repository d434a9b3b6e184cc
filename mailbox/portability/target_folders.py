"""The folders of a mailbox as an import finds them, or makes them.

Names that we would refuse a person are made to fit: a letter is worth more than
the exact name of where it lay.
"""

from __future__ import annotations

from typing import Final

from mailbox.messages.folder_tree import DEEPEST
from mailbox.messages.folders import LONGEST_NAME, create_folder
from mailbox.models import Folder, Mailbox, Role
from mailbox.portability.folder_names import read_path

UNNAMED: Final = "_"


class TargetFolders:
    """The folders of a mailbox, by the names that an archive has for them."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        folders = list(Folder.objects.filter(mailbox=mailbox))
        self._roles = {Role(each.role): each for each in folders if each.role}
        self._own = {
            (each.parent_id, each.name): each for each in folders if not each.role
        }
        self._named: dict[str, Folder] = {}

    def folder_for(self, name: str) -> Folder:
        """Get the folder that an archive's folder becomes; made if need be.

        Raises:
            InvalidInput: The mailbox has as many folders as it can.
        """
        if name not in self._named:
            self._named[name] = self._find_or_make(name)
        return self._named[name]

    def _find_or_make(self, name: str) -> Folder:
        path = read_path(name)
        folder = self._roles.get(path.role)
        for level in _fitting(path.names, DEEPEST - (folder is not None)):
            folder = self._child(folder, level)
        assert folder is not None, "a path without role has names"
        return folder

    def _child(self, parent: Folder | None, name: str) -> Folder:
        place = (parent.pk if parent else None, name)
        if place not in self._own:
            self._own[place] = create_folder(self._mailbox, name, parent)
        return self._own[place]


def _fitting(names: tuple[str, ...], deepest: int) -> list[str]:
    """Fit names to our bounds: levels that would lie too deep become one."""
    kept = list(names[: deepest - 1])
    if names[deepest - 1 :]:
        kept.append(" - ".join(names[deepest - 1 :]))
    return [_fit(name) for name in kept]


def _fit(name: str) -> str:
    shown = "".join(mark if mark.isprintable() else " " for mark in name)
    return " ".join(shown.split())[:LONGEST_NAME].strip() or UNNAMED
