"""The files of a draft: whether one fits, its bytes in the store, its row.

Bytes go to the blob store as they come and are never whole in memory; the row that
names them follows in a short transaction. `uploads` brings large files in pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from mailbox.compose.identities import get_identity
from mailbox.compose.pictures import new_content_id
from mailbox.compose.saving import lock_writable
from mailbox.errors import MessageTooBig, StoreUnavailable
from mailbox.messages.quota import ensure_room
from mailbox.models import Draft, DraftFile
from mailbox.store.blobs import BlobRef, blobs
from mailbox.store.errors import StoreError
from mailsvc.kit.errors import InvalidInput, NotFound

GROWTH: Final = 1.37
"""Files grow by a third in base64; headers and text need a little room too."""
LONGEST_NAME: Final = 200
SHOWN_IN_TEXT: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
ANYTHING: Final = "application/octet-stream"
RESTORABLE: Final = timedelta(hours=1)
_REMOVED: Final = "a file taken out of a draft"
_KEPT: Final = ("filename", "content_type", "content_id", "is_inline", "digest")
_READ_BYTES: Final = 1 << 18
_NOT_KEPT = _("The file could not be kept just now. Please try again.")


class FilesTooBig(MessageTooBig):
    words = _("With this file the letter would be larger than a letter can be.")


class CannotRestore(InvalidInput):
    """A file was taken out so long ago that it is not put back."""

    code = "mail.cannot_restore"
    words = _("This cannot be undone any more. Choose the file again.")


class NoPicture(InvalidInput):
    """Something that is to stand in the text is no picture that mail programs show."""

    code = "mail.no_picture"
    words = _("Only PNG, JPEG, GIF and WebP pictures can stand in the text.")


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a browser says of a file, made tidy by `file_facts`."""

    filename: str
    content_type: str
    size_bytes: int
    is_inline: bool = False


def file_facts(
    filename: str, content_type: str, size_bytes: int, *, is_inline: bool = False
) -> FileFacts:
    """Make a value of what a browser says of a file.

    Raises:
        NoPicture: It is to stand in the text and is no picture.
    """
    kind = content_type[:127] or ANYTHING
    if is_inline and kind not in SHOWN_IN_TEXT:
        raise NoPicture(detail=kind)
    return FileFacts(tidy_filename(filename), kind, size_bytes, is_inline)


def most_bytes_of_files() -> int:
    """Give how many bytes the files of one letter may have in all."""
    return int(settings.MAILSVC_MESSAGE_LIMIT / GROWTH)


def check_fits(draft: Draft, size_bytes: int) -> None:
    """Check that a draft can take one more file.

    Raises:
        FilesTooBig: With it the letter would pass the limit.
        MailboxFull: The mailbox has no room for it.
    """
    ensure_room(draft.mailbox, size_bytes)
    there = draft.files.aggregate(all=Sum("size_bytes"))["all"] or 0
    if there + size_bytes > most_bytes_of_files():
        raise FilesTooBig(detail=f"{there + size_bytes} bytes of files")


def store_file(pieces: Iterable[bytes]) -> BlobRef:
    """Put the bytes of a file into the store, as they come; durable on return.

    Raises:
        StoreUnavailable: Nothing was kept.
    """
    try:
        with blobs().writer() as writer:
            for piece in pieces:
                writer.write(piece)
            return writer.commit()
    except StoreError as error:
        raise StoreUnavailable(_NOT_KEPT, detail=repr(error)) from error


def add_file(draft: Draft, facts: FileFacts, pieces: Iterable[bytes]) -> DraftFile:
    """Add a file to a draft; its bytes are durable on return.

    Raises:
        FilesTooBig, MailboxFull, StoreUnavailable: Nothing was added.
        AlreadySent, NotFound: The letter is sent, scheduled or discarded.
    """
    check_fits(draft, facts.size_bytes)
    ref = store_file(pieces)
    with transaction.atomic():
        locked = lock_writable(draft)
        check_fits(locked, ref.size_bytes)
        return name_file(locked, facts, ref)


def name_file(draft: Draft, facts: FileFacts, ref: BlobRef) -> DraftFile:
    """Make the row of a file that is in the store; the caller holds the draft."""
    domain = get_identity(draft.mailbox, draft.from_address).address.rpartition("@")[2]
    return DraftFile.objects.create(
        draft=draft,
        filename=facts.filename,
        content_type=facts.content_type,
        content_id=new_content_id(domain) if facts.is_inline else "",
        is_inline=facts.is_inline,
        digest=ref.digest,
        size_bytes=ref.size_bytes,
    )


def remove_file(draft: Draft, number: int) -> str:
    """Take a file out of a draft; nothing happens if it is gone already.

    Returns:
        What `restore_file` takes to put it back within an hour.

    Raises:
        AlreadySent, NotFound: The letter is sent, scheduled or discarded.
    """
    with transaction.atomic():
        found = lock_writable(draft).files.filter(pk=number)
        rows = list(found.values_list("draft", "pk", *_KEPT))
        found.delete()
    return signing.dumps(rows, salt=_REMOVED) if rows else ""


def restore_file(draft: Draft, token: str) -> DraftFile:
    """Put a file back that was taken out by mistake; twice is once.

    Its bytes are put anew, for they were nobody's in between.

    Raises:
        CannotRestore: It is more than an hour ago.
        FilesTooBig, MailboxFull, StoreUnavailable: Nothing was added.
        AlreadySent, NotFound: The letter is sent, scheduled or discarded.
    """
    try:
        ((owner, number, *values),) = signing.loads(
            token, salt=_REMOVED, max_age=RESTORABLE
        )
    except (signing.BadSignature, ValueError) as error:
        raise CannotRestore(detail=repr(error)) from error
    if owner != draft.pk:
        raise NotFound(detail=f"draft {owner}, not {draft.pk}")
    kept = dict(zip(_KEPT, values, strict=True))
    ref = store_file(read_pieces(kept["digest"]))
    with transaction.atomic():
        locked = lock_writable(draft)
        there = locked.files.filter(pk=number).first()
        if there is not None:
            return there
        check_fits(locked, ref.size_bytes)
        return DraftFile.objects.create(
            pk=number, draft=locked, size_bytes=ref.size_bytes, **kept
        )


def attach_instead(file: DraftFile) -> None:
    """Make a file of its own of a picture that stood in the text."""
    DraftFile.objects.filter(pk=file.pk).update(is_inline=False)
    file.is_inline = False


def read_pieces(digest: str) -> Iterator[bytes]:
    """Read bytes of the store, a little at a time.

    Raises:
        StoreUnavailable: They are missing, or cannot be read now.
    """
    try:
        with blobs().open(digest) as stored:
            while piece := stored.read(_READ_BYTES):
                yield piece
    except StoreError as error:
        raise StoreUnavailable(_NOT_KEPT, detail=repr(error)) from error


def tidy_filename(filename: str) -> str:
    """Make a plain name of whatever a browser or a letter calls a file."""
    base = filename.replace("\\", "/").rpartition("/")[2]
    clean = "".join(character for character in base if character.isprintable())
    return clean.strip(". ")[:LONGEST_NAME] or "file"
