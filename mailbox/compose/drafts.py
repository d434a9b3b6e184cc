"""Drafts: begin, save, add files, open again, discard.

Each save also renews the copy in the Drafts folder, so that any client sees it;
the copy that it replaces is expunged in the same change.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction

from mailbox.compose.identities import get_identity
from mailbox.compose.recipients import parse_recipients
from mailbox.compose.replies import Action, Beginning
from mailbox.errors import MessageTooBig
from mailbox.messages.changes import Change, changing
from mailbox.messages.filing import Filing, Flags, file_messages
from mailbox.messages.moving import expunge
from mailbox.messages.quota import ensure_room
from mailbox.mime.addresses import NamedAddress, format_address_list
from mailbox.mime.build import (
    FileToSend,
    Outgoing,
    build_message,
    new_message_id,
    with_bcc,
)
from mailbox.mime.summary import envelope_from_json, summarise
from mailbox.models import Draft, DraftFile, Entry, Folder, Mailbox, Message, Role
from mailbox.reading.bodies import get_part, read_part, read_text
from mailbox.store.blobs import blobs
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput, NotFound

LONGEST_SUBJECT: Final = 900
"""Files grow by a third in base64; headers and text need a little room too."""
GROWTH: Final = 1.37


@dataclass(frozen=True, slots=True)
class Written:
    """What a person has written into the form, as typed."""

    from_address: str
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    text: str = ""


def blank_draft(mailbox: Mailbox, beginning: Beginning) -> Draft:
    """Make a draft of a beginning, in memory only: looking keeps nothing."""
    return Draft(
        mailbox=mailbox,
        from_address=beginning.from_address,
        to=format_address_list(beginning.to),
        cc=format_address_list(beginning.cc),
        subject=beginning.subject[:LONGEST_SUBJECT],
        text=beginning.text,
        action=beginning.action,
        parent_number=beginning.parent_number,
        in_reply_to=beginning.in_reply_to,
        references="\n".join(beginning.references),
    )


def begin_forward_of_files(
    mailbox: Mailbox, beginning: Beginning, parent: Message
) -> Draft:
    """Keep a draft of a forward, with the files of its parent.

    Who opens the forward again, with nothing saved yet, gets the same draft.
    """
    begun = Draft.objects.filter(
        mailbox=mailbox,
        action=Action.FORWARD,
        parent_number=parent.pk,
        entry_message=None,
        envelope=None,
        version=1,
    ).first()
    if begun is not None:
        return begun
    return _keep_with_files(blank_draft(mailbox, beginning), parent)


def save_draft(draft: Draft, written: Written) -> Draft:
    """Keep what was written, in the draft and in the Drafts folder.

    Raises:
        MailboxFull: The mailbox has no room for it.
    """
    draft.from_address = get_identity(draft.mailbox, written.from_address).address
    draft.to, draft.cc, draft.bcc = written.to, written.cc, written.bcc
    draft.subject = " ".join(written.subject.split())[:LONGEST_SUBJECT]
    draft.text = written.text.replace("\r\n", "\n")
    draft.version += 1
    draft.updated_at = clock.now()
    _file_copy(draft)
    return draft


def add_file(draft: Draft, filename: str, content_type: str, data: bytes) -> DraftFile:
    """Add a file to a draft; its bytes are durable on return.

    Raises:
        MessageTooBig: With it the message would pass the limit.
    """
    together = len(data) + sum(file.size_bytes for file in draft.files.all())
    if together * GROWTH > settings.MAILSVC_MESSAGE_LIMIT:
        raise MessageTooBig(detail=f"{together} bytes of files")
    file = _stored_file(filename, content_type, data)
    file.draft = draft
    file.save()
    return file


def discard_draft(draft: Draft) -> None:
    """Forget a draft, and its copy in the Drafts folder."""
    with changing(draft.mailbox_id) as change:
        remove_copy(change, draft)
        draft.delete()


def find_draft_of(mailbox: Mailbox, number: int) -> Draft | None:
    """Find the draft whose copy in the Drafts folder is this message."""
    return Draft.objects.filter(mailbox=mailbox, entry_message=number).first()


def adopt_draft(mailbox: Mailbox, message: Message) -> Draft:
    """Make a draft of a message in Drafts that another client left there.

    Raises:
        NotFound: It is no draft. Its first save would expunge what it was made of.
    """
    if not message.is_draft:
        raise NotFound(detail=f"{message.pk} is no draft")
    envelope = envelope_from_json(message.envelope)
    draft = Draft(
        mailbox=mailbox,
        from_address=get_identity(mailbox, message.from_address).address,
        to=format_address_list(envelope.to),
        cc=format_address_list(envelope.cc),
        bcc=format_address_list(envelope.bcc),
        subject=message.subject[:LONGEST_SUBJECT],
        text=read_text(message).replace("\r\n", "\n"),
        in_reply_to=envelope.in_reply_to,
        references="\n".join(envelope.references),
        entry_message=message.pk,
    )
    return _keep_with_files(draft, message)


def remove_copy(change: Change, draft: Draft) -> None:
    """Expunge the draft's copy from the Drafts folder, within a change."""
    if draft.entry_message is not None:
        rows = Entry.objects.filter(
            mailbox=change.mailbox, message_id=draft.entry_message
        )
        expunge(change, list(rows))
        draft.entry_message = None


