"""A mailbox into an archive: every entry, with folder, flags, tags and date.

Entries are walked in the order of their rows, a page at a time, and the writer's
checkpoint is remembered behind each page; the same export started again goes on
there.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final

from django.db.models import QuerySet

from mailbox.mime.archived import (
    ANSWERED,
    DELETED,
    DRAFT,
    FLAGGED,
    FORWARDED,
    INBOX,
    SEEN,
    ArchivedMessage,
)
from mailbox.mime.archives import Format, open_writer
from mailbox.models import Entry, Folder, Mailbox, Role
from mailbox.portability.places import Place, PlaceFile, Tally
from mailbox.store.blobs import blobs

PAGE: Final = 50
NAMES: Final = {
    Role.INBOX: INBOX,
    Role.DRAFTS: "Drafts",
    Role.SENT: "Sent",
    Role.ARCHIVE: "Archive",
    Role.JUNK: "Junk",
    Role.TRASH: "Trash",
}


def export_mailbox(
    mailbox: Mailbox, path: Path, form: Format
) -> Generator[Tally, None, None]:
    """Write a mailbox to an archive; yields how far it is after each page.

    One message at a time is in memory.

    Raises:
        OSError: The archive cannot be written; starting again goes on.
        StoreError: Bytes cannot be read back.
    """
    place_file = PlaceFile(path.with_name(f"{path.name}.place"))
    work = f"export {mailbox.address} {form}"
    place = place_file.read()
    if place is None or place.of != work:
        place = Place(work, "0 ", Tally())
    last, _, checkpoint = place.position.partition(" ")
    writer = open_writer(form, path, resume=checkpoint)
    tally = place.tally
    for page in _pages(mailbox, int(last)):
        for message, size_bytes in page[1]:
            writer.add(message)
            tally.done_messages += 1
            tally.done_bytes += size_bytes
        place_file.write(Place(work, f"{page[0]} {writer.checkpoint()}", tally))
        yield tally
    writer.close()
    place_file.forget()
    yield tally


def _pages(
    mailbox: Mailbox, after: int
) -> Iterator[tuple[int, Iterator[tuple[ArchivedMessage, int]]]]:
    """Give pages of entries, each with the row that it ends at."""
    folders = _folder_names(mailbox)
    while rows := list(_entries(mailbox, after)[:PAGE]):
        after = rows[-1].pk
        yield after, ((_archived(row, folders), row.size_bytes) for row in rows)


def _entries(mailbox: Mailbox, after: int) -> QuerySet[Entry]:
    rows = Entry.objects.filter(mailbox=mailbox, pk__gt=after).order_by("pk")
    return rows.select_related("message").prefetch_related("taggings__tag")


def _archived(entry: Entry, folders: dict[int, str]) -> ArchivedMessage:
    return ArchivedMessage(
        key=str(entry.pk),
        raw=blobs().read(entry.message.digest),
        flags=_flags(entry),
        internal_date=entry.message.received_at,
        folder=folders[entry.folder_id],
    )


def _flags(entry: Entry) -> frozenset[str]:
    kept = {
        SEEN: entry.seen,
        FLAGGED: entry.flagged,
        ANSWERED: entry.answered,
        FORWARDED: entry.forwarded,
        DRAFT: entry.draft,
        DELETED: entry.deleted,
    }
    tags = {tagging.tag.name.replace(" ", "_") for tagging in entry.taggings.all()}
    return frozenset({flag for flag, is_set in kept.items() if is_set} | tags)


def _folder_names(mailbox: Mailbox) -> dict[int, str]:
    """Name every folder with its parents, as archives do."""
    folders = {each.pk: each for each in Folder.objects.filter(mailbox=mailbox)}

    def name(folder: Folder) -> str:
        own = NAMES[Role(folder.role)] if folder.role else folder.name
        parent = folders.get(folder.parent_id or 0)
        return f"{name(parent)}/{own}" if parent else own

    return {number: name(folder) for number, folder in folders.items()}
