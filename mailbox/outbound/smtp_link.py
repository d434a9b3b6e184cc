"""One connection to a mail host: commands out, replies in, each within its time.

The standard library's client counts its timeout from the last octet, so a host
that drips could hold a worker for ever, and it takes replies without end. Here
a reply has a deadline and a size. What to say is left to `smtp_client.py`.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mailbox.outbound.next_hops import Hop, Protocol, Tls
from mailbox.outbound.outcomes import Peer

REPLY_LIMIT_BYTES: Final = 64 * 1024
BLOCK_BYTES: Final = 64 * 1024
_LINE_END: Final = re.compile(rb"\r\n|\r|\n")
_REPLY_LINE: Final = re.compile(rb"([2-5]\d\d)(?:([ -])(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait in each phase (RFC 5321 §4.5.3.2), and in all.

    A host that takes its time with every reply may keep us so long from the
    greeting to the last byte of the message; its verdict is waited for as ever.
    """

    connect_seconds: float = 30.0
    greeting_seconds: float = 300.0
    command_seconds: float = 300.0
    data_start_seconds: float = 120.0
    block_seconds: float = 180.0
    data_end_seconds: float = 600.0
    goodbye_seconds: float = 5.0
    conversation_seconds: float = 1200.0


@dataclass(frozen=True, slots=True)
class Reply:
    """A code and its words, lines joined by line feeds."""

    code: int
    text: str


class LinkLost(Exception):
    """The host is not there, went silent, or hung up; the text says which."""


class HandshakeFailed(Exception):
    """TLS could not be agreed upon; the connection is of no more use."""


