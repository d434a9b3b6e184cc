"""A peer that types SMTP by hand, over a real socket."""

from __future__ import annotations

import socket
import ssl
from types import TracebackType
from typing import Self


class Dialogue:
    """One conversation; `ask` sends a line and gives the whole reply."""

    def __init__(self, port: int, *, implicit_tls: bool = False) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        if implicit_tls:
            self._socket = _trusting_context().wrap_socket(self._socket)
        self._buffer = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def ask(self, line: str) -> str:
        self.send(line.encode() + b"\r\n")
        return self.read()

    def read(self) -> str:
        """Read one reply, all its lines; "" if the other side has closed."""
        lines = []
        while line := self._line():
            lines.append(line.decode())
            if line[3:4] != b"-":
                break
        return "\n".join(lines)

    def read_within(self, seconds: float) -> str:
        """Read one reply, or raise TimeoutError."""
        self._socket.settimeout(seconds)
        try:
            return self.read()
        finally:
            self._socket.settimeout(5)

    def read_all(self) -> str:
        """Read until the other side closes."""
        replies = []
        while reply := self.read():
            replies.append(reply)
        return "\n".join(replies)

    def has_ended(self) -> bool:
        return self._line() == b""

    def half_close(self) -> None:
        self._socket.shutdown(socket.SHUT_WR)

    def reset(self) -> None:
        """Hang up rudely."""
        linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self._socket.close()

    def start_tls(self) -> None:
        assert self.ask("STARTTLS").startswith("220")
        self.wrap()

    def wrap(self) -> None:
        self._socket = _trusting_context().wrap_socket(self._socket)

    def certificate(self) -> bytes:
        assert isinstance(self._socket, ssl.SSLSocket)
        return self._socket.getpeercert(binary_form=True) or b""

    def mail(self, data: bytes, *recipients: str, sender: str = "s@far.test") -> str:
        """Send a message as far as DATA and its end; give the last reply."""
        assert self.ask(f"MAIL FROM:<{sender}>").startswith("250")
        for recipient in recipients or ("ann@ours.test",):
            assert self.ask(f"RCPT TO:<{recipient}>").startswith("250")
        assert self.ask("DATA").startswith("354")
        self.send(data)
        return self.read()

    def _line(self) -> bytes:
        while b"\n" not in self._buffer:
            try:
                data = self._socket.recv(65536)
            except (ConnectionError, ssl.SSLError):
                return b""
            if not data:
                return b""
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.removesuffix(b"\r")


def _trusting_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
