"""The copy of a draft in the Drafts folder, so that any client sees it.

A copy is a whole message with the files in it, and costs their size. So a save
writes the draft only, and the copy follows: at once when a letter is first kept
or put away, else when the writer has paused. What the sweep finds late is only
late: the draft itself is durable.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from django.db.models import F

from mailbox import jobs
from mailbox.compose.assembling import Recipients, assemble
from mailbox.compose.recipients import usable_recipients
from mailbox.errors import MailError
from mailbox.messages.changes import Change, changing
from mailbox.messages.filing import Filing, Flags, file_messages
from mailbox.messages.moving import expunge
from mailbox.messages.quota import ensure_room
from mailbox.mime.build import build_message, with_bcc
from mailbox.mime.summary import summarise
from mailbox.models import Draft, Entry, Folder, Role
from mailbox.store.blobs import blobs
from mailsvc.kit import clock

logger = logging.getLogger(__name__)

PAUSE: Final = timedelta(seconds=15)
AT_ONCE: Final = 100
FORMER_COPIES: Final = 50
COPY_FIELDS: Final = ("entry_message", "copied_version", "former_copies")


def renew_copy(draft: Draft, *, has_room: bool = False) -> None:
    """File a draft's copy anew, if the draft has changed since; the old one goes.

    Args:
        draft: As it was read.
        has_room: There is room, because the letter stood in this mailbox before.

    Raises:
        MailboxFull: The mailbox has no room for it; the draft is kept all the same.
    """
    if not _rests_in_drafts(draft) or draft.copied_version == draft.version:
        return
    version, raw = draft.version, _copy_bytes(draft)
    if not has_room:
        ensure_room(draft.mailbox, len(raw))
    ref = blobs().put(raw)
    summary = summarise(raw)
    with changing(draft.mailbox_id) as change:
        rows = Draft.objects.select_for_update()
        locked = rows.filter(pk=draft.pk).first()
        if locked is None or not _rests_in_drafts(locked):
            return
        remove_copy(change, locked)
        folder = Folder.objects.only("pk").get(mailbox=change.mailbox, role=Role.DRAFTS)
        filing = Filing(
            summary=summary,
            digest=ref.digest,
            size_bytes=ref.size_bytes,
            received_at=clock.now(),
            folder_id=folder.pk,
            flags=Flags(seen=True, draft=True),
            is_outgoing=True,
        )
        locked.entry_message = file_messages(change, [filing])[0].pk
        locked.copied_version = version
        locked.save(update_fields=COPY_FIELDS)
    for name in COPY_FIELDS:
        setattr(draft, name, getattr(locked, name))


def renew_copy_soon(draft: Draft) -> None:
    """Let a worker renew the copy, once the open transaction has committed."""
    jobs.RENEW_DRAFT_COPY.after_commit(draft_id=draft.pk)


def renew_old_copies() -> None:
    """Renew the copies of drafts whose writers have paused."""
    for draft in list_old_copies():
        try:
            renew_copy(draft)
        except MailError as error:
            logger.info("no copy of draft %s: %s", draft.pk, error.code)


def list_old_copies() -> list[Draft]:
    """List drafts that have changed since their copy, and rest now."""
    rows = Draft.objects.filter(
        version__gt=1,
        copied_version__lt=F("version"),
        updated_at__lt=clock.now() - PAUSE,
        envelope__isnull=True,
        scheduled_for__isnull=True,
    )
    return list(
        rows.select_related("mailbox__account").order_by("updated_at")[:AT_ONCE]
    )


def remove_copy(change: Change, draft: Draft) -> None:
    """Expunge the draft's copy from the Drafts folder, within a change."""
    if draft.entry_message is not None:
        rows = Entry.objects.filter(
            mailbox=change.mailbox, message_id=draft.entry_message
        )
        expunge(change, list(rows))
        former = [*draft.former_copies, draft.entry_message]
        draft.former_copies = former[-FORMER_COPIES:]
        draft.entry_message, draft.copied_version = None, 0


def _rests_in_drafts(draft: Draft) -> bool:
    """Tell whether a draft stands in Drafts: it neither left nor waits for its time."""
    return draft.envelope_id is None and draft.scheduled_for is None


def _copy_bytes(draft: Draft) -> bytes:
    """Make a message of a draft; half-typed recipients are left as they are."""
    people = Recipients(
        to=usable_recipients(draft.to),
        cc=usable_recipients(draft.cc),
        bcc=usable_recipients(draft.bcc),
    )
    outgoing = assemble(draft, people, date=draft.updated_at)
    return with_bcc(build_message(outgoing), people.bcc)
