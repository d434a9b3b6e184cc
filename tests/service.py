"""The real service for tests that start it: on free ports, in a folder of its own.

`manage.py serve` does everything; here are only the ports, a database where the
tests run on PostgreSQL, and handles to what runs.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import psycopg

from mailsvc.env import Endpoint
from tests.running import ROOT, Running, clean_environment

DOORS: Final = (
    *("MAILSVC_HTTP", "MAILSVC_EVENTS", "MAILSVC_MX"),
    *("MAILSVC_LMTP", "MAILSVC_SUBMISSION"),
)
READY: Final = r"is ready\.$"


@dataclass(frozen=True, slots=True)
class Service:
    """Where a service keeps its data and listens, whether it runs or not."""

    data: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    def door(self, setting: str) -> Endpoint:
        """Say where it listens, by the name of the setting."""
        host, _, port = self.environment[setting].rpartition(":")
        return Endpoint(host, int(port))

    @property
    def url(self) -> str:
        """The address of its pages, without a slash at the end."""
        return f"http://{self.environment['MAILSVC_HTTP']}"

    def start(self, *options: str) -> Running:
        """Start `serve`, which may fail; the caller waits for what it expects."""
        return Running(["manage.py", "serve", *options], self.environment)

    @contextmanager
    def running(self, *options: str, seconds: float = 90) -> Iterator[Running]:
        """Run `serve`, ready for use, until the block ends."""
        with self.start(*options) as running:
            running.wait_for(READY, seconds=seconds)
            yield running

    def manage(self, *arguments: str, typed: str = "") -> str:
        """Run another of its commands; return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env={**clean_environment(), **self.environment},
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def plan_service(data: Path, **settings: str) -> Service:
    """Choose free ports, and a database, for a service in this folder.

    Args:
        data: The data folder; it need not exist.
        settings: More settings, by their names.
    """
    environment = {"MAILSVC_DATA": str(data)}
    endpoints = find_free_endpoints(len(DOORS))
    environment |= dict(zip(DOORS, map(str, endpoints), strict=True))
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        environment["DATABASE_URL"] = make_database(os.environ["DATABASE_URL"])
    return Service(data, environment | settings)


def find_free_endpoints(count: int) -> list[Endpoint]:
    """Find ports on the loopback interface that nobody listens on."""
    with ExitStack() as held:
        servers = [
            held.enter_context(socket.create_server(("127.0.0.1", 0)))
            for _ in range(count)
        ]
        return [Endpoint("127.0.0.1", each.getsockname()[1]) for each in servers]


def make_database(url: str) -> str:
    """Make an empty PostgreSQL database beside this one; return its URL."""
    name = f"service_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
