"""Answers from the DNS as values, behind a protocol that tests can play.

Only what routing and authentication ask for: MX, addresses and TXT. A name
that does not exist, a domain that refuses all mail and a name server that is
silent are three different errors, for they end in three different replies.
RFC 5321 §5.1, RFC 7505.
"""

from __future__ import annotations

import ipaddress
from typing import Final, Protocol

import dns.exception
import dns.name
import dns.resolver
import idna
from dns.rdata import Rdata
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT

ANSWER_SECONDS: Final = 5.0
LOOKUP_SECONDS: Final = 20.0


class DnsError(Exception):
    """A question to the DNS has no usable answer; `name` is what was asked."""

    def __init__(self, name: str, reason: str = "") -> None:
        super().__init__(f"{name}: {reason}" if reason else name)
        self.name = name


class NoSuchDomain(DnsError):
    """The name does not exist (NXDOMAIN), or is no domain name at all."""


class NullMx(DnsError):
    """The domain says that it takes no mail (RFC 7505 §3)."""


class TemporaryDnsFailure(DnsError):
    """No name server gave an answer that counts; ask again later."""


class Resolver(Protocol):
    """What our code asks of the DNS. Names are A-labels or U-labels."""

    def mx(self, domain: str) -> list[tuple[int, str]]:
        """List (preference, host) as published; empty if there is no MX.

        Raises:
            NoSuchDomain: The domain does not exist.
            NullMx: Its only MX is the root.
            TemporaryDnsFailure: No answer for now.
        """
        ...

    def addresses(self, host: str) -> list[str]:
        """List IPv6 and IPv4 addresses; empty if the name has none.

        Raises:
            NoSuchDomain: The name does not exist.
            TemporaryDnsFailure: No answer for now.
        """
        ...

    def txt(self, name: str) -> list[bytes]:
        """List TXT records, the strings of each joined; empty if there are none.

        Raises:
            NoSuchDomain: The name does not exist.
            TemporaryDnsFailure: No answer for now.
        """
        ...


class DnsResolver:
    """Ask the name servers of this machine, or those given."""

    def __init__(self, resolver: dns.resolver.Resolver | None = None) -> None:
        self._resolver = resolver or dns.resolver.Resolver()
        self._resolver.timeout = ANSWER_SECONDS
        self._resolver.lifetime = LOOKUP_SECONDS
        self._resolver.cache = self._resolver.cache or dns.resolver.LRUCache(10_000)

    def mx(self, domain: str) -> list[tuple[int, str]]:
        """List (preference, host) of a domain."""
        answer = self._ask(domain, "MX")
        records = [record for record in answer if isinstance(record, MX)]
        found = [(record.preference, _name(record)) for record in records]
        if len(found) == 1 and not found[0][1]:
            raise NullMx(domain)
        return [(preference, host) for preference, host in found if host]

    def addresses(self, host: str) -> list[str]:
        """List the addresses of a host, IPv6 first."""
        found: list[str] = []
        failure: TemporaryDnsFailure | None = None
        for kind in ("AAAA", "A"):
            try:
                found += [record.to_text() for record in self._ask(host, kind)]
            except TemporaryDnsFailure as error:
                failure = error
        if failure and not found:
            raise failure
        return [address for address in found if is_ip_address(address)]

    def txt(self, name: str) -> list[bytes]:
        """List the TXT records of a name."""
        answer = self._ask(name, "TXT")
        return [
            b"".join(record.strings) for record in answer if isinstance(record, TXT)
        ]

    def _ask(self, name: str, kind: str) -> list[Rdata]:
        question = _question(name)
        try:
            answer = self._resolver.resolve(question, kind, raise_on_no_answer=False)
        except dns.resolver.NXDOMAIN as error:
            raise NoSuchDomain(name) from error
        except dns.exception.DNSException as error:
            raise TemporaryDnsFailure(name, str(error)) from error
        return list(answer.rrset or ())


def to_a_label(name: str) -> str:
    """Write a domain name for the DNS, in lower case and without its last dot.

    Raises:
        NoSuchDomain: It is no domain name.
    """
    plain = name.strip().removesuffix(".").lower()
    if plain.isascii() and 0 < len(plain) <= 253 and ".." not in plain:
        return plain
    try:
        return idna.encode(plain, uts46=True).decode("ascii")
    except idna.IDNAError as error:
        raise NoSuchDomain(name, "not a domain name") from error


def is_ip_address(text: str) -> bool:
    """Say whether a text is an IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _question(name: str) -> dns.name.Name:
    try:
        return dns.name.from_text(to_a_label(name))
    except dns.exception.DNSException as error:
        raise NoSuchDomain(name, "not a domain name") from error


def _name(record: MX) -> str:
    return record.exchange.to_text(omit_final_dot=True).lower().removesuffix(".")
