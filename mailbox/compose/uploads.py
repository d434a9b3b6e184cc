"""Large files on their way into a draft: in pieces, resumed where they broke off.

A browser begins an upload, sends pieces from the offset that it is told, and asks
for the offset again after any failure. Each piece is a blob of its own, so that any
machine may take the next one, and the offset moves only when piece and row are
durable. The last piece joins them into the file; the pieces are then named by no row
and go with the next sweep of blobs. Every step may be done twice.

Limits: the letter's size and the mailbox's room, asked at the start and at the end;
`MOST_OPEN` uploads of one mailbox; `RESTS` without a piece, then it is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mailbox.compose.files import (
    FileFacts,
    FilesTooBig,
    check_fits,
    most_bytes_of_files,
    name_file,
    read_pieces,
    store_file,
)
from mailbox.compose.saving import lock_writable
from mailbox.messages.quota import ensure_room
from mailbox.models import Draft, DraftFile, Mailbox, Upload, UploadPiece
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput, NotFound, ServiceError

MOST_OPEN: Final = 20
RESTS: Final = timedelta(days=1)
LARGEST_PIECE: Final = 8 << 20


class WrongOffset(ServiceError):
    """A piece does not begin where the last one ended; ask for the offset."""

    code = "mail.upload_wrong_offset"
    words = _("This part of the file does not fit to what has arrived.")


class TooManyUploads(ServiceError):
    """So many files of a mailbox are on their way already that no other may be."""

    code = "mail.too_many_uploads"
    temporary = True
    words = _("Too many files are on their way. Let some of them finish, or cancel.")


class WrongPiece(InvalidInput):
    """A piece is larger than a piece may be, or goes beyond the end of its file."""

    code = "mail.upload_wrong_piece"
    words = _("The file has changed while it was sent. Choose it again.")


def begin_upload(draft: Draft, facts: FileFacts, fingerprint: str) -> Upload:
    """Begin an upload, or find the one that broke off of the same file.

    Raises:
        FilesTooBig, MailboxFull, TooManyUploads: Nothing was begun.
        AlreadySent, NotFound: The letter is sent, scheduled or discarded.
    """
    with transaction.atomic():
        mailbox = Mailbox.objects.select_for_update().get(pk=draft.mailbox_id)
        locked = lock_writable(draft)
        same = _find_same(locked, facts, fingerprint)
        if same is not None:
            return same
        _ensure_may_begin(mailbox, locked, facts.size_bytes)
        return Upload.objects.create(
            draft=locked,
            filename=facts.filename,
            content_type=facts.content_type,
            is_inline=facts.is_inline,
            size_bytes=facts.size_bytes,
            fingerprint=fingerprint[:80],
        )


def add_piece(upload: Upload, start: int, pieces: Iterable[bytes]) -> Upload:
    """Take the bytes of an upload from an offset on; durable on return.

    The last piece makes a file of the draft.

    Raises:
        WrongOffset: It does not begin at `received_bytes`; nothing was kept.
        WrongPiece: It goes beyond the end; nothing was kept.
        FilesTooBig, MailboxFull: The file is whole, but there is no room any more.
        StoreUnavailable: Nothing was kept; the offset is what it was.
        AlreadySent, NotFound: The letter is sent, scheduled or discarded, or the
            upload cancelled.
    """
    if start != upload.received_bytes:
        raise WrongOffset(detail=f"{start}, not {upload.received_bytes}")
    room = min(upload.size_bytes - start, LARGEST_PIECE)
    ref = store_file(_up_to(pieces, room))
    if ref.size_bytes:
        upload = _note_piece(upload, start, ref.size_bytes, ref.digest)
    if upload.received_bytes == upload.size_bytes and upload.file_id is None:
        return _finish(upload)
    return upload


def add_whole(
    draft: Draft, facts: FileFacts, pieces: Iterable[bytes], fingerprint: str
) -> DraftFile:
    """Add a small file that comes at once; twice is once, by its fingerprint.

    Raises:
        FilesTooBig, MailboxFull, StoreUnavailable: Nothing was added.
        AlreadySent, NotFound: The letter is sent, scheduled or discarded.
    """
    mark = fingerprint[:80]
    check_fits(draft, facts.size_bytes)
    ref = store_file(pieces)
    with transaction.atomic():
        locked = lock_writable(draft)
        same = locked.uploads.filter(fingerprint=mark).exclude(file=None).first()
        if mark and same is not None and same.file is not None:
            return same.file
        check_fits(locked, ref.size_bytes)
        file = name_file(locked, facts, ref)
        Upload.objects.create(
            draft=locked,
            filename=file.filename,
            content_type=file.content_type,
            size_bytes=file.size_bytes,
            received_bytes=file.size_bytes,
            fingerprint=mark,
            file=file,
        )
    return file


def cancel_upload(upload: Upload) -> None:
    """Forget what has arrived of a file; a finished one stays in its letter."""
    Upload.objects.filter(pk=upload.pk).delete()


def list_open_uploads(draft: Draft) -> list[Upload]:
    """List what has not arrived whole, oldest first."""
    return list(draft.uploads.filter(file=None).order_by("pk"))


def forget_old_uploads(*, before: datetime) -> None:
    """Forget uploads to which nothing was added since; finished ones, too."""
    Upload.objects.filter(touched_at__lt=before).delete()


def _find_same(draft: Draft, facts: FileFacts, fingerprint: str) -> Upload | None:
    if not fingerprint:
        return None
    return draft.uploads.filter(
        fingerprint=fingerprint[:80],
        size_bytes=facts.size_bytes,
        is_inline=facts.is_inline,
        file=None,
    ).first()


def _ensure_may_begin(mailbox: Mailbox, draft: Draft, size_bytes: int) -> None:
    """Count what is still to come as if it were here."""
    open_ones = Upload.objects.filter(draft__mailbox=mailbox, file=None)
    sizes = list(open_ones.values_list("draft", "size_bytes"))
    if len(sizes) >= MOST_OPEN:
        raise TooManyUploads(detail=mailbox.address)
    ensure_room(mailbox, size_bytes + sum(size for _draft, size in sizes))
    coming = sum(size for number, size in sizes if number == draft.pk)
    if size_bytes > most_bytes_of_files():
        raise FilesTooBig(detail=f"{size_bytes} bytes")
    check_fits(draft, size_bytes + coming)


def _up_to(pieces: Iterable[bytes], most_bytes: int) -> Iterator[bytes]:
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if taken > most_bytes:
            raise WrongPiece(detail=f"more than {most_bytes} bytes")
        yield piece


def _note_piece(upload: Upload, start: int, size_bytes: int, digest: str) -> Upload:
    """Write the row of a piece, unless another request was faster."""
    with transaction.atomic():
        locked = _lock(upload)
        if locked.received_bytes != start:
            raise WrongOffset(detail=f"{start}, not {locked.received_bytes}")
        UploadPiece.objects.create(upload=locked, start=start, digest=digest)
        locked.received_bytes = start + size_bytes
        locked.touched_at = clock.now()
        locked.save(update_fields=["received_bytes", "touched_at"])
    return locked


def _finish(upload: Upload) -> Upload:
    """Join the pieces, and make a file of them; once, whoever else does the same."""
    ref = store_file(_joined(upload))
    with transaction.atomic():
        locked = _lock(upload)
        if locked.file_id is not None:
            return locked
        draft = lock_writable(locked.draft)
        check_fits(draft, ref.size_bytes)
        facts = FileFacts(
            locked.filename, locked.content_type, ref.size_bytes, locked.is_inline
        )
        locked.file = name_file(draft, facts, ref)
        locked.save(update_fields=["file"])
        locked.pieces.all().delete()
    return locked


def _joined(upload: Upload) -> Iterator[bytes]:
    """Read the pieces one after the other, a little at a time."""
    digests = upload.pieces.order_by("start").values_list("digest", flat=True)
    for digest in list(digests):
        yield from read_pieces(digest)


def _lock(upload: Upload) -> Upload:
    locked = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if locked is None:
        raise NotFound(detail=f"upload {upload.pk}")
    return locked
