"""Telling the author: a delivery report (RFC 3464) into the author's own Inbox.

Called by `delivery` inside the transaction that plans what is next, so that a
recipient is reported exactly once. A report is itself an arrival with an empty
reverse-path, and nobody ever reports about it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation

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
    OutgoingEnvelope,
    OutgoingRecipient,
    RecipientState,
    Step,
)
from mailbox.outbound.queue import add_steps
from mailbox.outbound.retry import GIVE_UP_AFTER
from mailbox.store.blobs import blobs
from mailsvc.kit import clock


def report_failures(envelope: OutgoingEnvelope) -> None:
    """Report the recipients that have failed and are not reported yet."""
    failed = list(
        envelope.recipients.filter(state=RecipientState.FAILED, reported=False)
    )
    if not failed:
        return
    envelope.recipients.filter(pk__in=[row.pk for row in failed]).update(reported=True)
    _report(envelope, Action.FAILED, failed)


def report_delay(envelope: OutgoingEnvelope) -> None:
    """Tell the author that the letter is late, and until when we try."""
    waiting = envelope.recipients.filter(state=RecipientState.WAITING)
    _report(envelope, Action.DELAYED, list(waiting))


def _report(
    envelope: OutgoingEnvelope, action: Action, rows: list[OutgoingRecipient]
) -> None:
    mailbox = envelope.mailbox
    if mailbox is None or not envelope.reverse_path:
        return
    with translation.override(mailbox.account.language):
        raw = build_delivery_report(
            DeliveryReport(
                action=action,
                to=NamedAddress(mailbox.account.name, envelope.reverse_path),
                recipients=tuple(_reported(envelope, rows)),
                reporting_host=settings.MAILSVC_HOSTNAME,
                message_id=new_message_id(settings.MAILSVC_HOSTNAME),
                date=clock.now(),
                queued_at=envelope.queued_at,
                subject=envelope.subject,
                original_message_id=envelope.message_id,
                header=_header(envelope),
                language=mailbox.account.language,
            )
        )
    report = Accepted(
        reverse_path=REVERSE_PATH,
        recipients=(Recipient(mailbox.pk, envelope.reverse_path),),
        blob=blobs().put(raw),
        protocol="LOCAL",
    )
    record_arrivals([report])
    add_steps([envelope.pk], Step.REPORTED)


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


def _header(envelope: OutgoingEnvelope) -> bytes:
    start = blobs().read_range(envelope.digest, 0, HEADER_BYTES)
    return start[: scan_header(start).size_bytes]
