"""Mail hosts to deliver to: a polite one, and one that follows a script.

The polite one is aiosmtpd, so that our client meets somebody else's server.
The scripted one speaks line by line and can be as rude as a test needs.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HANG_UP = "hang up"
SAY_NOTHING = "say nothing"


@dataclass
class Accepted:
    """A message that a host took."""

    reverse_path: str
    recipients: list[str]
    raw: bytes
    options: list[str]
    over_tls: bool


@dataclass
class PolitePeer:
    """An aiosmtpd server on a free loopback port."""

    refused: Mapping[str, str] = field(default_factory=dict)
    verdict: str = "250 2.0.0 Queued as 42"
    tls: ssl.SSLContext | None = None
    login: tuple[str, str] | None = None
    size_limit: int = 1_000_000
    on_accept: Callable[[], object] = bool
    accepted: list[Accepted] = field(default_factory=list)

    async def handle_RCPT(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        assert isinstance(envelope.content, bytes)
        self.accepted.append(
            Accepted(
                envelope.mail_from or "",
                list(envelope.rcpt_tos),
                envelope.content,
                list(envelope.mail_options),
                session.ssl is not None,
            )
        )
        self.on_accept()
        return self.verdict

    def __enter__(self) -> PolitePeer:
        self._controller = _AnyPort(
            self,
            hostname="127.0.0.1",
            port=0,
            data_size_limit=self.size_limit,
            enable_SMTPUTF8=True,
            tls_context=self.tls,
            authenticator=self._authenticate if self.login else None,
        )
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        server = self._controller.server
        assert server is not None
        return int(server.sockets[0].getsockname()[1])  # type: ignore[attr-defined]

    def _authenticate(
        self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        given = (data.login.decode(), data.password.decode())
        return AuthResult(success=given == self.login, handled=False)


class _AnyPort(Controller):
    """A controller that need not knock at its own door to see that it is open."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        port = self.server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        with socket.create_connection(("127.0.0.1", port), 5) as knock:
            knock.recv(512)


Script = Mapping[str, str | list[str]]


@dataclass
class ScriptedPeer:
    """A server that says what it is told to, by verb or by whole command.

    A value is a reply, `HANG_UP` or `SAY_NOTHING`; a list is used up in order,
    one for each connection or command. `connect` is the greeting, `.` the reply
    to a message.
    """

    script: Script = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    delay_seconds: float = 0
    gate: threading.Event | None = None
    heard: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    connections: int = 0

    POLITE = {
        "connect": "220 peer.test ESMTP",
        "EHLO": "250 peer.test",
        "LHLO": "250 peer.test",
        "HELO": "250 peer.test",
        "MAIL": "250 2.1.0 OK",
        "RCPT": "250 2.1.5 OK",
        "DATA": "354 go on",
        ".": "250 2.0.0 Taken",
        "RSET": "250 OK",
        "QUIT": "221 Bye",
        "STARTTLS": "220 go",
    }

    def __enter__(self) -> ScriptedPeer:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._used: dict[str, int] = {}
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._listener.close()
        with socket.socket() as knock:
            knock.connect_ex(("127.0.0.1", self.port))
        self._thread.join(timeout=5)

    def _serve(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                if self._closing.is_set():
                    return
                self.connections += 1
                connection.settimeout(5)
                try:
                    self._converse(connection)
                except (OSError, EOFError):
                    continue

    def _converse(self, connection: socket.socket) -> None:
        reader = _Lines(connection)
        if not self._say(reader, "connect"):
            return
        while True:
            command = reader.line().decode("utf-8")
            self.heard.append(command)
            verb = command.split(" ")[0].split(":")[0].upper()
            key = command if command in self.script else verb
            if not self._say(reader, key):
                return
            if verb == "STARTTLS" and self._last.startswith("220"):
                assert self.tls is not None
                reader = _Lines(
                    self.tls.wrap_socket(reader.connection, server_side=True)
                )
            elif verb == "DATA" and self._last.startswith("354"):
                self.messages.append(reader.message())
                if not self._say(reader, "."):
                    return
            elif verb == "QUIT":
                return

    def _say(self, reader: _Lines, key: str) -> bool:
        value = self.script.get(key, self.POLITE.get(key, "500 what?"))
        if isinstance(value, list):
            index = self._used.get(key, 0)
            self._used[key] = index + 1
            value = value[min(index, len(value) - 1)]
        self._last = value
        if value == SAY_NOTHING:
            reader.connection.recv(1)
            return False
        if value == HANG_UP:
            return False
        if self.gate is not None:
            self.gate.wait(10)
        time.sleep(self.delay_seconds)
        reader.connection.sendall(value.replace("\n", "\r\n").encode() + b"\r\n")
        return True


class _Lines:
    """Lines out of a socket, without reading ahead past STARTTLS."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._arrived = bytearray()

    def line(self) -> bytes:
        return self._until(b"\r\n")[:-2]

    def message(self) -> bytes:
        whole = b"\r\n" + self._until(b"\r\n.\r\n")
        return whole[2:-3].replace(b"\r\n..", b"\r\n.")

    def _until(self, end: bytes) -> bytes:
        while (found := self._arrived.find(end)) < 0:
            data = self.connection.recv(65536)
            if not data:
                raise EOFError
            self._arrived += data
        cut = found + len(end)
        taken = bytes(self._arrived[:cut])
        del self._arrived[:cut]
        return taken
