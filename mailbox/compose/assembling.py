"""A draft as a message that can be built: its bodies, its pictures, its files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from mailbox.compose.identities import get_identity
from mailbox.compose.pictures import fit_pictures, named_pictures
from mailbox.compose.rich_text import html_of_text, whole_document
from mailbox.errors import ContentUnreadable
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.build import FileToSend, Outgoing, new_message_id
from mailbox.models import Draft, DraftFile
from mailbox.store.blobs import blobs
from mailbox.store.errors import StoreError


@dataclass(frozen=True, slots=True)
class Recipients:
    """Whom a letter names; Bcc is for the envelope and the author's own copy."""

    to: tuple[NamedAddress, ...] = ()
    cc: tuple[NamedAddress, ...] = ()
    bcc: tuple[NamedAddress, ...] = ()


def assemble(draft: Draft, people: Recipients, *, date: datetime) -> Outgoing:
    """Give what is to be built of a draft; reads its files.

    Raises:
        ContentUnreadable: The bytes of one are damaged or missing; the words name it.
    """
    author = get_identity(draft.mailbox, draft.from_address)
    text, html = bodies_of(draft)
    named = named_pictures(html or "")
    files = list(draft.files.order_by("pk"))
    shown = [file for file in files if file.content_id in named]
    attached = [
        file for file in files if file not in shown and not (html and file.is_inline)
    ]
    return Outgoing(
        from_=author,
        to=people.to,
        cc=people.cc,
        subject=draft.subject,
        text=text,
        html=whole_document(fit_pictures(html)) if html is not None else None,
        message_id=new_message_id(author.address.rpartition("@")[2]),
        date=date,
        attachments=_read(attached),
        inline=_read(shown),
        in_reply_to=draft.in_reply_to or None,
        references=tuple(draft.references.split()),
    )


def bodies_of(draft: Draft) -> tuple[str, str | None]:
    """Give the plain text and the HTML of a draft, with its quote if that goes along.

    Returns:
        The text, and None for the HTML of a letter that is plain.
    """
    quoted = draft.with_quote and bool(draft.quote_text)
    text = f"{draft.text}\n\n{draft.quote_text}" if quoted else draft.text
    if not draft.is_rich:
        return text, None
    html = draft.html or html_of_text(draft.text)
    return text, f"{html}<div><br></div>{draft.quote_html}" if quoted else html


def _read(files: Iterable[DraftFile]) -> tuple[FileToSend, ...]:
    return tuple(
        FileToSend(
            filename=file.filename,
            content_type=file.content_type,
            data=_read_bytes(file),
            content_id=file.content_id or None,
        )
        for file in files
    )


def _read_bytes(file: DraftFile) -> bytes:
    try:
        return blobs().read(file.digest)
    except StoreError as error:
        words = _(
            "The file “%(name)s” cannot be read. Remove it, then attach it again."
        ) % {"name": file.filename}
        raise ContentUnreadable(words, detail=repr(error)) from error
