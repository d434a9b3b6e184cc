"""How the supervisor sees that a process is ready for work.

A probe is asked many times a second while its process starts, from the one
thread that also reads the logs; so each try is one short exchange on this
machine, and every failure of it only means "not yet".
"""

from __future__ import annotations

import re
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

TRY_SECONDS: Final = 0.25


class Probe(Protocol):
    """Says whether a process is ready."""

    def is_ready(self, said: str) -> bool:
        """Say whether the process is ready, given all it has said so far."""


@dataclass(frozen=True, slots=True)
class Running:
    """Ready as soon as it runs."""

    def is_ready(self, said: str) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Says:
    """Ready once it has written a line that matches ``pattern``."""

    pattern: str

    def is_ready(self, said: str) -> bool:
        return re.search(self.pattern, said, re.MULTILINE) is not None


@dataclass(frozen=True, slots=True)
class Answers:
    """Ready once it answers over TCP with bytes that start as expected.

    ``question`` is sent first unless empty: SMTP greets by itself, HTTP has
    to be asked.
    """

    host: str
    port: int
    question: bytes = b""
    expected: bytes = b""

    def is_ready(self, said: str) -> bool:
        try:
            with socket.create_connection((self.host, self.port), TRY_SECONDS) as peer:
                return _exchange(peer, self.question, self.expected)
        except OSError:
            return False


@dataclass(frozen=True, slots=True)
class AnswersPing:
    """Ready once Redis at this Unix socket answers PING."""

    path: Path

    def is_ready(self, said: str) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as peer:
                peer.settimeout(TRY_SECONDS)
                peer.connect(str(self.path))
                return _exchange(peer, b"PING\r\n", b"+PONG")
        except OSError:
            return False


def _exchange(peer: socket.socket, question: bytes, expected: bytes) -> bool:
    if question:
        peer.sendall(question)
    if not expected:
        return True
    return peer.recv(len(expected)).startswith(expected)
