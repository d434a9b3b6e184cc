"""Peers that hand over mail as fast as they may, and note what got 250 and when.

Every attempt is a new letter with a Message-ID of its own. What got 250 must be in
the mailbox once; what got no answer may be there once; nothing else may be there.
"""

from __future__ import annotations

import random
import smtplib
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from tests.flows.reckoned import Reckoned
from tests.service import Service

ANN: Final = "ann@example.test"
BEN: Final = "ben@example.test"
PASSWORD: Final = "correct-horse-9"
PEERS: Final = 6
LARGE_BYTES: Final = 400_000


@dataclass
class Notes:
    """What was sent to whom, and when 250 was said to it (monotonic seconds)."""

    sent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    accepted: dict[str, float] = field(default_factory=dict)

    def count_between(self, start: float, end: float) -> int:
        """Count what was accepted within a time."""
        return sum(start <= at <= end for at in list(self.accepted.values()))


class SendingPeer(threading.Thread):
    """A peer that sends letter after letter; every third speaks LMTP."""

    def __init__(self, number: int, service: Service, notes: Notes) -> None:
        super().__init__(daemon=True)
        self.number = number
        self.is_lmtp = number % 3 == 2
        self.door = service.door("MAILSVC_LMTP" if self.is_lmtp else "MAILSVC_MX")
        self.notes = notes
        self.random = random.Random(number)
        self.stopping = threading.Event()
        self.attempts = 0

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                with self.call() as client:
                    for _ in range(self.random.randrange(1, 8)):
                        self.send(client)
            except (OSError, smtplib.SMTPException):
                time.sleep(0.1)

    def call(self) -> smtplib.SMTP:
        if self.is_lmtp:
            return smtplib.LMTP(self.door.host, self.door.port)
        return smtplib.SMTP(self.door.host, self.door.port, timeout=20)

    def send(self, client: smtplib.SMTP) -> None:
        """Send one letter; LMTP's library reads one answer only, so to one reader."""
        self.attempts += 1
        message_id = f"p{self.number}.{self.attempts}@peers.test"
        choices = [(ANN,), (BEN,)] if self.is_lmtp else [(ANN,), (BEN,), (ANN, BEN)]
        to = self.random.choice(choices)
        self.notes.sent[message_id] = to
        # One in ten is large enough to go to disk while it comes.
        size = (
            LARGE_BYTES if self.random.random() < 0.1 else self.random.randrange(9000)
        )
        client.sendmail(f"p{self.number}@peers.test", to, letter(message_id, size))
        self.notes.accepted[message_id] = time.monotonic()
        time.sleep(0.05)


def letter(message_id: str, size: int) -> bytes:
    """Write a letter of about that size."""
    head = (
        f"From: peer@peers.test\r\nTo: ann@example.test\r\n"
        f"Subject: Letter {message_id}\r\nMessage-ID: <{message_id}>\r\n\r\n"
    )
    return head.encode() + b"A line of text.\r\n" * (size // 17 + 1)


def open_mailboxes(service: Service) -> None:
    """Open the mailboxes that the peers write to."""
    for address in (ANN, BEN):
        service.manage("create_account", address, "--password-stdin", typed=PASSWORD)


@contextmanager
def sending(service: Service, notes: Notes) -> Iterator[None]:
    """Let the peers send until the block ends."""
    peers = [SendingPeer(number, service, notes) for number in range(PEERS)]
    for peer in peers:
        peer.start()
    yield
    for peer in peers:
        peer.stopping.set()
    for peer in peers:
        peer.join(30)


def check_each_once(found: Reckoned, notes: Notes) -> None:
    """Fail unless all that got 250 is there once, and nothing is owed or strange."""
    assert (found.owed, found.spooled, found.wrong_counts) == (0, 0, [])
    for address in (ANN, BEN):
        there = Counter(found.letters[address])
        sent = {each for each, to in notes.sent.items() if address in to}
        assert not sent & notes.accepted.keys() - there.keys(), "accepted, and lost"
        assert not [each for each, times in there.items() if times > 1], "doubled"
        assert there.keys() <= sent, "never sent"
