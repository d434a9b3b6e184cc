"""One attempt at one envelope: route, talk, record, plan what is next.

Only unfinished recipients are tried (RFC 5321 §4.5.4.1). What a host said is
recorded right after the conversation with it, so that a worker that dies
repeats as little as can be. Local recipients leave through `handoff`, in the
same transaction that calls them delivered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db import transaction
from django.utils import translation

from mailbox.errors import MailError
from mailbox.handoff import Accepted, record_arrivals
from mailbox.mailauth.resolver import Resolver
from mailbox.models import (
    Attempt,
    Draft,
    EnvelopeState,
    OutgoingEnvelope,
    OutgoingRecipient,
    RecipientState,
    Step,
    TraceStep,
)
from mailbox.outbound import queue
from mailbox.outbound.bounces import report_delay, report_failures
from mailbox.outbound.outcomes import (
    Finding,
    Peer,
    RecipientOutcome,
    State,
    no_reply,
    refuse,
)
from mailbox.outbound.remote import deliver_to_domain
from mailbox.outbound.retry import GiveUp, is_delay_notice_due, plan_next_attempt
from mailbox.outbound.signing import sign_message
from mailbox.recipients import is_local, resolve_recipient
from mailbox.store.blobs import BlobRef, blobs
from mailsvc.kit import clock

NEW_STATE = {
    State.DELIVERED: RecipientState.DELIVERED,
    State.TEMPORARY: RecipientState.WAITING,
    State.PERMANENT: RecipientState.FAILED,
}
STEP_OF = {
    State.DELIVERED: Step.DELIVERED,
    State.TEMPORARY: Step.DELAYED,
    State.PERMANENT: Step.FAILED,
}


def attempt(envelope_id: int, resolver: Resolver) -> bool:
    """Make one attempt at an envelope; False if it was not due.

    Safe to run twice: the second finds the lease taken, or nothing to do.
    """
    envelope = queue.lease_envelope(envelope_id)
    if envelope is None:
        return False
    with translation.override("en"):
        for domain, waiting in _by_domain(envelope).items():
            if is_local(f"x@{domain}"):
                _deliver_locally(envelope, waiting)
            else:
                _deliver_remotely(envelope, domain, waiting, resolver)
    _plan(envelope)
    return True


def _by_domain(envelope: OutgoingEnvelope) -> dict[str, list[OutgoingRecipient]]:
    groups: dict[str, list[OutgoingRecipient]] = defaultdict(list)
    waiting = envelope.recipients.filter(state=RecipientState.WAITING)
    for recipient in waiting.order_by("pk"):
        groups[recipient.address.rpartition("@")[2].lower()].append(recipient)
    return groups


def _deliver_locally(
    envelope: OutgoingEnvelope, waiting: Iterable[OutgoingRecipient]
) -> None:
    blob = BlobRef(envelope.digest, envelope.size_bytes)
    for recipient in waiting:
        with transaction.atomic():
            finding = _hand_off(envelope, recipient.address, blob)
            here = Peer(settings.MAILSVC_HOSTNAME)
            outcome = finding.for_recipient(recipient.address, here, clock.now())
            _record(envelope, recipient, outcome)


def _hand_off(envelope: OutgoingEnvelope, address: str, blob: BlobRef) -> Finding:
    """Give a local recipient the message; refusals are as for a stranger."""
    try:
        recipient = resolve_recipient(address, blob.size_bytes)
    except MailError as error:
        words = str(error.words)
        if error.temporary:
            return no_reply(words, status=error.status)
        return refuse(words, status=error.status, code=error.reply)
    local = Accepted(
        reverse_path=envelope.reverse_path,
        recipients=(recipient,),
        blob=blob,
        protocol="LOCAL",
    )
    record_arrivals([local])
    return Finding(State.DELIVERED, 250, "2.0.0", "")


def _deliver_remotely(
    envelope: OutgoingEnvelope,
    domain: str,
    waiting: Sequence[OutgoingRecipient],
    resolver: Resolver,
) -> None:
    raw = blobs().read(envelope.digest)
    author_domain = envelope.reverse_path.rpartition("@")[2]
    outcomes = deliver_to_domain(
        domain,
        [recipient.address for recipient in waiting],
        reverse_path=envelope.reverse_path,
        raw=sign_message(raw, author_domain or settings.MAILSVC_DOMAIN),
        resolver=resolver,
    )
    by_address = {recipient.address: recipient for recipient in waiting}
    with transaction.atomic():
        for outcome in outcomes:
            _record(envelope, by_address[outcome.address], outcome)


def _record(
    envelope: OutgoingEnvelope, recipient: OutgoingRecipient, outcome: RecipientOutcome
) -> None:
    """Write down what happened to one recipient: state, history, trace."""
    said = {
        "code": outcome.code,
        "status": outcome.status,
        "text": outcome.text,
        "host": outcome.host[:255],
        "tls": outcome.tls,
    }
    OutgoingRecipient.objects.filter(pk=recipient.pk).update(
        state=NEW_STATE[outcome.state], updated_at=outcome.at, **said
    )
    Attempt.objects.create(
        recipient=recipient, at=outcome.at, state=outcome.state, **said
    )
    TraceStep.objects.create(
        mailbox_id=envelope.mailbox_id,
        receipt=f"out-{envelope.pk}",
        message_number=envelope.message_number,
        step=STEP_OF[outcome.state],
        at=outcome.at,
        facts={"to": outcome.address, **said},
    )


def _plan(envelope: OutgoingEnvelope) -> None:
    """Say when the envelope is due again, or that it is over."""
    now = clock.now()
    plan = plan_next_attempt(
        queued_at=envelope.queued_at, attempts=envelope.attempts, now=now
    )
    with transaction.atomic():
        waiting = envelope.recipients.filter(state=RecipientState.WAITING)
        if isinstance(plan, GiveUp):
            waiting.update(state=RecipientState.FAILED, status="4.4.7", updated_at=now)
        elif waiting.exists():
            envelope.not_before = plan.at
            _tell_delay(envelope)
        if not waiting.exists():
            envelope.state = EnvelopeState.DONE
        Draft.objects.filter(envelope=envelope).delete()
        report_failures(envelope)
        queue.give_back(envelope)


def _tell_delay(envelope: OutgoingEnvelope) -> None:
    if is_delay_notice_due(
        queued_at=envelope.queued_at,
        already_told=envelope.delay_told,
        now=clock.now(),
    ):
        report_delay(envelope)
        envelope.delay_told = True
