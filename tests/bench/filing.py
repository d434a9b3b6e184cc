"""Messages filed (visible and searchable) a second, by one worker and by two."""

from __future__ import annotations

import subprocess
import sys
import time

from tests.bench.figures import say, title
from tests.bench.place import ROOT, Place

DRAIN = "from mailbox.inbound.sorting import file_waiting; file_waiting()"
SPOOL = """
from mailbox.handoff import Accepted, record_arrivals
from mailbox.recipients import resolve_recipient
from mailbox.store.blobs import blobs
from mailsvc.demo.mix import make_message
to = resolve_recipient('ann@example.test')
raws = (make_message(n, to=to.address, with_files=True) for n in range({first}, {last}))
refs = [blobs().put(raw) for raw in raws]
for start in range(0, len(refs), 50):
    some = refs[start:start + 50]
    record_arrivals([Accepted('b@bench.example', (to,), ref, 'ESMTP') for ref in some])
"""


def measure_filing(place: Place, messages: int) -> None:
    """Measure how fast workers drain what was accepted."""
    title(f"Filing {messages} messages: visible in the folder and searchable")
    for round_number, workers in enumerate((1, 2)):
        first = 1_000_000 * (round_number + 1)
        _shell(place, SPOOL.format(first=first, last=first + messages)).wait()
        start = time.perf_counter()
        drains = [_shell(place, DRAIN) for _ in range(workers)]
        for drain in drains:
            drain.wait()
        seconds = time.perf_counter() - start - START_UP_SECONDS
        say(f"filed by {workers} worker(s)", f"{messages / seconds:.0f}/s")


START_UP_SECONDS = 0.0


def measure_start_up(place: Place) -> None:
    """Find what starting a process costs, to be taken off."""
    global START_UP_SECONDS
    start = time.perf_counter()
    _shell(place, DRAIN).wait()
    START_UP_SECONDS = time.perf_counter() - start


def _shell(place: Place, code: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", code],
        cwd=ROOT,
        env=place.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
