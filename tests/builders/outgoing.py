"""Letters on their way out, and what became of them."""

from __future__ import annotations

from datetime import timedelta

from accounts.models import Account
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.build import with_bcc
from mailbox.models import OutgoingEnvelope
from mailbox.outbound.submission import Letter as Queued
from mailbox.outbound.submission import queue_letter, store_letter
from tests.builders.mail import Letter, mailbox_of

NO_HOLD = timedelta()


def queue(
    author: Account,
    *recipients: str,
    letter: Letter | None = None,
    bcc: tuple[str, ...] = (),
    hold: timedelta = NO_HOLD,
) -> OutgoingEnvelope:
    """Queue a letter of an author, as the composer does."""
    written = letter or Letter(author=author.address, author_name="", to=recipients)
    wire = written.raw
    hidden = [NamedAddress("", address) for address in bcc]
    stored = store_letter(
        mailbox_of(author),
        Queued(author.address, (*recipients, *bcc), wire, with_bcc(wire, hidden)),
    )
    return queue_letter(stored, hold=hold)


def states_of(envelope: OutgoingEnvelope) -> dict[str, str]:
    """Give the state of each recipient, by address."""
    rows = envelope.recipients.order_by("pk")
    return {row.address: str(row.state) for row in rows}
