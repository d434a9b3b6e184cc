"""The receiving MTA: mail from strangers, for our own mailboxes only.

Recipients are looked up at RCPT, so that a refusal reaches the sender's own server
and no bounce is ever needed. The bytes become durable first, then the row; only
then is 250 said (RFC 5321 §6.1).
"""

from __future__ import annotations

import asyncio

from mailbox.handoff import Accepted, Recipient
from mailbox.smtp.connection import Door
from mailbox.smtp.doorkeeper import Doorkeeper
from mailbox.smtp.incoming import Arriving
from mailbox.smtp.paths import parse_recipient
from mailbox.smtp.replies import DONE, Reply
from mailbox.smtp.session import MailSession, Transaction
from mailbox.smtp.tracing import received, return_path


class MxSession(MailSession[Recipient, Arriving]):
    """A stranger's MTA on the line."""

    def __init__(
        self, door: Door, doorkeeper: Doorkeeper, loop: asyncio.AbstractEventLoop
    ) -> None:
        super().__init__(door, loop)
        self.doorkeeper = doorkeeper

    async def admit_recipient(
        self, argument: str, mail: Transaction[Recipient]
    ) -> Recipient:
        """Find the mailbox that an address leads to; never relay."""
        address = parse_recipient(argument, is_utf8=mail.sender.is_utf8)
        return await self.doorkeeper.resolve(address, mail.sender.size_bytes or 0)

    def begin_text(self, mail: Transaction[Recipient]) -> Arriving:
        """Begin with Return-Path and Received."""
        only = mail.recipients[0].address if len(mail.recipients) == 1 else ""
        hop = self.hop(mail, recipient=only, helo=self.helo)
        trace = return_path(mail.sender.address) + received(hop)
        return Arriving(self.door.threads, trace, self.door.store)

    async def take(self, mail: Transaction[Recipient], incoming: Arriving) -> Reply:
        """Store the bytes, then have the arrival recorded."""
        kept = await incoming.commit()
        accepted = Accepted(
            reverse_path=mail.sender.address,
            recipients=_each_mailbox_once(mail.recipients),
            blob=kept.blob,
            content=kept.content,
            protocol=self.protocol_of(mail),
            peer=self.peer,
            helo=self.helo,
            tls=self.tls_words,
            receipt=mail.receipt,
        )
        receipt = await self.doorkeeper.accept(accepted)
        return DONE.saying(f"Accepted as {receipt}")


def _each_mailbox_once(recipients: list[Recipient]) -> tuple[Recipient, ...]:
    """Keep the first address of each mailbox: two aliases are still one reader."""
    first: dict[int, Recipient] = {}
    for recipient in recipients:
        first.setdefault(recipient.mailbox_id, recipient)
    return tuple(first.values())