def files_to_send(files: Iterable[DraftFile]) -> tuple[FileToSend, ...]:
    """Read a draft's files for a message."""
    store = blobs()
    return tuple(
        FileToSend(
            filename=file.filename,
            content_type=file.content_type,
            data=store.read(file.digest),
        )
        for file in files
    )


def _file_copy(draft: Draft) -> None:
    raw = _copy_bytes(draft)
    ensure_room(draft.mailbox, len(raw))
    ref = blobs().put(raw)
    summary = summarise(raw)
    with transaction.atomic(), changing(draft.mailbox_id) as change:
        remove_copy(change, draft)
        folder = Folder.objects.only("pk").get(mailbox=draft.mailbox, role=Role.DRAFTS)
        filing = Filing(
            summary=summary,
            digest=ref.digest,
            size_bytes=ref.size_bytes,
            received_at=draft.updated_at,
            folder_id=folder.pk,
            flags=Flags(seen=True, draft=True),
            is_outgoing=True,
        )
        draft.entry_message = file_messages(change, [filing])[0].pk
        draft.save()


def _copy_bytes(draft: Draft) -> bytes:
    """Make a message of a draft; half-typed recipients are left as they are."""
    domain = draft.mailbox.address.rpartition("@")[2]
    outgoing = Outgoing(
        from_=get_identity(draft.mailbox, draft.from_address),
        to=_usable(draft.to),
        cc=_usable(draft.cc),
        subject=draft.subject,
        text=draft.text,
        message_id=new_message_id(domain),
        date=draft.updated_at,
        attachments=files_to_send(draft.files.all()),
        in_reply_to=draft.in_reply_to or None,
        references=tuple(draft.references.split()),
    )
    return with_bcc(build_message(outgoing), _usable(draft.bcc))


def _usable(typed: str) -> tuple[NamedAddress, ...]:
    usable: list[NamedAddress] = []
    for piece in typed.replace("，", ",").replace(";", ",").split(","):
        try:
            usable.extend(parse_recipients(piece, field=""))
        except InvalidInput:
            continue
    return tuple(usable)


def _keep_with_files(draft: Draft, parent: Message) -> Draft:
    """Keep a draft together with the files of a message; all of it or nothing."""
    files = [
        _stored_file(
            fact["filename"],
            fact["content_type"],
            read_part(parent, get_part(parent, fact["section"])),
        )
        for fact in parent.file_facts
    ]
    with transaction.atomic():
        draft.save()
        for file in files:
            file.draft = draft
        DraftFile.objects.bulk_create(files)
    return draft


def _stored_file(filename: str, content_type: str, data: bytes) -> DraftFile:
    """Make the bytes of a file durable, and a row for it that is not saved yet."""
    ref = blobs().put(data)
    return DraftFile(
        filename=_tidy_filename(filename),
        content_type=content_type[:127] or "application/octet-stream",
        digest=ref.digest,
        size_bytes=ref.size_bytes,
    )


def _tidy_filename(filename: str) -> str:
    base = filename.replace("\\", "/").rpartition("/")[2]
    clean = "".join(character for character in base if character.isprintable())
    return clean.strip(". ")[:200] or "file"
