"""Folders as a tree: their order, their depth, and who is within whom.

A folder knows its parent; everything else is reckoned here from the list of all of
them, which pages have read anyway. Nothing here asks the database. A parent that
is not in the list, and a circle that should not be, end at the top level.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from mailbox.models import Folder, Role

DEEPEST: Final = 5
SEPARATOR: Final = " / "
_ORDER: Final = {role: place for place, role in enumerate(Role.values)}


@dataclass(frozen=True, slots=True)
class Branch:
    """A folder in its place: `above` are the folders that it is in, the top first."""

    folder: Folder
    above: tuple[Folder, ...]
    has_children: bool

    @property
    def depth(self) -> int:
        """1 at the top level."""
        return len(self.above) + 1

    @property
    def path(self) -> str:
        """The names down to it, as a person reads them."""
        return SEPARATOR.join(each.title for each in (*self.above, self.folder))


def grow_tree(folders: Iterable[Folder]) -> list[Branch]:
    """Put folders in order: the system's, then the others by name, each with its own.

    Whatever the rows say, every folder comes exactly once.
    """
    rows = list(folders)
    known = {each.pk for each in rows}
    children: dict[int | None, list[Folder]] = defaultdict(list)
    for each in sorted(rows, key=_rank):
        children[each.parent_id if each.parent_id in known else None].append(each)
    branches: list[Branch] = []
    _grow(children, None, (), branches)
    left = known - {branch.folder.pk for branch in branches}
    stray = [each for each in rows if each.pk in left]
    return branches + [Branch(each, (), has_children=False) for each in stray]


def list_within(folder_id: int, folders: Sequence[Folder]) -> list[Folder]:
    """List a folder and all that is in it, however deep, the outermost first."""
    return [
        branch.folder
        for branch in grow_tree(folders)
        if folder_id in {each.pk for each in (*branch.above, branch.folder)}
    ]


def height_of(folder_id: int, folders: Sequence[Folder]) -> int:
    """Count the levels of a folder and what is in it: 1 if nothing is."""
    branches = [
        each
        for each in grow_tree(folders)
        if folder_id in {one.pk for one in (*each.above, each.folder)}
    ]
    depths = [branch.depth for branch in branches]
    return max(depths) - min(depths) + 1 if depths else 1


def depth_of(folder_id: int | None, folders: Sequence[Folder]) -> int:
    """Give how deep a folder lies; 0 for the place above the top level."""
    depths = (each.depth for each in grow_tree(folders) if each.folder.pk == folder_id)
    return next(depths, 0)


def _grow(
    children: dict[int | None, list[Folder]],
    parent: int | None,
    above: tuple[Folder, ...],
    branches: list[Branch],
) -> None:
    for each in children[parent]:
        branches.append(Branch(each, above, has_children=each.pk in children))
        if each.pk in children:
            _grow(children, each.pk, (*above, each), branches)


def _rank(folder: Folder) -> tuple[int, str]:
    order = _ORDER[folder.role] if folder.role else len(_ORDER)
    return order, folder.name.casefold()
