"""The folders and tags of the person who asks, read once for a request.

The frame shows them, menus offer them and mixed lists name them; whoever needs
them first pays the query. What an action changes it must change before.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, prefetch_related_objects

from mailbox.messages.folders import list_folders
from mailbox.messages.kept_searches import list_saved
from mailbox.messages.tags import list_tags
from mailbox.models import Folder, Mailbox, SavedSearch, Tag
from mailsvc.kit.errors import NotFound

M = TypeVar("M", bound=Model)


class Rail:
    """A mailbox with its folders and tags."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    @cached_property
    def folders(self) -> list[Folder]:
        """All folders, in the order that they are shown."""
        return list_folders(self.with_folders())

    def with_folders(self) -> Mailbox:
        """Give the mailbox with its folders read, for a search that asks for them."""
        prefetch_related_objects([self.mailbox], "folders")
        return self.mailbox

    def get_folder(self, folder_id: int) -> Folder:
        """Get one of the folders.

        Raises:
            NotFound: It is not there, or another's.
        """
        return _pick(self.folders, folder_id)

    @cached_property
    def tags(self) -> list[Tag]:
        """All tags, by name."""
        return list_tags(self.mailbox)

    def get_tag(self, tag_id: int) -> Tag:
        """Get one of the tags.

        Raises:
            NotFound: It is not there, or another's.
        """
        return _pick(self.tags, tag_id)

    @cached_property
    def searches(self) -> list[SavedSearch]:
        """The searches saved under a name, by name."""
        return list_saved(self.mailbox)


def _pick(rows: Iterable[M], number: int) -> M:
    found = next((row for row in rows if row.pk == number), None)
    if found is None:
        raise NotFound(detail=f"number {number}")
    return found
