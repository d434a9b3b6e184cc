"""One attempt at one envelope: route, talk, record, plan what is next.

Only unfinished recipients are tried (RFC 5321 §4.5.4.1), the domains side by
side, so that a silent host keeps nobody else waiting. What a host said is
recorded right after the conversation with it, so that a worker that dies
repeats as little as can be. Local recipients leave through `handoff`, in the
same transaction that calls them delivered.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import chain
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation

from mailbox.errors import MailError, StoreUnavailable
from mailbox.handoff import Accepted, record_arrivals
from mailbox.mailauth.resolver import Resolver
from mailbox.models import OutgoingEnvelope, OutgoingRecipient, RecipientState
from mailbox.outbound import queue
from mailbox.outbound.outcomes import (
    Finding,
    Peer,
    RecipientOutcome,
    State,
    explain,
    no_reply,
)
from mailbox.outbound.planning import plan_envelope
from mailbox.outbound.recording import record_outcome
from mailbox.outbound.remote import Parcel, configured_rules, deliver_to_domain
from mailbox.outbound.signing import sign_message
from mailbox.recipients import is_local, resolve_recipient
from mailbox.store.blobs import BlobRef, blobs
from mailbox.store.errors import StoreError
from mailsvc.kit import clock

logger = logging.getLogger(__name__)

Outcomes = tuple[RecipientOutcome, ...]
Rows = list[OutgoingRecipient]

DOMAINS_AT_ONCE: Final = 8
# Five days of retries are some forty. Who has more has killed his workers.
MOST_ATTEMPTS: Final = 200


def attempt(envelope_id: int, resolver: Resolver) -> bool:
    """Make one attempt at an envelope; False if it was not due.

    Safe to run twice: the second finds the lease taken, or nothing to do. If it
    dies, the lease runs out and what is unfinished is tried again; only what a
    host has taken and we have not written down yet is then sent a second time
    (RFC 5321 §6.1 rather wants that than a loss).
    """
    envelope = queue.lease_envelope(envelope_id)
    if envelope is None:
        return False
    with translation.override("en"):
        if envelope.attempts <= MOST_ATTEMPTS:
            _try_everybody(envelope, resolver)
        plan_envelope(envelope)
    return True


def _try_everybody(envelope: OutgoingEnvelope, resolver: Resolver) -> None:
    remote: dict[str, Rows] = {}
    for domain, waiting in _by_domain(envelope).items():
        if is_local(f"x@{domain}"):
            _deliver_locally(envelope, waiting)
            queue.renew_lease(envelope)
        else:
            remote[domain] = waiting
    if remote:
        _deliver_remotely(envelope, remote, resolver)


def _by_domain(envelope: OutgoingEnvelope) -> dict[str, Rows]:
    groups: dict[str, Rows] = defaultdict(list)
    waiting = envelope.recipients.filter(state=RecipientState.WAITING)
    for recipient in waiting.order_by("pk"):
        groups[recipient.address.rpartition("@")[2].lower()].append(recipient)
    return groups


def _deliver_locally(
    envelope: OutgoingEnvelope, waiting: Iterable[OutgoingRecipient]
) -> None:
    blob = BlobRef(envelope.digest, envelope.size_bytes)
    here = Peer(settings.MAILSVC_HOSTNAME)
    for recipient in waiting:
        with transaction.atomic():
            finding = _hand_off(envelope, recipient.address, blob)
            outcome = finding.for_recipient(recipient.address, here, clock.now())
            record_outcome(envelope, recipient, outcome)


def _hand_off(envelope: OutgoingEnvelope, address: str, blob: BlobRef) -> Finding:
    """Give a local recipient the message; refusals are as for a stranger."""
    try:
        recipient = resolve_recipient(address, blob.size_bytes)
    except MailError as error:
        return explain(error)
    local = Accepted(
        reverse_path=envelope.reverse_path,
        recipients=(recipient,),
        blob=blob,
        protocol="LOCAL",
    )
    record_arrivals([local])
    return Finding(State.DELIVERED, 250, "2.0.0", "")


def _deliver_remotely(
    envelope: OutgoingEnvelope, remote: dict[str, Rows], resolver: Resolver
) -> None:
    """Serve each domain in a thread; only this one speaks to the database."""
    try:
        parcel = Parcel(envelope.reverse_path, _signed(envelope))
    except MailError as error:
        logger.error("envelope %s has to wait: %s", envelope.pk, error.detail)
        _record_for_all(envelope, remote.values(), explain(error))
        return
    rules = configured_rules()
    pool = ThreadPoolExecutor(min(DOMAINS_AT_ONCE, len(remote)), "smtp-out")
    try:
        talks = {
            pool.submit(
                deliver_to_domain,
                domain,
                [row.address for row in rows],
                parcel,
                resolver=resolver,
                rules=rules,
            ): rows
            for domain, rows in remote.items()
        }
        for talk in _as_they_end(envelope, talks):
            _record_talk(envelope, talks[talk], talk)
    finally:
        # If recording fails, nobody else is to get what we could not write down.
        pool.shutdown(wait=False, cancel_futures=True)


def _signed(envelope: OutgoingEnvelope) -> bytes:
    """Read and sign the message.

    Raises:
        StoreUnavailable, CannotSign: Not now.
    """
    try:
        raw = blobs().read(envelope.digest)
    except StoreError as error:
        raise StoreUnavailable(detail=f"{envelope.digest}: {error!r}") from error
    return sign_message(raw, envelope.reverse_path)


def _as_they_end(
    envelope: OutgoingEnvelope, talks: Iterable[Future[Outcomes]]
) -> Iterator[Future[Outcomes]]:
    """Give conversations as they end, and keep the lease while others go on."""
    going_on = set(talks)
    while going_on:
        seconds = queue.RENEW_EVERY.total_seconds()
        ended, going_on = wait(going_on, seconds, FIRST_COMPLETED)
        if going_on:
            queue.renew_lease(envelope)
        yield from ended


def _record_talk(
    envelope: OutgoingEnvelope, rows: Rows, talk: Future[Outcomes]
) -> None:
    """Write down how a conversation ended, even if it ended in a fault of ours."""
    failure = talk.exception()
    if failure is not None:
        logger.error(
            "envelope %s: a conversation failed", envelope.pk, exc_info=failure
        )
        _record_for_all(envelope, [rows], no_reply("a fault here", status="4.3.0"))
        return
    by_address = {row.address: row for row in rows}
    with transaction.atomic():
        for outcome in talk.result():
            record_outcome(envelope, by_address[outcome.address], outcome)


def _record_for_all(
    envelope: OutgoingEnvelope, groups: Iterable[Rows], finding: Finding
) -> None:
    """Write down the same of everybody; no host was spoken with."""
    at = clock.now()
    with transaction.atomic():
        for row in chain.from_iterable(groups):
            outcome = finding.for_recipient(row.address, Peer(""), at)
            record_outcome(envelope, row, outcome)
