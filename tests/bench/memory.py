"""Memory of each process of a running service."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import say, title
from tests.bench.place import ROOT, Place, wait_for_port


def measure_memory(place: Place) -> None:
    """Start everything, let it settle, and read what each process holds."""
    title("Memory of each process, at rest (PSS: shared pages shared out)")
    service = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=place.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_port(place.http)
        time.sleep(5)
        for pid in _family(service.pid):
            say(_name(pid), f"{_pss_bytes(pid) / (1 << 20):.0f} MB")
    finally:
        service.terminate()
        service.wait(20)


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in children.read_text().split():
            yield from _family(int(child))


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    names = [Path(word.decode(errors="replace")).name for word in words if word]
    return " ".join(names)[:52]


def _pss_bytes(pid: int) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    line = next(line for line in rollup.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024
