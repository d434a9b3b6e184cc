"""LMTP for a front MTA (RFC 2033): like MX, but with an answer for each recipient.

A front MTA keeps its own queue and wants to know, after DATA, which of the
recipients it is rid of. It greets with LHLO; HELO and EHLO are not known here.
"""

from __future__ import annotations

from typing import ClassVar

from mailbox.handoff import Recipient
from mailbox.smtp.connection import Handler
from mailbox.smtp.mx import MxSession
from mailbox.smtp.replies import Reply
from mailbox.smtp.session import Transaction


class LmtpSession(MxSession):
    """A front MTA on the line."""

    service: ClassVar[str] = "LMTP"
    protocol: ClassVar[str] = "LMTP"

    def commands(self) -> dict[str, Handler]:
        """Greet with LHLO, and with nothing else (RFC 2033 §4.1)."""
        known = super().commands()
        del known["EHLO"], known["HELO"]
        return known | {"LHLO": self.on_ehlo}

    async def conclude(self, mail: Transaction[Recipient], reply: Reply) -> Reply:
        """Answer once for each RCPT that was accepted, in order (RFC 2033 §4.2)."""
        answers = [
            reply.saying(f"<{recipient.address}> {reply.text}")
            for recipient in mail.recipients
        ]
        for answer in answers[:-1]:
            await self.say(answer)
        return answers[-1]
