"""Which processes the service is made of, as its settings say.

Redis comes first and alone (see `redis_server.py`); these follow together. The
web server is a program; the listeners and workers are forked from us, so what
they need is imported before, once.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from celery.bin.celery import celery
from django.core.management import call_command

from mailsvc.celery import app
from mailsvc.env import Endpoint
from mailsvc.supervision.probes import Answers, Probe, Running, Says
from mailsvc.supervision.program import Program

# The start may have been typed anywhere; our packages are found from the project.
PROJECT: Final = Path(__file__).resolve().parents[2]
GRANIAN: Final = (sys.executable, "-m", "granian", "--working-dir", str(PROJECT))
WEB_THREADS: Final = 4
DELIVERY_THREADS: Final = 16
SHARED_MODULES: Final = (
    "celery.bin.worker",
    "celery.concurrency.prefork",
    "mailbox.management.commands.run_smtp",
)
# Listening on every address includes this one; a probe needs one to ask.
_EVERY_ADDRESS: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
_PAGE: Final = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of what run, and where; the settings in one value."""

    data: Path
    http: Endpoint
    events: Endpoint
    web_workers: int
    smtp_processes: int
    filing_workers: int


def import_beforehand() -> None:
    """Import what the forked processes need, so that they share it."""
    app.loader.import_default_modules()
    for name in (
        "celery.bin.worker",
        "celery.concurrency.prefork",
        "mailbox.smtp.wiring",
    ):
        importlib.import_module(name)


def plan_programs(shape: Shape) -> tuple[Program, ...]:
    """List the programs to run once Redis and the database are there."""
    return (
        _web(shape),
        _events(shape),
        *_listeners(shape),
        _worker("filing", "--pool", "prefork", "-c", str(shape.filing_workers)),
        _worker("delivery", "--pool", "threads", "-c", str(DELIVERY_THREADS)),
        _beat(shape),
    )


def _web(shape: Shape) -> Program:
    command = (
        *(*GRANIAN, "--interface", "wsgi"),
        *("--host", shape.http.host, "--port", str(shape.http.port)),
        *("--workers", str(shape.web_workers)),
        *("--blocking-threads", str(WEB_THREADS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5"),
        *("--log-level", "warning", "mailsvc.wsgi:application"),
    )
    probe = Answers(_reachable(shape.http), shape.http.port, _PAGE, b"HTTP/1.1 ")
    return Program("web", command, probe)


def _events(shape: Shape) -> Program:
    command = (
        *(*GRANIAN, "--interface", "asgi"),
        *("--host", shape.events.host, "--port", str(shape.events.port)),
        *("--workers", "1", "--respawn-failed-workers", "--workers-kill-timeout", "2"),
        *("--log-level", "warning", "mailsvc.asgi:application"),
    )
    at = _reachable(shape.events)
    return Program(
        "events", command, Answers(at, shape.events.port, _PAGE, b"HTTP/1.1 ")
    )


def _listeners(shape: Shape) -> tuple[Program, ...]:
    """Plan the listeners; they share the ports, and the kernel deals out peers."""
    return tuple(
        Program(f"smtp-{number}", partial(_command, "run_smtp"), Says("^ready subm"))
        for number in range(1, shape.smtp_processes + 1)
    )


def _worker(queue: str, *pool: str) -> Program:
    command = (
        *("worker", "--queues", queue, "--hostname", f"{queue}@%h", *pool),
        # With one worker for each queue these only delay the start.
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        *("--loglevel", "INFO"),
    )
    return _celery_program(queue, command, Says(r"\bready\.$"))


def _beat(shape: Shape) -> Program:
    schedule = str(shape.data / "beat-schedule")
    command = ("beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", schedule)
    return _celery_program("beat", command, Running())


def _celery_program(name: str, command: tuple[str, ...], probe: Probe) -> Program:
    return Program(
        name,
        partial(_celery, command),
        probe,
        stamp=r"\[[^\]]*\] ",
        chatter=r"\s*$",
    )


def _command(name: str) -> None:
    """Run a command of manage.py in this process."""
    call_command(name)


def _celery(command: tuple[str, ...]) -> None:
    """Run a command of Celery in this process."""
    # The demo on a fresh machine is often tried as root; we know.
    warnings.filterwarnings("ignore", "You're running the worker", append=False)
    celery.main(("-A", "mailsvc.celery", "--quiet", *command), prog_name="celery")


def _reachable(endpoint: Endpoint) -> str:
    return _EVERY_ADDRESS.get(endpoint.host, endpoint.host)
