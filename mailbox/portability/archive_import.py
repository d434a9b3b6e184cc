"""An archive into a mailbox: folders, flags, tags and dates come along.

Works batch by batch and remembers behind each how far it came, so the same
import started again goes on there, whatever ended it. Should that memory be
lost, messages whose bytes are in their folder already are passed over.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DataError, IntegrityError

from mailbox.mime.archived import DELETED, INBOX
from mailbox.mime.archives import (
    Archived,
    ArchivedMessage,
    SkippedMessage,
    is_zip,
    read_archive,
    unpacked_bytes,
)
from mailbox.models import Mailbox, Role
from mailbox.portability.folder_names import role_of
from mailbox.portability.importing import (
    BATCH,
    Imported,
    Stored,
    file_batch,
    store_message,
)
from mailbox.portability.keywords import TargetTags, read_flags
from mailbox.portability.places import Place, PlaceFile, Tally
from mailbox.portability.target_folders import TargetFolders

logger = logging.getLogger(__name__)

BATCH_BYTES: Final = 64 << 20
WAS_DELETED: Final = "deleted, and only not wiped yet"
EMPTY: Final = "empty"
NOT_FILED: Final = "cannot be filed"
_OUTGOING: Final = (Role.SENT, Role.DRAFTS)


@dataclass(frozen=True, slots=True)
class Source:
    """An archive, and about how many bytes of mail it holds, unpacked."""

    path: Path
    size_bytes: int


def find_source(path: Path) -> Source:
    """Look at an archive.

    Raises:
        OSError, BadZipFile: It is not there, or cannot be read.
    """
    if path.is_dir():
        return Source(path, sum(_sizes_below(path)))
    if is_zip(path):
        return Source(path, unpacked_bytes(path))
    return Source(path, path.stat().st_size)


def import_archive(
    mailbox: Mailbox, source: Source, *, folder_name: str = ""
) -> Iterator[Tally | SkippedMessage]:
    """Bring an archive in; tells after each batch how far it is, and what it skips.

    Args:
        mailbox: Where to.
        source: An mbox, a Maildir, a zip, an .eml, or a folder of such.
        folder_name: The one folder for all; empty keeps the archive's folders.

    Raises:
        MailboxFull: The next batch does not fit; what came before stays.
        InvalidInput: The mailbox can have no more folders.
        NotAnArchive, BadZipFile, OSError: It cannot be read.
        StoreError: The bytes cannot be kept.
    """
    work = _Import(mailbox, source, folder_name)
    yield work.tally
    for archived in work.read():
        skipped = work.take(archived)
        if skipped is not None:
            yield skipped
        if work.is_batch_full:
            yield from work.file()
            yield work.tally
    yield from work.file()
    yield work.tally
    work.memory.forget()


class _Import:
    """An import under way: the batch that is being gathered, and the place."""

    def __init__(self, mailbox: Mailbox, source: Source, folder_name: str) -> None:
        self._mailbox = mailbox
        self._path = source.path
        self._folder_name = folder_name or _hint(source.path)
        self._folders = TargetFolders(mailbox)
        self._tags = TargetTags(mailbox)
        self._batch: list[tuple[SkippedMessage, Stored]] = []
        self._batch_bytes = 0
        self._taken = 0
        self._of = f"{source.path.resolve()} {source.size_bytes} {folder_name}"
        self.memory = PlaceFile(_memory_path(mailbox, self._of))
        place = self.memory.read()
        self._position = place.position if place else ""
        self.tally = place.tally if place else Tally()

    @property
    def is_batch_full(self) -> bool:
        return self._taken >= BATCH or self._batch_bytes >= BATCH_BYTES

    def read(self) -> Iterator[Archived]:
        return read_archive(
            self._path,
            after=self._position,
            size_limit_bytes=settings.MAILSVC_MESSAGE_LIMIT,
        )

    def take(self, archived: Archived) -> SkippedMessage | None:
        """Put a message into the batch; gives it back if it is to be skipped."""
        self._position = archived.key
        self._taken += 1
        archived = _sifted(archived)
        if isinstance(archived, SkippedMessage):
            self.tally.skip(archived.reason)
            self.tally.done_bytes += archived.size_bytes
            self.tally.done_messages += 1
            return archived
        stored = store_message(self._imported(archived))
        self._batch.append((_skipped(archived, NOT_FILED), stored))
        self._batch_bytes += len(archived.raw)
        return None

    def file(self) -> Iterator[SkippedMessage]:
        """File the batch and remember the place; yields what cannot be filed."""
        yield from self._file(self._batch)
        self.tally.done_bytes += self._batch_bytes
        self.tally.done_messages += len(self._batch)
        self.memory.write(Place(self._of, self._position, self.tally))
        self._batch, self._batch_bytes, self._taken = [], 0, 0

    def _file(
        self, batch: list[tuple[SkippedMessage, Stored]]
    ) -> Iterator[SkippedMessage]:
        """File a batch; if the database refuses it, each message by itself."""
        try:
            new = file_batch(self._mailbox, [stored for _, stored in batch])
            self.tally.new_messages += new
        except (DataError, IntegrityError, ValueError) as error:
            if len(batch) > 1:
                for each in batch:
                    yield from self._file([each])
                return
            logger.warning("%s: %s", batch[0][0].key, error)
            self.tally.skip(NOT_FILED)
            yield batch[0][0]

    def _imported(self, archived: ArchivedMessage) -> Imported:
        folder = self._folders.folder_for(self._folder_name or archived.folder)
        return Imported(
            raw=archived.raw,
            received_at=archived.internal_date,
            folder_id=folder.pk,
            flags=read_flags(archived.flags, is_draft=folder.role == Role.DRAFTS),
            tag_ids=self._tags.ids_of(archived.flags),
            is_outgoing=folder.role in _OUTGOING,
        )


def _sifted(archived: Archived) -> Archived:
    """Give a message as it is, or as skipped if it is not to be brought in."""
    if isinstance(archived, SkippedMessage):
        return archived
    # Thunderbird leaves what was deleted or moved away in the file, so marked.
    if DELETED in archived.flags:
        return _skipped(archived, WAS_DELETED)
    if not archived.raw or archived.raw.isspace():
        return _skipped(archived, EMPTY)
    return archived


def _skipped(message: ArchivedMessage, reason: str) -> SkippedMessage:
    return SkippedMessage(message.key, message.folder, len(message.raw), reason)


def _sizes_below(path: Path) -> Iterator[int]:
    for found, _, files in os.walk(path):
        for name in files:
            yield Path(found, name).lstat().st_size


def _hint(path: Path) -> str:
    """Name the folder of a lone file that is called as one of ours: `Sent.mbox`."""
    if path.is_dir() or is_zip(path):
        return ""
    return path.stem if role_of(path.stem) else INBOX


def _memory_path(mailbox: Mailbox, of: str) -> Path:
    name = hashlib.sha256(f"{mailbox.pk} {of}".encode("utf-8", "replace")).hexdigest()
    return Path(settings.MAILSVC_DATA) / "imports" / f"{name[:32]}.json"
