"""A next hop: which host to hand a message to, and how to speak with it.

Operators write one as `host`, `host:port`, `[2001:db8::1]:2525`, or as a URL:
`smtp://user:password@host:587?tls=verify`, `smtps://…`, `lmtp://host:24`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

SMTP_PORT: Final = 25
SUBMISSION_PORT: Final = 587
SUBMISSIONS_PORT: Final = 465
LMTP_PORT: Final = 24
_NAMED: Final = re.compile(r"\[([0-9A-Fa-f:.]+)\](?::(\d+))?|([^:/@\s]+)(?::(\d+))?")
_DOMAIN: Final = re.compile(r"\*|\.?[^\s.,=]+(\.[^\s.,=]+)*")


class Protocol(StrEnum):
    """How a hop is spoken with; SMTPS is SMTP inside TLS from the first byte."""

    SMTP = "smtp"
    SMTPS = "smtps"
    LMTP = "lmtp"


class Tls(StrEnum):
    """What protection is demanded of a hop.

    MAY: whenever offered, any certificate, in clear if it fails (RFC 7435).
    REQUIRE: never in clear. VERIFY: and the certificate must be the host's.
    """

    OFF = "off"
    MAY = "may"
    REQUIRE = "require"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class Hop:
    """A host to try. Without `addresses` the system looks its name up.

    `is_published` tells a host that a domain names in the DNS from one that an
    operator chose.
    """

    host: str
    port: int = SMTP_PORT
    addresses: tuple[str, ...] = ()
    protocol: Protocol = Protocol.SMTP
    tls: Tls = Tls.MAY
    username: str = ""
    password: str = ""
    is_published: bool = False

    def __repr__(self) -> str:
        return f"<Hop {self.protocol}://{self.host}:{self.port}>"


def parse_next_hop(text: str) -> Hop:
    """Read a next hop as an operator writes it.

    Raises:
        ValueError: It is none, or demands something unknown.
    """
    if "://" in text:
        return _from_url(text)
    match = _NAMED.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is not host, host:port or smtp://host:port")
    host, port = match[1] or match[3], match[2] or match[4]
    return Hop(host.lower(), _checked_port(port, SMTP_PORT))


def parse_routes(text: str) -> dict[str, Hop]:
    """Read a transport map: `remote.test=127.0.0.1:2526,.sub.test=relay.test`.

    A name stands for itself, `.name` for every domain below it, `*` for all.

    Raises:
        ValueError: An item is not of that form.
    """
    routes: dict[str, Hop] = {}
    for item in filter(None, (piece.strip() for piece in text.split(","))):
        domain, equals, hop = item.partition("=")
        if not equals or not _DOMAIN.fullmatch(domain.strip()):
            raise ValueError(f"{item!r} is not domain=host:port")
        routes[domain.strip().lower()] = parse_next_hop(hop.strip())
    return routes


def find_route(domain: str, routes: Mapping[str, Hop]) -> Hop | None:
    """Find the closest route: the name itself, then its parents, then `*`."""
    labels = domain.split(".")
    parents = ["." + ".".join(labels[index:]) for index in range(1, len(labels))]
    for name in (domain, *parents, "*"):
        if name in routes:
            return routes[name]
    return None


def _from_url(text: str) -> Hop:
    parts = urlsplit(text.strip())
    if parts.scheme not in list(Protocol) or not parts.hostname:
        raise ValueError(
            "a next hop starts with smtp://, smtps:// or lmtp:// and a host"
        )
    protocol = Protocol(parts.scheme)
    username = unquote(parts.username or "")
    usual = {
        Protocol.SMTP: SUBMISSION_PORT if username else SMTP_PORT,
        Protocol.SMTPS: SUBMISSIONS_PORT,
        Protocol.LMTP: LMTP_PORT,
    }[protocol]
    return Hop(
        host=parts.hostname,
        port=parts.port or usual,
        protocol=protocol,
        tls=_demanded_tls(parts.query, protocol),
        username=username,
        password=unquote(parts.password or ""),
    )


def _demanded_tls(query: str, protocol: Protocol) -> Tls:
    usual = Tls.VERIFY if protocol is Protocol.SMTPS else Tls.MAY
    wanted = parse_qs(query).get("tls", [usual.value])[-1]
    if wanted not in list(Tls):
        raise ValueError(f"tls={wanted} is not one of {', '.join(Tls)}")
    return Tls(wanted)


def _checked_port(port: str | None, usual: int) -> int:
    number = int(port) if port else usual
    if not 0 < number < 65536:
        raise ValueError(f"{number} is not a port")
    return number
