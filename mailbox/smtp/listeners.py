"""Opens the ports, and closes them without losing a message.

Several processes may listen on one port: the kernel deals out the connections
(SO_REUSEPORT). To stop, a listener takes no new connections, lets those that are
in the middle of a message finish, and sends the others away with 421.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from mailbox.smtp.certificate import Certificate
from mailbox.smtp.connection import Connection, Door
from mailbox.smtp.doorkeeper import Doorkeeper, Sender, Throttle
from mailbox.smtp.limits import Gate, Guesses, Limits
from mailbox.smtp.lmtp import LmtpSession
from mailbox.smtp.mx import MxSession
from mailbox.smtp.submission import SubmissionSession
from mailbox.store.interface import BlobStore

DRAIN_SECONDS: Final = 10
CERTIFICATE_LOOK_SECONDS: Final = 60
BACKLOG: Final = 512
STORE_THREADS: Final = 8

logger = logging.getLogger(__name__)


class Service(StrEnum):
    """What is spoken at a port; SUBMISSIONS is TLS from the first byte (RFC 8314)."""

    MX = "mx"
    LMTP = "lmtp"
    SUBMISSION = "submission"
    SUBMISSIONS = "submissions"


@dataclass(frozen=True, slots=True)
class House:
    """Who we are, and whom the doors turn to."""

    hostname: str
    domain: str
    doorkeeper: Doorkeeper
    sender: Sender
    store: BlobStore
    certificate: Certificate | None = None
    limits: Limits = field(default_factory=Limits)
    throttle: Throttle = field(default_factory=Guesses)


class Listeners:
    """The open ports of one process."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._threads = ThreadPoolExecutor(STORE_THREADS, "smtp-store")
        self._servers: list[asyncio.Server] = []
        self._doors: list[Door] = []
        self._looking: asyncio.Task[None] | None = None

    async def open(self, service: Service, host: str, port: int) -> int:
        """Open a port, and give its number (for 0, the one that was free).

        Raises:
            OSError: The port is taken, or not ours to open.
        """
        loop = asyncio.get_running_loop()
        door = self._make_door(service)
        is_tls = service is Service.SUBMISSIONS
        server = await loop.create_server(
            self._session_maker(service, door, loop),
            host,
            port,
            backlog=BACKLOG,
            reuse_port=True,
            ssl=door.tls if is_tls else None,
            ssl_handshake_timeout=door.limits.tls_handshake_seconds if is_tls else None,
        )
        self._servers.append(server)
        self._doors.append(door)
        if self._looking is None and self.house.certificate is not None:
            self._looking = asyncio.create_task(self._look(self.house.certificate))
        return int(server.sockets[0].getsockname()[1])

    async def drain(self, within_seconds: float = DRAIN_SECONDS) -> None:
        """Close the ports; return when everybody has gone.

        Who is still sending a message after `within_seconds` is cut off and will
        send it again: we have not said 250.
        """
        for server in self._servers:
            server.close()
        for connection in self._connections():
            connection.dismiss()
        deadline = asyncio.get_running_loop().time() + within_seconds
        while self._connections() and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.02)
        for connection in self._connections():
            connection.abort()
        if self._looking is not None:
            self._looking.cancel()
        self._threads.shutdown(wait=True)
        self.house.doorkeeper.close()
        self.house.sender.close()

    def _make_door(self, service: Service) -> Door:
        """Make what the connections of one port share; each port has its limits.

        A front MTA is one peer with many connections, and no stranger.
        """
        limits = self.house.limits
        if service is Service.LMTP:
            limits = replace(
                limits,
                connections_per_peer=limits.connections,
                greeting_wait_seconds=0,
            )
        certificate = self.house.certificate
        if certificate is None and service is Service.SUBMISSIONS:
            raise ValueError("submissions need a certificate")
        return Door(
            hostname=self.house.hostname,
            domain=self.house.domain,
            store=self.house.store,
            threads=self._threads,
            limits=limits,
            gate=Gate(limits),
            tls=certificate.context if certificate else None,
        )

    def _session_maker(
        self, service: Service, door: Door, loop: asyncio.AbstractEventLoop
    ) -> Callable[[], Connection]:
        house = self.house
        if service is Service.MX:
            return lambda: MxSession(door, house.doorkeeper, loop)
        if service is Service.LMTP:
            return lambda: LmtpSession(door, house.doorkeeper, loop)
        return lambda: SubmissionSession(door, house.sender, house.throttle, loop)

    def _connections(self) -> list[Connection]:
        return [each for door in self._doors for each in door.connections]

    async def _look(self, certificate: Certificate) -> None:
        """Take up a renewed certificate within a minute."""
        while True:
            await asyncio.sleep(CERTIFICATE_LOOK_SECONDS)
            certificate.reload_if_changed()
