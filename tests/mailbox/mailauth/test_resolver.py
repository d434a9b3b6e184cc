"""Answers of the DNS become values, and its refusals three different errors."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import dns.flags
import dns.message
import dns.rcode
import dns.resolver
import dns.rrset
import pytest

from mailbox.mailauth.resolver import (
    DnsResolver,
    NoSuchDomain,
    NullMx,
    TemporaryDnsFailure,
    to_a_label,
)

ZONE = {
    ("remote.test.", "MX"): ["20 mx2.remote.test.", "10 MX1.remote.test."],
    ("none.test.", "MX"): ["0 ."],
    ("mx1.remote.test.", "A"): ["192.0.2.1"],
    ("mx1.remote.test.", "AAAA"): ["2001:db8::1"],
    ("k1._domainkey.remote.test.", "TXT"): ['"v=DKIM1; " "p=abc"'],
}
EXISTING = {name for name, _kind in ZONE} | {"bare.test."}


class NameServer(threading.Thread):
    """A name server on a free loopback port, with a zone of its own."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]

    def run(self) -> None:
        while True:
            data, peer = self.socket.recvfrom(4096)
            if data == b"stop":
                break
            self.socket.sendto(self.answer(data), peer)
        self.socket.close()

    def answer(self, data: bytes) -> bytes:
        query = dns.message.from_wire(data)
        question = query.question[0]
        name = question.name.to_text().lower()
        kind = question.rdtype.name
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        if name == "broken.test.":
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif name not in EXISTING:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        elif (name, kind) in ZONE:
            records = ZONE[name, kind]
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *records))
        return reply.to_wire()

    def stop(self) -> None:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"stop", ("127.0.0.1", self.port))
        self.join(timeout=5)


@pytest.fixture(scope="module")
def resolver() -> Iterator[DnsResolver]:
    server = NameServer()
    server.start()
    asked = dns.resolver.Resolver(configure=False)
    asked.nameservers = ["127.0.0.1"]
    asked.port = server.port
    yield DnsResolver(asked)
    server.stop()


def test_mx_is_listed_in_lower_case_without_the_last_dot(
    resolver: DnsResolver,
) -> None:
    found = resolver.mx("Remote.Test.")

    assert sorted(found) == [(10, "mx1.remote.test"), (20, "mx2.remote.test")]


def test_null_mx_is_an_error_of_its_own(resolver: DnsResolver) -> None:
    with pytest.raises(NullMx):
        resolver.mx("none.test")


def test_domain_without_mx_gives_an_empty_list(resolver: DnsResolver) -> None:
    assert resolver.mx("bare.test") == []
    assert resolver.addresses("bare.test") == []


def test_addresses_of_both_families_are_listed(resolver: DnsResolver) -> None:
    assert resolver.addresses("mx1.remote.test") == ["2001:db8::1", "192.0.2.1"]


def test_strings_of_a_txt_record_are_joined(resolver: DnsResolver) -> None:
    assert resolver.txt("k1._domainkey.remote.test") == [b"v=DKIM1; p=abc"]


def test_unknown_domain_is_told_from_a_silent_one(resolver: DnsResolver) -> None:
    with pytest.raises(NoSuchDomain):
        resolver.mx("unknown.test")
    with pytest.raises(TemporaryDnsFailure):
        resolver.mx("broken.test")


@pytest.mark.parametrize("name", ["", "..", "a" * 64 + ".test", "x" * 300, "é" * 80])
def test_what_is_no_domain_name_does_not_exist(
    name: str, resolver: DnsResolver
) -> None:
    with pytest.raises(NoSuchDomain):
        resolver.mx(name)


def test_a_label_is_made_of_other_scripts() -> None:
    assert to_a_label("例子.测试") == "xn--fsqu00a.xn--0zwm56d"
