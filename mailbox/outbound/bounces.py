"""Telling the author: a delivery report (RFC 3464) into the author's own Inbox.

Called by `planning` inside the transaction that plans what is next, so that a
recipient is reported exactly once. A report is itself an arrival with an empty
reverse-path, and nobody ever reports about it. It comes in whether or not the
mailbox has room.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.conf import settings

from mailbox.handoff import Accepted, Recipient, record_arrivals
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.build import new_message_id
from mailbox.mime.headers import scan_header
from mailbox.mime.limits import HEADER_BYTES
from mailbox.mime.reports import (
    REVERSE_PATH,
    Action,
    DeliveryReport,
    ReportedRecipient,
    build_delivery_report,
)
from mailbox.models import (
    Mailbox,
    OutgoingEnvelope,
    OutgoingRecipient,
    RecipientState,
    Step,
)
from mailbox.outbound.queue import add_steps
from mailbox.outbound.retry import GIVE_UP_AFTER
from mailbox.store.blobs import blobs
from mailbox.store.errors import StoreError
from mailbox.store.spool import MOST_BYTES, pack
from mailsvc.kit import clock

logger = logging.getLogger(__name__)


def read_header(envelope: OutgoingEnvelope) -> bytes:
    """Read the header of the message that is meant; empty if it is not there."""
    try:
        start = blobs().read_range(envelope.digest, 0, HEADER_BYTES)
    except StoreError as error:
        logger.warning("envelope %s is reported without header: %r", envelope.pk, error)
        return b""
    return start[: scan_header(start).size_bytes]


def report_failures(envelope: OutgoingEnvelope, header: bytes) -> None:
    """Report the recipients that have failed and are not reported yet."""
    failed = list(
        envelope.recipients.filter(state=RecipientState.FAILED, reported=False)
    )
    if not failed:
        return
    envelope.recipients.filter(pk__in=[row.pk for row in failed]).update(reported=True)
    _report(envelope, Action.FAILED, failed, header)


def report_delay(envelope: OutgoingEnvelope, header: bytes) -> None:
    """Tell the author that the letter is late, and until when we try."""
    waiting = envelope.recipients.filter(state=RecipientState.WAITING)
    _report(envelope, Action.DELAYED, list(waiting), header)


def _report(
    envelope: OutgoingEnvelope,
    action: Action,
    rows: list[OutgoingRecipient],
    header: bytes,
) -> None:
    mailbox = envelope.mailbox
    if mailbox is None or not envelope.reverse_path:
        return
    account = mailbox.account
    report = DeliveryReport(
        action=action,
        to=NamedAddress(account.name, envelope.reverse_path),
        recipients=tuple(_reported(envelope, rows)),
        reporting_host=settings.MAILSVC_HOSTNAME,
        message_id=new_message_id(settings.MAILSVC_HOSTNAME),
        date=clock.now(),
        queued_at=envelope.queued_at,
        subject=envelope.subject,
        original_message_id=envelope.message_id,
        header=header,
        language=account.language,
        zone=ZoneInfo(account.time_zone or settings.TIME_ZONE),
        domain=settings.MAILSVC_DOMAIN,
    )
    hand_in(mailbox, envelope.reverse_path, build_delivery_report(report))
    add_steps([envelope.pk], Step.REPORTED)


def hand_in(mailbox: Mailbox, address: str, raw: bytes) -> None:
    """Let the report come in like any letter; its bytes travel in the row.

    One about hundreds of recipients is too large for that and is stored first.
    """
    ref, content = pack(raw) if len(raw) <= MOST_BYTES else (blobs().put(raw), b"")
    report = Accepted(
        reverse_path=REVERSE_PATH,
        recipients=(Recipient(mailbox.pk, address),),
        blob=ref,
        content=content,
        protocol="LOCAL",
    )
    record_arrivals([report])


def _reported(
    envelope: OutgoingEnvelope, rows: Iterable[OutgoingRecipient]
) -> Iterable[ReportedRecipient]:
    for row in rows:
        yield ReportedRecipient(
            address=row.address,
            status=row.status or "5.0.0",
            code=row.code,
            text=row.text,
            host=row.host,
            last_attempt=row.updated_at,
            retry_until=envelope.queued_at + GIVE_UP_AFTER,
        )
