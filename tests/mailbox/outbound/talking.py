"""One conversation with a host, as its tests begin it."""

from __future__ import annotations

from collections.abc import Sequence

from mailbox.outbound.next_hops import Hop
from mailbox.outbound.outcomes import RecipientOutcome
from mailbox.outbound.smtp_client import deliver
from mailbox.outbound.smtp_link import Timeouts

RAW = b"From: ann@example.test\r\nSubject: Hello\r\n\r\nHi\r\n.\r\n..two\r\nBye\r\n"
ANN = "ann@example.test"
BEN = "ben@remote.test"
CLEO = "cleo@remote.test"
QUICK = Timeouts(2, 2, 2, 2, 2, 2, 0.5)


def send(
    hop: Hop | int,
    recipients: Sequence[str] = (BEN,),
    *,
    raw: bytes = RAW,
    sender: str = ANN,
    timeouts: Timeouts = QUICK,
) -> tuple[RecipientOutcome, ...]:
    there = Hop("127.0.0.1", hop) if isinstance(hop, int) else hop
    return deliver(
        there, sender, recipients, raw, hostname="mail.example.test", timeouts=timeouts
    )
