"""The files of a conversation, in order, for looking through them one after another."""

from __future__ import annotations

from dataclasses import dataclass

from mailbox.messages.listing import list_files
from mailbox.mime.parts import Part
from mailbox.models import Message


@dataclass(frozen=True, slots=True)
class FileOf:
    """One file of a letter."""

    message_id: int
    section: str
    name: str
    content_type: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Place:
    """A file among its neighbours; `number` counts from 1, 0 is not among them."""

    files: tuple[FileOf, ...]
    number: int

    @property
    def before(self) -> FileOf | None:
        """Give the file before it."""
        return self.files[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> FileOf | None:
        """Give the file after it."""
        is_last = self.number in (0, len(self.files))
        return None if is_last else self.files[self.number]


def find_place(message: Message, part: Part) -> Place:
    """Find a file among all files of its conversation, in one query.

    Files of letters in Trash and Junk are left out, but for those of this letter.
    """
    files = tuple(
        FileOf(
            message_id=number,
            section=fact["section"],
            name=fact["filename"],
            content_type=fact["content_type"],
            size_bytes=fact["size_bytes"],
        )
        for number, facts in list_files(message)
        for fact in facts
        if not fact["is_inline"]
    )
    here = (message.pk, part.section)
    numbers = (
        at
        for at, each in enumerate(files, 1)
        if (each.message_id, each.section) == here
    )
    return Place(files, next(numbers, 0))