class SmtpLink(smtplib.SMTP):
    """A connection, from the handshake of TCP to its end."""

    def __init__(self, hop: Hop, ip: str, hostname: str, timeouts: Timeouts) -> None:
        super().__init__(local_hostname=hostname, timeout=timeouts.connect_seconds)
        self.hop = hop
        self.ip = ip
        self.timeouts = timeouts
        self.reply_seconds = timeouts.greeting_seconds
        self._ends_at = time.monotonic() + timeouts.conversation_seconds
        self._arrived = bytearray()

    @property
    def peer(self) -> Peer:
        """Say who we speak with, and under which TLS."""
        version = self.sock.version() if isinstance(self.sock, ssl.SSLSocket) else None
        shown = (version or "").replace("TLSv", "TLS ")
        return Peer(self.hop.host, self.ip, tls=shown)

    @property
    def is_to_itself(self) -> bool:
        """True if both ends of the connection are this machine."""
        if self.sock is None:
            return False
        here, there = self.sock.getsockname(), self.sock.getpeername()
        return bool(here[0] == there[0])

    def open(self) -> Reply:
        """Connect and hear the greeting.

        Raises:
            LinkLost: Nobody answers there.
            HandshakeFailed: The hop is SMTPS, and TLS failed.
        """
        target = (self.ip, self.hop.port)
        try:
            self.sock = socket.create_connection(target, self.timeouts.connect_seconds)
        except OSError as error:
            raise LinkLost(f"could not connect: {describe(error)}") from error
        if self.hop.protocol is Protocol.SMTPS:
            self._wrap()
        return self.hear(self.timeouts.greeting_seconds)

    def greet(self) -> Reply:
        """Say EHLO, or LHLO, or HELO to a host that knows no better."""
        self.reply_seconds = self.timeouts.command_seconds
        self.ehlo_msg = "LHLO" if self.hop.protocol is Protocol.LMTP else "EHLO"
        code, words = self.ehlo()
        if 500 <= code < 600 and self.hop.protocol is not Protocol.LMTP:
            code, words = self.helo()
        return Reply(code, words.decode("utf-8", "replace"))

    def ask(self, command: str, seconds: float | None = None) -> Reply:
        """Say one command and hear its reply."""
        self.say([command])
        return self.hear(seconds or self.timeouts.command_seconds)

    def say(self, commands: list[str]) -> None:
        """Send commands in one go; replies follow one by one (RFC 2920).

        Raises:
            ValueError: A command holds a line break.
        """
        if any("\r" in command or "\n" in command for command in commands):
            raise ValueError("a command cannot hold a line break")
        lines = "".join(f"{command}\r\n" for command in commands)
        self._send(lines.encode("utf-8"), self.timeouts.command_seconds)

    def hear(self, seconds: float) -> Reply:
        """Read one whole reply.

        Raises:
            LinkLost: It did not come in time, is no reply, or never ends.
        """
        deadline = min(time.monotonic() + seconds, self._ends_at)
        lines: list[str] = []
        size = 0
        while True:
            line = self._read_line(deadline)
            size += len(line)
            match = _REPLY_LINE.fullmatch(line)
            if match is None or size > REPLY_LIMIT_BYTES:
                self.close()
                raise LinkLost("the host speaks no SMTP")
            lines.append((match[3] or b"").decode("utf-8", "replace"))
            if match[2] != b"-":
                return Reply(int(match[1]), "\n".join(lines))

    def getreply(self) -> tuple[int, bytes]:
        """Serve the standard library's own dialogues: EHLO and AUTH."""
        reply = self.hear(self.reply_seconds)
        return reply.code, reply.text.encode("utf-8")

    def send(self, s: str | bytes | bytearray) -> None:  # type: ignore[override]
        """Serve the standard library's own dialogues, with our errors."""
        data = s.encode("ascii", "replace") if isinstance(s, str) else bytes(s)
        self._send(data, self.timeouts.command_seconds)

    def start_tls(self) -> Reply:
        """Ask for TLS and shake hands; what was known of the host is forgotten.

        Raises:
            HandshakeFailed: The host said yes, and then it failed.
        """
        reply = self.ask("STARTTLS")
        if reply.code == 220:
            self._arrived.clear()  # what came early came in clear (RFC 3207 §6)
            self._wrap()
            self.esmtp_features = {}
        return reply

    def send_data(self, raw: bytes) -> None:
        """Send the bytes of a message after 354, and the dot that ends them."""
        for block in stuff_dots(raw):
            self._send(block, self.timeouts.block_seconds)
        self._ends_at = time.monotonic() + self.timeouts.data_end_seconds

    def leave(self) -> None:
        """Say goodbye, shortly, and close."""
        try:
            if self.sock:
                self.ask("QUIT", self.timeouts.goodbye_seconds)
        except LinkLost:
            pass
        finally:
            self.close()

    def _wrap(self) -> None:
        context = _tls_context(self.hop.tls)
        assert self.sock is not None
        self.sock.settimeout(self.timeouts.command_seconds)
        try:
            self.sock = context.wrap_socket(self.sock, server_hostname=self.hop.host)
        except (OSError, ValueError) as error:
            self.close()
            raise HandshakeFailed(describe(error)) from error

    def _send(self, data: bytes, seconds: float) -> None:
        if self.sock is None:
            raise LinkLost("the host hung up")
        try:
            self.sock.settimeout(self._within(seconds))
            self.sock.sendall(data)
        except OSError as error:
            self.close()
            raise LinkLost(describe(error)) from error

    def _within(self, seconds: float) -> float:
        """Cut a wait to what is left of the conversation.

        Raises:
            TimeoutError: Nothing is left.
        """
        left = min(seconds, self._ends_at - time.monotonic())
        if left <= 0:
            raise TimeoutError
        return left

    def _read_line(self, deadline: float) -> bytes:
        while True:
            line, end, rest = self._arrived.partition(b"\n")
            if end:
                self._arrived = rest
                return bytes(line.rstrip(b"\r"))
            if len(self._arrived) > REPLY_LIMIT_BYTES:
                self.close()
                raise LinkLost("the host speaks no SMTP")
            self._arrived += self._receive(deadline)

    def _receive(self, deadline: float) -> bytes:
        remaining = deadline - time.monotonic()
        try:
            if self.sock is None or remaining <= 0:
                raise TimeoutError
            self.sock.settimeout(remaining)
            data = self.sock.recv(4096)
        except OSError as error:
            self.close()
            raise LinkLost(describe(error)) from error
        if not data:
            self.close()
            raise LinkLost("the host hung up")
        return data


def stuff_dots(raw: bytes, block_bytes: int = BLOCK_BYTES) -> Iterator[bytes]:
    """Yield a message as DATA wants it, in blocks, ending with the dot.

    A dot that begins a line is doubled (RFC 5321 §4.5.2). A bare CR or LF is
    made CRLF: a host that takes one for a line end could else be tricked into
    seeing the end of the message, and a second one behind it. A block holds at
    least three bytes, so that CRLF and dot are never seen apart.
    """
    if raw.count(b"\r\n") != raw.count(b"\n") or raw.count(b"\r") != raw.count(b"\n"):
        raw = _LINE_END.sub(b"\r\n", raw)
    if raw.startswith(b"."):
        yield b"."
    start = 0
    while start < len(raw):
        end = min(start + block_bytes, len(raw))
        newline = raw.rfind(b"\r\n", start, end + 1)
        if end < len(raw) and newline > start:
            end = newline
        yield raw[start:end].replace(b"\r\n.", b"\r\n..")
        start = end
    yield b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n"


def describe(error: Exception) -> str:
    """Say in a few plain words what failed on the network."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate does not fit: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"TLS failed: {error.reason or error}"
    if isinstance(error, TimeoutError):
        return "the host did not answer in time"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error) or type(error).__name__


def _tls_context(demanded: Tls) -> ssl.SSLContext:
    if demanded is Tls.VERIFY:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
