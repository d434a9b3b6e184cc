"""Wrong guesses slow down: one count for web, submission and (later) IMAP.

The first `FREE_GUESSES` cost nothing. Each one after makes the next wait, twice
as long each time, up to `LONGEST_WAIT_SECONDS`; never a lock that a stranger
could set off for good. Counts live in Redis; while it is away each process
counts for itself.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time
from typing import Final

import redis

from mailsvc.kit.redis import client

FREE_GUESSES: Final = 5
LONGEST_WAIT_SECONDS: Final = 60
FORGET_SECONDS: Final = 3600
MOST_REMEMBERED: Final = 10_000

_own_counts: dict[str, tuple[int, float]] = {}


def seconds_to_wait(identity: str, peer: str) -> float:
    """Say how long the next guess at this identity from this peer must wait."""
    guesses, last = _read(_key(identity, peer))
    if guesses < FREE_GUESSES:
        return 0
    wait: float = min(LONGEST_WAIT_SECONDS, 2 ** min(guesses - FREE_GUESSES + 1, 16))
    return max(0.0, float(last + wait - time.time()))


def note_wrong_guess(identity: str, peer: str) -> int:
    """Count a wrong guess; gives how many there were within the hour."""
    key = _key(identity, peer)
    guesses = _read(key)[0] + 1
    _write(key, guesses)
    return guesses


def forget_guesses(identity: str, peer: str) -> None:
    """Begin anew after a right answer."""
    key = _key(identity, peer)
    _own_counts.pop(key, None)
    try:
        client().delete(key)
    except redis.RedisError:
        return


def _key(identity: str, peer: str) -> str:
    """Name the count: the identity together with the peer's network."""
    mark = f"{identity.strip().lower()}|{_network(peer)}".encode()
    return "guesses:" + hashlib.blake2b(mark, digest_size=16).hexdigest()


def _network(peer: str) -> str:
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return peer
    prefix = 24 if address.version == 4 else 64
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False))


def _read(key: str) -> tuple[int, float]:
    try:
        raw = client().get(key)
    except redis.RedisError:
        return _own_counts.get(key, (0, 0.0))
    if not isinstance(raw, bytes):
        return (0, 0.0)
    guesses, _, last = raw.decode().partition(" ")
    return int(guesses), float(last)


def _write(key: str, guesses: int) -> None:
    now = time.time()
    try:
        client().set(key, f"{guesses} {now}", ex=FORGET_SECONDS)
    except redis.RedisError:
        if len(_own_counts) > MOST_REMEMBERED:
            _own_counts.clear()
        _own_counts[key] = (guesses, now)
