"""Kill -9 anything, at any moment: what got 250 is in the mailbox exactly once.

The real service runs; several peers hand it mail over SMTP and LMTP and note each
answer, while its processes are killed: one after the other at random, or all of
them at once with the supervisor, as when the power goes.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Final

import pytest

from tests.flows.reckoned import reckon
from tests.flows.sending_peers import Notes, check_each_once, open_mailboxes, sending
from tests.running import Running, descendants
from tests.service import plan_service
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.service,
    pytest.mark.slow,
    pytest.mark.xdist_group("service"),
]

STORM_SECONDS: Final = 10.0
LEAST_ACCEPTED: Final = 300
LEAST_DURING_KILLS: Final = 100
# Each at most twice: a program that dies over and over is started ever later.
VICTIMS: Final = ("smtp-1", "filing", "redis", "smtp-2", "beat", "web", "delivery")


def test_what_was_accepted_is_there_once_whatever_is_killed(tmp_path: Path) -> None:
    service = plan_service(tmp_path / "var")
    notes = Notes()
    with service.running() as running:
        open_mailboxes(service)
        with sending(service, notes):
            killed = rage(running, random.Random(20260924), seconds=STORM_SECONDS)
            wait_until(lambda: len(notes.accepted) >= LEAST_ACCEPTED, seconds=60)
        found = reckon(service, within_seconds=60)

    assert len(notes.accepted) >= LEAST_ACCEPTED, running.output
    assert Counter(name for name, _ in killed).keys() == set(VICTIMS)
    during = notes.count_between(killed[0][1], killed[-1][1])
    assert during >= LEAST_DURING_KILLS, running.output
    check_each_once(found, notes)


def test_what_was_accepted_outlives_the_death_of_everything(tmp_path: Path) -> None:
    service = plan_service(tmp_path / "var")
    notes = Notes()
    with service.running() as running:
        open_mailboxes(service)
        with sending(service, notes):
            accepted = wait_until(lambda: len(notes.accepted) >= 100, seconds=60)
            everything = [running.process.pid, *descendants(running.process.pid)]
            for pid in everything:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
    assert accepted, running.output

    with service.running():
        found = reckon(service, within_seconds=60)

    check_each_once(found, notes)


def rage(
    running: Running, chance: random.Random, *, seconds: float
) -> list[tuple[str, float]]:
    """Kill processes of the service at random moments; tell which, and when."""
    victims = [*VICTIMS, *VICTIMS]
    killed: list[tuple[str, float]] = []
    ends = time.monotonic() + seconds
    while victims and (time.monotonic() < ends or len(killed) < len(VICTIMS)):
        time.sleep(chance.uniform(0.2, 1.2))
        name = victims.pop(0)
        pids = [pid for pid in descendants(running.process.pid) if is_named(pid, name)]
        if pids:
            os.kill(chance.choice(pids), signal.SIGKILL)
            killed.append((name, time.monotonic()))
    return killed


def is_named(pid: int, name: str) -> bool:
    """Say whether a process is of the program of that name."""
    try:
        own = Path(f"/proc/{pid}/comm").read_text().strip()
        command = Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False
    known = {"web": "wsgi", "redis": "redis-server"}
    return known[name] in command if name in known else own == name
