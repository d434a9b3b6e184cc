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

from mailbox.mime.archived import ArchivedMessage
from mailbox.mime.archives import Format, open_writer
from mailbox.models import Entry, Folder, Mailbox
from mailbox.portability.folder_names import exported_names
from mailbox.portability.keywords import write_flags
from mailbox.portability.places import Place, PlaceFile, Tally
from mailbox.store.blobs import blobs

PAGE: Final = 50


def export_mailbox(
    mailbox: Mailbox, path: Path, form: Format
) -> Generator[Tally, None, None]:
    """Write a mailbox to an archive; yields how far it is after each page.

    One message at a time is in memory.

    Raises:
        FileExistsError: Something is there that this export did not begin.
        OSError: The archive cannot be written; starting again goes on.
        StoreError: Bytes cannot be read back.
    """
    place_file = PlaceFile(path.with_name(f"{path.name}.place"))
    work = f"export {mailbox.address} {form}"
    place = _find_place(path, place_file, work)
    place_file.write(place)
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


def _find_place(path: Path, place_file: PlaceFile, work: str) -> Place:
    """Find where to go on, or begin where nothing is yet.

    Raises:
        FileExistsError: There is something, and not of this work.
    """
    place = place_file.read()
    if not path.exists():
        return Place(work, "0 ", Tally())
    if place is not None and place.of == work:
        return place
    if path.is_dir() and not any(path.iterdir()):
        return Place(work, "0 ", Tally())
    raise FileExistsError(str(path))


def _pages(
    mailbox: Mailbox, after: int
) -> Iterator[tuple[int, Iterator[tuple[ArchivedMessage, int]]]]:
    """Give pages of entries, each with the row that it ends at."""
    while rows := list(_entries(mailbox, after)[:PAGE]):
        after = rows[-1].pk
        folders = exported_names(Folder.objects.filter(mailbox=mailbox))
        yield after, ((_archived(row, folders), row.size_bytes) for row in rows)


def _entries(mailbox: Mailbox, after: int) -> QuerySet[Entry]:
    rows = Entry.objects.filter(mailbox=mailbox, pk__gt=after).order_by("pk")
    return rows.select_related("message").prefetch_related("taggings__tag")


def _archived(entry: Entry, folders: dict[int, str]) -> ArchivedMessage:
    tag_names = (tagging.tag.name for tagging in entry.taggings.all())
    return ArchivedMessage(
        key=str(entry.pk),
        raw=blobs().read(entry.message.digest),
        flags=write_flags(entry, tag_names),
        internal_date=entry.message.received_at,
        folder=folders[entry.folder_id],
    )
