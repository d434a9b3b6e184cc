"""Which processes the service is made of, as its settings say.

Redis comes first and alone (see `redis_server.py`); these follow together. All
of them run from the project's folder with the Python that runs us.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mailsvc.env import Endpoint
from mailsvc.supervision.probes import Answers, Says
from mailsvc.supervision.program import Program

WEB_THREADS: Final = 4
DELIVERY_THREADS: Final = 8
# Listening on every address includes this one; a probe needs one to ask.
_EVERY_ADDRESS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
_PAGE: Final = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
_CELERY: Final = (sys.executable, "-m", "celery", "-A", "mailsvc.celery", "--quiet")


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of what run, and where; the settings in one value."""

    data: Path
    manage: Path
    http: Endpoint
    web_workers: int
    smtp_processes: int
    filing_workers: int


def plan_programs(shape: Shape) -> tuple[Program, ...]:
    """List the programs to run once Redis and the database are there."""
    return (
        _web(shape),
        *_listeners(shape),
        _worker("filing", "--pool", "prefork", "-c", str(shape.filing_workers)),
        _worker("delivery", "--pool", "threads", "-c", str(DELIVERY_THREADS)),
        _beat(shape),
    )


def _web(shape: Shape) -> Program:
    command = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi"),
        *("--host", shape.http.host, "--port", str(shape.http.port)),
        *("--workers", str(shape.web_workers)),
        *("--blocking-threads", str(WEB_THREADS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
        *("--log-level", "warning", "mailsvc.wsgi:application"),
    )
    probe = Answers(_reachable(shape.http), shape.http.port, _PAGE, b"HTTP/1.1 ")
    return Program("web", command, probe)


def _listeners(shape: Shape) -> tuple[Program, ...]:
    """Plan the listeners; they share the ports, and the kernel deals out peers."""
    command = (sys.executable, str(shape.manage), "run_smtp")
    return tuple(
        Program(f"smtp-{number}", command, Says("^ready submission"))
        for number in range(1, shape.smtp_processes + 1)
    )


def _worker(queue: str, *pool: str) -> Program:
    command = (
        *(*_CELERY, "worker", "--queues", queue, "--hostname", f"{queue}@%h", *pool),
        # With one worker for each queue these only delay the start.
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        *("--loglevel", "INFO"),
    )
    return Program(queue, command, Says(r"\bready\.$"))


def _beat(shape: Shape) -> Program:
    command = (
        *(*_CELERY, "beat", "--loglevel", "WARNING", "--pidfile="),
        *("--schedule", str(shape.data / "beat-schedule")),
    )
    return Program("beat", command)


def _reachable(endpoint: Endpoint) -> str:
    return _EVERY_ADDRESS.get(endpoint.host, endpoint.host)
