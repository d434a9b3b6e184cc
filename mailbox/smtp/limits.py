"""How much one peer, one session and one message may ask of us.

Every limit is a field of `Limits`, with the reply it answers; `Gate` counts open
connections and `Guesses` wrong passwords. Both count within one process: with
several processes on a port a peer may have that many times more.
"""

from __future__ import annotations

import ipaddress
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

WAITS_SECONDS: Final = (1, 2, 4, 8, 15)
FORGET_AFTER_SECONDS: Final = 15 * 60
FREE_GUESSES: Final = 5
MOST_GUESSES: Final = 20
_MOST_REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a session may ask for; the reply at each limit stands beside it.

    RFC 5321 §4.5.3.1 gives the least that must be taken. We are stricter nowhere
    and more tolerant with lines of text: 998 octets are the rule, but newsletters
    with lines of several thousand are common and harm nobody here.
    """

    message_bytes: int = 50 << 20  # 552 5.3.4, at SIZE= and while reading
    recipients: int = 100  # 452 4.5.3
    connections: int = 500  # 421 4.7.0
    connections_per_peer: int = 50  # 421 4.7.0
    command_bytes: int = 512  # 500 5.5.2, CRLF included
    path_command_bytes: int = 1024  # 500 5.5.2, MAIL and RCPT with parameters
    auth_command_bytes: int = 2048  # 500 5.5.2
    auth_response_bytes: int = 12_288  # 500 5.5.6 (RFC 4954 §4)
    text_line_bytes: int = 8192  # 550 5.6.0, CRLF included
    idle_seconds: float = 300  # 421 4.4.2 (RFC 5321 §4.5.3.2.7)
    session_seconds: float = 3600  # 421 4.4.2
    greeting_wait_seconds: float = 0.005  # 554 5.5.0 for who speaks meanwhile
    tls_handshake_seconds: float = 30  # closed
    bad_commands: int = 10  # 421 4.7.0
    idle_commands: int = 100  # 421 4.7.0, commands since the last message
    refused_recipients: int = 100  # 421 4.7.0
    messages: int = 10_000  # 421 4.7.0, for each connection
    hops: int = 100  # 554 5.4.6, Received fields (RFC 5321 §6.3)

    def command_line_bytes(self, verb: str) -> int:
        """Say how long a command line may be, its CRLF included."""
        if verb == "AUTH":
            return self.auth_command_bytes
        if verb in ("MAIL", "RCPT"):
            return self.path_command_bytes
        return self.command_bytes


@dataclass(slots=True)
class Gate:
    """Counts open connections, all and by peer."""

    limits: Limits
    _open: Counter[str] = field(default_factory=Counter)

    def enter(self, peer: str) -> bool:
        """Count a connection in, or say False if it is one too many."""
        network = peer_network(peer)
        is_full = self._open.total() >= self.limits.connections
        if is_full or self._open[network] >= self.limits.connections_per_peer:
            return False
        self._open[network] += 1
        return True

    def leave(self, peer: str) -> None:
        """Count out a connection that entered."""
        network = peer_network(peer)
        self._open[network] -= 1
        if self._open[network] <= 0:
            del self._open[network]


@dataclass(slots=True)
class Guesses:
    """Remembers wrong passwords by peer and by login, and slows them down.

    Five wrong guesses are free; then each answer waits longer. A peer with
    twenty is turned away for a quarter of an hour. A login is never locked,
    only slowed, or else anybody could lock Ann out.
    """

    clock: Callable[[], float] = time.monotonic
    _wrong: dict[str, tuple[int, float]] = field(default_factory=dict)

    def wait_seconds(self, peer: str, login: str) -> float:
        """Say how long to wait before a password is looked at."""
        guesses = max(self._count(_peer_key(peer)), self._count(_login_key(login)))
        if guesses < FREE_GUESSES:
            return 0
        return WAITS_SECONDS[min(guesses - FREE_GUESSES, len(WAITS_SECONDS) - 1)]

    def is_barred(self, peer: str) -> bool:
        """Say whether a peer has guessed too often to try again now."""
        return self._count(_peer_key(peer)) >= MOST_GUESSES

    def note_wrong(self, peer: str, login: str) -> None:
        """Remember a wrong guess."""
        if len(self._wrong) > _MOST_REMEMBERED:
            self._forget_old()
        for key in (_peer_key(peer), _login_key(login)):
            self._wrong[key] = (self._count(key) + 1, self.clock())

    def note_right(self, peer: str, login: str) -> None:
        """Forget the guesses of somebody who knew the password after all."""
        self._wrong.pop(_peer_key(peer), None)
        self._wrong.pop(_login_key(login), None)

    def _count(self, key: str) -> int:
        count, at = self._wrong.get(key, (0, 0.0))
        return count if self.clock() - at < FORGET_AFTER_SECONDS else 0

    def _forget_old(self) -> None:
        self._wrong = {
            key: seen for key, seen in self._wrong.items() if self._count(key)
        }
        if len(self._wrong) > _MOST_REMEMBERED:
            self._wrong.clear()


def peer_network(peer: str) -> str:
    """Name what we count a peer as: its IPv4 address, or its IPv6 /64."""
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return peer
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))


def _peer_key(peer: str) -> str:
    return f"peer {peer_network(peer)}"


def _login_key(login: str) -> str:
    return f"login {login.strip().lower()}"
