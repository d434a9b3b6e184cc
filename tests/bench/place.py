"""A data folder of the bench's own, and the programs that run on it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

Program = subprocess.Popen[bytes]
ROOT = Path(__file__).resolve().parents[2]
WAIT_SECONDS = 90


@dataclass(frozen=True, slots=True)
class Place:
    """Where the bench keeps its state, and the ports that it took."""

    data: Path
    mx: int
    http: int

    @property
    def environment(self) -> dict[str, str]:
        """What programs on this place get to see."""
        return {
            **os.environ,
            "MAILSVC_DATA": str(self.data),
            "MAILSVC_MX": f"127.0.0.1:{self.mx}",
            "MAILSVC_LMTP": f"127.0.0.1:{free_port()}",
            "MAILSVC_SUBMISSION": f"127.0.0.1:{free_port()}",
            "MAILSVC_HTTP": f"127.0.0.1:{self.http}",
            "MAILSVC_EVENTS": f"127.0.0.1:{free_port()}",
            "DJANGO_SETTINGS_MODULE": "mailsvc.settings",
            "PYTHONPATH": str(ROOT),
        }


def make_place(data: Path) -> Place:
    """Choose ports for a data folder."""
    data.mkdir(parents=True, exist_ok=True)
    return Place(data, free_port(), free_port())


def free_port() -> int:
    """Find a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(
    place: Place, *command: str, port: int
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends; yields once its port answers."""
    program: Program = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env=place.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for_port(port)
        yield program
    finally:
        program.terminate()
        program.wait(20)


def wait_for_port(port: int) -> None:
    """Wait until somebody listens at a port of this machine."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(f"nobody listens at {port}")


def manage(place: Place, *arguments: str) -> None:
    """Run a command of manage.py to its end."""
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=place.environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )
