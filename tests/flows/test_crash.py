"""Kill -9 anything, at any moment: what got 250 is in the mailbox exactly once.

The real service runs; several peers hand it mail over their own connections and
note each answer, while its processes are killed at random. Every attempt has a
Message-ID of its own: one that got 250 must be there once, one that got no answer
may be there once, and nothing else may be there.
"""

from __future__ import annotations

import os
import random
import signal
import smtplib
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest

from tests.flows.reckoned import reckon
from tests.running import Running, descendants
from tests.service import Service, plan_service

pytestmark = [
    pytest.mark.service,
    pytest.mark.slow,
    pytest.mark.xdist_group("service"),
]

ANN: Final = "ann@example.test"
BEN: Final = "ben@example.test"
PEERS: Final = 6
STORM_SECONDS: Final = 10.0
LEAST_ACCEPTED: Final = 200
PASSWORD: Final = "correct-horse-9"
# Each at most twice: a program that dies over and over is started ever later.
VICTIMS: Final = ("smtp-1", "filing", "redis", "smtp-2", "beat", "web", "delivery")


@dataclass
class Notes:
    """What the peers have sent, and what of it was answered with 250."""

    sent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    accepted: set[str] = field(default_factory=set)


class SendingPeer(threading.Thread):
    """A peer that sends letter after letter, and again what was not accepted."""

    def __init__(self, number: int, service: Service, notes: Notes) -> None:
        super().__init__(daemon=True)
        self.number = number
        self.door = service.door("MAILSVC_MX")
        self.notes = notes
        self.random = random.Random(number)
        self.stopping = threading.Event()
        self.attempts = 0

    def run(self) -> None:
        while not self.stopping.is_set():
            try:
                with smtplib.SMTP(self.door.host, self.door.port, timeout=20) as client:
                    for _ in range(self.random.randrange(1, 8)):
                        self.send(client)
            except (OSError, smtplib.SMTPException):
                time.sleep(0.1)

    def send(self, client: smtplib.SMTP) -> None:
        """Send one letter; a new attempt is a new letter."""
        self.attempts += 1
        message_id = f"p{self.number}.{self.attempts}@peers.test"
        to = self.random.choice([(ANN,), (BEN,), (ANN, BEN)])
        self.notes.sent[message_id] = to
        # One in ten is large enough to go to disk while it comes.
        size = 400_000 if self.random.random() < 0.1 else self.random.randrange(9000)
        client.sendmail(f"p{self.number}@peers.test", to, letter(message_id, size))
        self.notes.accepted.add(message_id)
        time.sleep(0.05)


def letter(message_id: str, size: int) -> bytes:
    head = (
        f"From: peer@peers.test\r\nTo: ann@example.test\r\n"
        f"Subject: Letter {message_id}\r\nMessage-ID: <{message_id}>\r\n\r\n"
    )
    return head.encode() + b"A line of text.\r\n" * (size // 17 + 1)


def test_what_was_accepted_is_there_once_whatever_is_killed(tmp_path: Path) -> None:
    service = plan_service(tmp_path / "var")
    notes = Notes()
    with service.running() as running:
        for address in (ANN, BEN):
            service.manage(
                "create_account", address, "--password-stdin", typed=PASSWORD
            )
        peers = [SendingPeer(number, service, notes) for number in range(PEERS)]
        for peer in peers:
            peer.start()
        rage(running, random.Random(20260924), seconds=STORM_SECONDS)
        for peer in peers:
            peer.stopping.set()
        for peer in peers:
            peer.join(30)
        found = reckon(service, within_seconds=60)

    assert len(notes.accepted) >= LEAST_ACCEPTED, running.output
    assert (found.owed, found.spooled, found.wrong_counts) == (0, 0, [])
    for address in (ANN, BEN):
        there = Counter(found.letters[address])
        sent = {each for each, to in notes.sent.items() if address in to}
        assert not sent & notes.accepted - there.keys(), "accepted, and lost"
        assert not [each for each, times in there.items() if times > 1], "doubled"
        assert there.keys() <= sent, "never sent"


def rage(running: Running, chance: random.Random, *, seconds: float) -> None:
    """Kill processes of the service at random moments, for so long."""
    victims = [*VICTIMS, *VICTIMS]
    ends = time.monotonic() + seconds
    while victims and time.monotonic() < ends:
        time.sleep(chance.uniform(0.2, 1.2))
        name = victims.pop(0)
        pids = [pid for pid in descendants(running.process.pid) if is_named(pid, name)]
        if pids:
            os.kill(chance.choice(pids), signal.SIGKILL)


def is_named(pid: int, name: str) -> bool:
    """Say whether a process is of the program of that name."""
    try:
        own = Path(f"/proc/{pid}/comm").read_text().strip()
        command = Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False
    known = {"web": "granian", "redis": "redis-server"}
    return known[name] in command if name in known else own == name
