"""Accepted messages a second, against a no-op handler and bare durable writes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from mailsvc.demo.mix import make_message
from tests.bench.figures import ratio, say, title
from tests.bench.place import ROOT, Place, Program, free_port, manage, running

TO = "ann@example.test"
CONNECTIONS = (1, 8, 16)
FORGET = "from mailbox.models import Arrival; Arrival.objects.all().delete()"


def measure_accepting(place: Place, messages: int) -> None:
    """Measure listeners alone (no worker files meanwhile), beside the floors."""
    title(f"Accepting {messages} messages, realistic mix, durable before 250")
    floors = _measure_noop(messages)
    bare = _measure_bare_writes(place.data / "bare", messages)
    say("bare write, fsync, rename, fsync of the folder", f"{bare:.0f}/s")
    for processes in (1, 2):
        with _listeners(place, processes):
            for connections in CONNECTIONS:
                rate = _send(place.mx, connections, messages)
                say(
                    f"mailsvc, {processes} process(es), {connections} connection(s)",
                    f"{rate:.0f}/s",
                    ratio(rate, floors[connections]) + " (no-op)",
                )
    manage(
        place,
        "shell",
        "-c",
        "from mailbox.models import Arrival as A; A.objects.all().delete()",
    )


def _measure_noop(messages: int) -> dict[int, float]:
    port = free_port()
    with running_noop(port):
        rates = {each: _send(port, each, messages) for each in CONNECTIONS}
    for connections, rate in rates.items():
        say(f"no-op aiosmtpd handler, {connections} connection(s)", f"{rate:.0f}/s")
    return rates


def running_noop(port: int) -> AbstractContextManager[Program]:
    """Run aiosmtpd with a handler that forgets every message."""
    place = Place(Path("/nonexistent"), port, port)
    return running(place, "-m", "tests.bench.noop", str(port), port=port)


def _listeners(place: Place, processes: int) -> ExitStack:
    stack = ExitStack()
    for _ in range(processes):
        stack.enter_context(
            running(
                place,
                "manage.py",
                "run_smtp",
                "--mx",
                f"127.0.0.1:{place.mx}",
                port=place.mx,
            )
        )
    time.sleep(1.5)
    return stack


def _send(port: int, connections: int, messages: int) -> float:
    """Send from a process of its own; gives messages a second."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.bench.sender",
            str(port),
            str(connections),
            "0",
            str(messages),
            TO,
        ],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout.split()[0])


def _measure_bare_writes(folder: Path, messages: int) -> float:
    folder.mkdir(parents=True, exist_ok=True)
    raw = [make_message(number, to=TO, with_files=True) for number in range(messages)]
    handle = os.open(folder, os.O_RDONLY)
    start = time.perf_counter()
    for number, data in enumerate(raw):
        path = folder / f"{number}.tmp"
        with path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        path.rename(folder / f"{number}")
        os.fsync(handle)
    rate = messages / (time.perf_counter() - start)
    os.close(handle)
    for path in folder.iterdir():
        path.unlink()
    return rate
