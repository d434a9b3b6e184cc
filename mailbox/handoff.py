"""Taking responsibility: from here on a message is ours to lose.

The listener hands in what it has read: small messages as bytes, which become
durable with their rows, large ones as blobs, which are so already. The rows of
a whole group of sessions are written in one transaction, and only after this
returns may 250 be said (RFC 5321 §6.1). Local recipients of mail that we send,
and delivery reports, come through the same door.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from mailbox import jobs
from mailbox.models import Arrival, SpooledMessage, Step, TraceStep
from mailbox.store.blobs import BlobRef
from mailsvc.kit import clock


def new_receipt() -> str:
    """Make the id that names a message in replies, Received fields and traces."""
    return secrets.token_hex(8)


@dataclass(frozen=True, slots=True)
class Recipient:
    """A mailbox that a RCPT address leads to; `subaddress` is its plus part."""

    mailbox_id: int
    address: str
    subaddress: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """One message as accepted from a peer, for recipients that are all ours.

    `protocol` is a keyword of RFC 3848 (`ESMTPS`, `LMTP`, `LOCAL`). `content` is
    the message from `spool.pack` if it is not in the blob store yet.
    """

    reverse_path: str
    recipients: tuple[Recipient, ...]
    blob: BlobRef
    protocol: str
    peer: str = ""
    helo: str = ""
    tls: str = ""
    content: bytes = b""
    receipt: str = field(default_factory=new_receipt)


def record_arrivals(batch: Sequence[Accepted]) -> list[str]:
    """Write down what is owed, durably, and wake the filing worker.

    Returns:
        The receipt of each message, in order.
    """
    accepted_at = clock.now()
    with transaction.atomic():
        arrivals = [
            Arrival(
                receipt=each.receipt,
                mailbox_id=recipient.mailbox_id,
                digest=each.blob.digest,
                size_bytes=each.blob.size_bytes,
                reverse_path=each.reverse_path,
                recipient=recipient.address,
                subaddress=recipient.subaddress[:200],
                protocol=each.protocol,
                peer=each.peer,
                helo=each.helo[:255],
                tls=each.tls,
                accepted_at=accepted_at,
            )
            for each in batch
            for recipient in each.recipients
        ]
        Arrival.objects.bulk_create(arrivals)
        SpooledMessage.objects.bulk_create(
            SpooledMessage(receipt=each.receipt, content=each.content)
            for each in batch
            if each.content
        )
        TraceStep.objects.bulk_create(_accepted_step(each) for each in arrivals)
    jobs.FILE_ARRIVALS.wake()
    return [each.receipt for each in batch]


def _accepted_step(arrival: Arrival) -> TraceStep:
    return TraceStep(
        mailbox_id=arrival.mailbox_id,
        receipt=arrival.receipt,
        step=Step.ACCEPTED,
        at=arrival.accepted_at,
        facts={
            "from": arrival.reverse_path,
            "to": arrival.recipient,
            "peer": arrival.peer,
            "protocol": arrival.protocol,
            "tls": arrival.tls,
        },
    )
