"""The MSA (RFC 6409): what a person may send, and the moment it is queued.

The Sent copy, the envelope and its recipients come to be in one transaction,
or not at all. The composer stores a letter, then queues it; `submit` serves
desktop clients, whose messages are checked and completed first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from accounts.models import Account
from mailbox import jobs
from mailbox.errors import (
    BadAddress,
    BadHeader,
    SenderNotAllowed,
    TooManyRecipients,
)
from mailbox.messages.access import get_mailbox
from mailbox.messages.changes import Change, changing
from mailbox.messages.filing import Filing, Flags, file_messages
from mailbox.messages.quota import ensure_room
from mailbox.mime.addresses import (
    NamedAddress,
    normalise,
    parse_address_list,
    parse_mailbox_address,
)
from mailbox.mime.completing import complete_submission
from mailbox.mime.headers import scan_header
from mailbox.mime.limits import FIELD_BYTES
from mailbox.mime.summary import Summary, summarise
from mailbox.models import (
    Folder,
    MailAddress,
    Mailbox,
    Message,
    OutgoingEnvelope,
    OutgoingRecipient,
    Role,
    Step,
    TraceStep,
)
from mailbox.store.blobs import BlobRef, blobs
from mailsvc.kit import clock

MOST_RECIPIENTS: Final = 1000


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to leave.

    `wire` is what recipients get and never names Bcc; `sent_copy` is what the
    author keeps, with Bcc, and may be the same bytes.
    """

    reverse_path: str
    recipients: tuple[str, ...]
    wire: bytes
    sent_copy: bytes


@dataclass(frozen=True, slots=True)
class StoredLetter:
    """A checked letter whose bytes are durable, ready for its transaction."""

    mailbox: Mailbox
    reverse_path: str
    recipients: tuple[str, ...]
    wire: BlobRef
    sent_copy: BlobRef
    summary: Summary


def store_letter(mailbox: Mailbox, letter: Letter) -> StoredLetter:
    """Check a letter and make its bytes durable; no transaction may be open.

    Raises:
        SenderNotAllowed: The reverse-path is not the author's.
        BadAddress, TooManyRecipients: About the recipients.
        MailboxFull: The Sent copy has no room.
    """
    recipients = check_letter(mailbox, letter)
    wire = blobs().put(letter.wire)
    same = letter.sent_copy == letter.wire
    return StoredLetter(
        mailbox=mailbox,
        reverse_path=letter.reverse_path,
        recipients=recipients,
        wire=wire,
        sent_copy=wire if same else blobs().put(letter.sent_copy),
        summary=summarise(letter.sent_copy),
    )


def check_letter(mailbox: Mailbox, letter: Letter) -> tuple[str, ...]:
    """Check that a letter could leave now, and give each recipient once.

    Raises:
        SenderNotAllowed, BadAddress, TooManyRecipients, MailboxFull: As `store_letter`.
    """
    recipients = check_recipients(letter.recipients)
    check_sender(mailbox, letter.reverse_path)
    ensure_room(mailbox, len(letter.sent_copy))
    return recipients


def queue_letter(
    letter: StoredLetter, *, hold: timedelta = timedelta()
) -> OutgoingEnvelope:
    """File the Sent copy and queue the envelope, in one transaction.

    Args:
        letter: From `store_letter`.
        hold: How long it can be taken back before the first attempt.
    """
    with changing(letter.mailbox.pk) as change:
        message = _file_sent_copy(change, letter)
        envelope = _queue(letter, message, hold)
        OutgoingRecipient.objects.bulk_create(
            OutgoingRecipient(envelope=envelope, address=address)
            for address in letter.recipients
        )
        jobs.DELIVER.after_commit(
            delay_seconds=hold.total_seconds(), envelope_id=envelope.pk
        )
    return envelope


def submit(
    account: Account, reverse_path: str, recipients: Sequence[str], raw: bytes
) -> str:
    """Take a message from a desktop client and queue it (RFC 6409 §8).

    From, Date and Message-ID are added where they are missing, Bcc is taken out.

    Returns:
        The id for the 250 reply.

    Raises:
        SenderNotAllowed: MAIL FROM, From or Sender is not the account's own.
        BadHeader: There are several From, or more fields than are looked at.
    """
    mailbox = get_mailbox(account)
    check_sender(mailbox, reverse_path)
    check_authors(mailbox, raw)
    author = NamedAddress(account.name, mailbox.address)
    wire, kept = complete_submission(raw, author=author, now=clock.now())
    letter = Letter(reverse_path, tuple(recipients), wire, kept)
    return f"out-{queue_letter(store_letter(mailbox, letter)).pk}"


def check_sender(mailbox: Mailbox, address: str) -> None:
    """Check that an address is one of the mailbox's own, plus part allowed.

    Raises:
        SenderNotAllowed: It is not.
    """
    local, _, domain = normalise(address).rpartition("@")
    names = {f"{local}@{domain}", f"{local.partition('+')[0]}@{domain}"}
    if not MailAddress.objects.filter(mailbox=mailbox, address__in=names).exists():
        raise SenderNotAllowed(detail=address)


def check_authors(mailbox: Mailbox, raw: bytes) -> None:
    """Check that a message names only its sender as its author, if it names any.

    Raises:
        SenderNotAllowed: From or Sender names somebody else, or nobody.
        BadHeader: Readers could take another From than we do (RFC 5322 §3.6).
    """
    header = scan_header(raw)
    authors, senders = header.raw_all("from"), header.raw_all("sender")
    longest = max(map(len, [*authors, *senders]), default=0)
    if header.is_cut or len(authors) > 1 or longest > FIELD_BYTES:
        raise BadHeader(detail=mailbox.address)
    for field in (*authors, *senders):
        for person in parse_address_list(field) or [NamedAddress("", "")]:
            check_sender(mailbox, person.address)


def check_recipients(addresses: Iterable[str]) -> tuple[str, ...]:
    """Check addresses and give each once, as they were written.

    Raises:
        BadAddress: One cannot be delivered to as it stands; `detail` names it.
        TooManyRecipients: More than `MOST_RECIPIENTS`.
    """
    unique = {normalise(address): address for address in addresses}
    for address in unique.values():
        try:
            parse_mailbox_address(address)
        except ValueError as error:
            raise BadAddress(detail=address) from error
    if len(unique) > MOST_RECIPIENTS:
        raise TooManyRecipients(detail=str(len(unique)))
    return tuple(unique.values())


def _file_sent_copy(change: Change, letter: StoredLetter) -> Message:
    sent = Folder.objects.only("pk").get(mailbox=change.mailbox, role=Role.SENT)
    filing = Filing(
        summary=letter.summary,
        digest=letter.sent_copy.digest,
        size_bytes=letter.sent_copy.size_bytes,
        received_at=clock.now(),
        folder_id=sent.pk,
        flags=Flags(seen=True),
        is_outgoing=True,
    )
    return file_messages(change, [filing])[0]


def _queue(letter: StoredLetter, message: Message, hold: timedelta) -> OutgoingEnvelope:
    now = clock.now()
    envelope = OutgoingEnvelope.objects.create(
        mailbox=letter.mailbox,
        message_number=message.pk,
        reverse_path=letter.reverse_path,
        digest=letter.wire.digest,
        size_bytes=letter.wire.size_bytes,
        message_id=message.message_id,
        subject=message.subject,
        queued_at=now,
        not_before=now + hold,
    )
    TraceStep.objects.create(
        mailbox=letter.mailbox,
        receipt=f"out-{envelope.pk}",
        message_number=message.pk,
        step=Step.QUEUED,
        at=now,
    )
    return envelope
