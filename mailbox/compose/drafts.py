"""Drafts: begin, open again, discard. Saving is in `saving`, files in `files`."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models.preferences import Writing
from mailbox.compose.copies import remove_copy
from mailbox.compose.files import ANYTHING, store_file, tidy_filename
from mailbox.compose.identities import get_identity
from mailbox.compose.replies import Action, Beginning
from mailbox.compose.rich_text import TooMuchFormatting, any_picture, clean_letter
from mailbox.compose.saving import LONGEST_SUBJECT, IsScheduled
from mailbox.compose.signing import begin_with_signature
from mailbox.compose.text_alternative import text_alternative
from mailbox.messages.changes import changing
from mailbox.mime.addresses import format_address_list
from mailbox.mime.summary import envelope_from_json
from mailbox.models import Draft, DraftFile, Entry, Mailbox, Message
from mailbox.reading.bodies import get_part, read_html, read_part, read_text
from mailbox.reading.outgoing import html_to_text
from mailsvc.kit.errors import NotFound


def blank_draft(mailbox: Mailbox, beginning: Beginning) -> Draft:
    """Make a draft of a beginning, in memory only: looking keeps nothing."""
    draft = Draft(
        mailbox=mailbox,
        from_address=beginning.from_address,
        to=format_address_list(beginning.to),
        cc=format_address_list(beginning.cc),
        subject=beginning.subject[:LONGEST_SUBJECT],
        text=beginning.text,
        html=beginning.html,
        is_rich=mailbox.account.preferences.writing == Writing.RICH,
        quote_text=beginning.quote.text,
        quote_html=beginning.quote.html,
        action=beginning.action,
        parent_number=beginning.parent_number,
        in_reply_to=beginning.in_reply_to,
        references="\n".join(beginning.references),
    )
    begin_with_signature(draft)
    return draft


def begin_once(blank: Draft, form: str) -> Draft:
    """Give a new draft its row, once for each form that it was written in.

    Args:
        blank: A draft that is in memory only.
        form: What the form is known by; without it, it cannot be told from others.
    """
    with transaction.atomic():
        mine = Mailbox.objects.select_for_update().get(pk=blank.mailbox_id)
        known = (
            Draft.objects.filter(mailbox=mine, writer=form).first() if form else None
        )
        if known is not None:
            return known
        blank.writer = form
        blank.save()
    return blank


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
    return keep_with_files(blank_draft(mailbox, beginning), parent)


def discard_draft(draft: Draft) -> None:
    """Forget a draft, and its copy in the Drafts folder.

    Raises:
        IsScheduled: Another tab has scheduled it; it waits for its time.
    """
    with changing(draft.mailbox_id) as change:
        rows = Draft.objects.select_for_update().filter(pk=draft.pk)
        if rows.filter(scheduled_for__isnull=False).exists():
            raise IsScheduled(detail=f"draft {draft.pk}")
        remove_copy(change, draft)
        draft.delete()


def forget_old_drafts(*, before: datetime) -> None:
    """Forget what was begun and never written, and what was deleted as a message."""
    resting = Draft.objects.filter(
        envelope__isnull=True, scheduled_for__isnull=True, updated_at__lt=before
    )
    resting.filter(version=1, entry_message__isnull=True).delete()
    copies = Entry.objects.filter(message_id=OuterRef("entry_message"))
    resting.filter(entry_message__isnull=False).exclude(Exists(copies)).delete()


def find_draft_of(mailbox: Mailbox, number: int) -> Draft | None:
    """Find the draft whose copy in the Drafts folder this message is, or was."""
    rows = Draft.objects.filter(mailbox=mailbox, envelope__isnull=True)
    found = rows.filter(entry_message=number).first()
    if found is not None:
        return found
    former = rows.values_list("pk", "former_copies")
    was = next((key for key, numbers in former if number in numbers), None)
    return rows.filter(pk=was).first() if was else None


def adopt_draft(mailbox: Mailbox, message: Message) -> Draft:
    """Make a draft of a message in Drafts that another client left there.

    Raises:
        NotFound: It is no draft. Its first save would expunge what it was made of.
    """
    if not message.is_draft:
        raise NotFound(detail=f"{message.pk} is no draft")
    draft = draft_of_message(mailbox, message)
    draft.entry_message = message.pk
    return keep_with_files(draft, message)


def draft_of_message(mailbox: Mailbox, message: Message) -> Draft:
    """Make a draft that says what a message of one's own says, in memory only."""
    envelope = envelope_from_json(message.envelope)
    return Draft(
        mailbox=mailbox,
        from_address=get_identity(mailbox, message.from_address).address,
        to=format_address_list(envelope.to),
        cc=format_address_list(envelope.cc),
        bcc=format_address_list(envelope.bcc),
        subject=message.subject[:LONGEST_SUBJECT],
        **_body_of(message),
        in_reply_to=envelope.in_reply_to,
        references="\n".join(envelope.references),
    )


class _Body(TypedDict):
    """What a stored letter says, as the text of a draft."""

    text: str
    html: str
    is_rich: bool


def _body_of(message: Message) -> _Body:
    """Take over the text of a stored letter; its HTML too, if that can be cleaned."""
    text = read_text(message).replace("\r\n", "\n").rstrip("\n")
    page = read_html(message) if message.html_section else ""
    try:
        html = clean_letter(page, picture=any_picture) if page.strip() else ""
    except TooMuchFormatting:
        html = ""
    text = text or text_alternative(html) or html_to_text(page)
    return _Body(text=text, html=html, is_rich=bool(html))


def keep_with_files(draft: Draft, parent: Message) -> Draft:
    """Keep a draft together with the files of a message; all of it or nothing."""
    files = [
        _stored_file(
            fact["filename"],
            fact["content_type"],
            read_part(parent, get_part(parent, fact["section"])),
            fact["content_id"],
        )
        for fact in parent.file_facts
    ]
    with transaction.atomic():
        draft.save()
        for file in files:
            file.draft = draft
        DraftFile.objects.bulk_create(files)
    return draft


def _stored_file(
    filename: str, content_type: str, data: bytes, content_id: str
) -> DraftFile:
    """Make the bytes of a file durable, and a row for it that is not saved yet."""
    ref = store_file([data])
    return DraftFile(
        filename=tidy_filename(filename),
        content_type=content_type[:127] or ANYTHING,
        content_id=content_id[:255],
        digest=ref.digest,
        size_bytes=ref.size_bytes,
    )
