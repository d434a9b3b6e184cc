"""Send, and take back.

Sending builds the message, files the Sent copy and queues the envelope in one
transaction; the draft stays until the time to undo has passed, so that taking
back gives it whole. The clock runs on the server: closing the page changes
nothing.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mailbox.compose.assembling import Recipients, assemble
from mailbox.compose.copies import (
    COPY_FIELDS,
    remove_copy,
    renew_copy_soon,
)
from mailbox.compose.recipients import parse_recipients
from mailbox.compose.replies import Action
from mailbox.compose.saving import AlreadySent
from mailbox.errors import BadAddress, MessageTooBig
from mailbox.messages.changes import changing
from mailbox.messages.flags import mark_answered
from mailbox.messages.moving import expunge
from mailbox.mime.build import (
    NeedsSmtpUtf8,
    NotAnAddress,
    Outgoing,
    build_message,
    with_bcc,
)
from mailbox.mime.summary import envelope_from_json
from mailbox.models import (
    Draft,
    Entry,
    EnvelopeState,
    Mailbox,
    Message,
    OutgoingEnvelope,
)
from mailbox.outbound.queue import cancel_envelope
from mailbox.outbound.submission import Letter, queue_letter, store_letter
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput, ServiceError


class TooLate(ServiceError):
    """The message has left; it cannot be taken back any more."""

    code = "mail.too_late_to_take_back"
    words = _("Too late: this message has already left.")


class WrittenMeanwhile(ServiceError):
    """Another tab wrote into the letter while it was being sent."""

    code = "mail.written_meanwhile"
    words = _("This letter was changed in another window. Read it again, then send.")


def send_draft(draft: Draft, *, undo_seconds: int) -> OutgoingEnvelope:
    """Send a draft; it can be taken back for `undo_seconds`.

    Raises:
        InvalidInput: No recipient, or one that is no address; `field` says where.
        MessageTooBig, MailboxFull: As they say.
        AlreadySent, WrittenMeanwhile: Another tab was quicker; nothing was sent.
    """
    stored = store_letter(draft.mailbox, letter_of(draft))
    with transaction.atomic():
        envelope = queue_letter(stored, hold=timedelta(seconds=undo_seconds))
        locked = lock_unchanged(draft)
        with changing(draft.mailbox_id) as change:
            remove_copy(change, locked)
            Mailbox.objects.filter(pk=draft.mailbox_id).update(
                undoable_until=envelope.not_before
            )
        was_scheduled = locked.scheduled_for is not None
        locked.envelope = envelope
        locked.scheduled_for, locked.fault = None, ""
        locked.save(update_fields=["envelope", "scheduled_for", "fault", *COPY_FIELDS])
        if was_scheduled:
            keep_scheduled_count(locked.mailbox_id)
        _mark_parent(locked, answered=True)
    draft.__dict__.update(locked.__dict__)
    return envelope


def take_back(envelope: OutgoingEnvelope) -> Draft:
    """Take a message back: the Sent copy goes, the draft is in Drafts again.

    Raises:
        TooLate: An attempt has begun.
    """
    draft = Draft.objects.filter(envelope=envelope).first()
    if draft is None or not envelope.mailbox_id or not envelope.message_number:
        raise TooLate
    with transaction.atomic():
        if not cancel_envelope(envelope.pk):
            raise TooLate
        with changing(envelope.mailbox_id) as change:
            rows = Entry.objects.filter(
                mailbox=change.mailbox, message_id=envelope.message_number
            )
            expunge(change, list(rows))
        draft.envelope = None
        draft.save(update_fields=["envelope"])
        _mark_parent(draft, answered=False)
        renew_copy_soon(draft)
    return draft


def find_held(mailbox: Mailbox) -> OutgoingEnvelope | None:
    """Find the newest message that can still be taken back."""
    if mailbox.undoable_until is None or mailbox.undoable_until <= clock.now():
        return None
    drafts = Draft.objects.filter(
        mailbox=mailbox,
        envelope__state=EnvelopeState.QUEUED,
        envelope__not_before__gt=clock.now(),
        envelope__attempts=0,
    ).select_related("envelope")
    newest = drafts.order_by("-envelope_id").first()
    return newest.envelope if newest else None


def keep_scheduled_count(mailbox_id: int) -> None:
    """Keep how many letters of a mailbox wait for their time; it is locked."""
    waiting = Draft.objects.filter(mailbox=mailbox_id, scheduled_for__isnull=False)
    Mailbox.objects.filter(pk=mailbox_id).update(scheduled_letters=waiting.count())


def people_of(draft: Draft) -> Recipients:
    """Give whom a draft is to go to.

    Raises:
        InvalidInput: It names nobody, or somebody without an address.
    """
    people = Recipients(
        to=parse_recipients(draft.to, field="to"),
        cc=parse_recipients(draft.cc, field="cc"),
        bcc=parse_recipients(draft.bcc, field="bcc"),
    )
    if people == Recipients():
        raise InvalidInput(_("Write at least one recipient."), field="to")
    return people


def lock_unchanged(draft: Draft) -> Draft:
    """Lock a draft that is still as it was read; the caller holds a transaction.

    Raises:
        AlreadySent: It has gone meanwhile.
        WrittenMeanwhile: It says something else, or is to go at another time.
    """
    locked = Draft.objects.select_for_update().filter(pk=draft.pk).first()
    if locked is None or locked.envelope_id is not None:
        raise AlreadySent(detail=f"draft {draft.pk}")
    was, now = (
        (draft.version, draft.scheduled_for),
        (
            locked.version,
            locked.scheduled_for,
        ),
    )
    if was != now:
        raise WrittenMeanwhile(detail=f"draft {draft.pk}")
    return locked


def letter_of(draft: Draft) -> Letter:
    """Build the letter of a draft, dated now; reads its files.

    Raises:
        InvalidInput, MessageTooBig, ContentUnreadable, BadAddress: As they say.
    """
    people = people_of(draft)
    outgoing = assemble(draft, people, date=clock.now())
    wire = _built(outgoing)
    if len(wire) > settings.MAILSVC_MESSAGE_LIMIT:
        raise MessageTooBig(detail=f"{len(wire)} bytes")
    return Letter(
        reverse_path=outgoing.from_.address,
        recipients=tuple(
            person.address for person in (*people.to, *people.cc, *people.bcc)
        ),
        wire=wire,
        sent_copy=with_bcc(wire, people.bcc) if people.bcc else wire,
    )


def _built(outgoing: Outgoing) -> bytes:
    try:
        return build_message(outgoing)
    except (NeedsSmtpUtf8, NotAnAddress) as error:
        raise BadAddress(detail=error.address) from error


def _mark_parent(draft: Draft, *, answered: bool) -> None:
    """Note on the parent that it was answered or forwarded, or was not after all."""
    parents = Message.objects.filter(mailbox=draft.mailbox)
    parent = parents.filter(pk=draft.parent_number or 0).first()
    if parent is None or not (answered or _is_last_answer(draft, parent)):
        return
    mark_answered(
        draft.mailbox_id,
        parent.pk,
        forwarded=draft.action == Action.FORWARD,
        answered=answered,
    )


def _is_last_answer(draft: Draft, parent: Message) -> bool:
    """Tell whether nothing that was sent answers (or forwards) the parent."""
    sent = Message.objects.filter(
        mailbox=draft.mailbox,
        conversation_id=parent.conversation_id,
        is_outgoing=True,
        is_draft=False,
    )
    wanted = "" if draft.action == Action.FORWARD else parent.message_id
    for envelope in sent.values_list("envelope", flat=True):
        answer = envelope_from_json(envelope)
        is_answer = parent.message_id in answer.references[-1:]
        if is_answer and answer.in_reply_to == wanted:
            return False
    return True
