"""The DNS records to publish, and whether they are there.

SPF and DMARC may say more than what we propose, so any record of theirs is left
to its author; MX, the host's address and the DKIM key must be just so.
RFC 5321 §5.1, RFC 7208 §4.5, RFC 6376 §3.6.1, RFC 7489 §6.1.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from mailbox.mailauth import dkim
from mailbox.mailauth.resolver import DnsError, Resolver, TemporaryDnsFailure
from mailbox.models import Domain
from mailsvc.diagnostics.findings import Finding, good, note

RESERVED: Final = ("test", "example", "invalid", "localhost")  # RFC 2606 §2
TXT_OCTETS: Final = 255


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its name, type and value, as a zone file has them.

    `version` is how a TXT record of its kind begins; one that begins so is the
    operator's own choice, even with another value. Empty asks for our value.
    """

    name: str
    kind: str
    value: str
    version: str = ""

    def __str__(self) -> str:
        return f"{self.name}. IN {self.kind} {_quoted(self)}"


def is_for_trials(domain: str) -> bool:
    """Say whether a domain can never be in the public DNS."""
    return domain.rpartition(".")[2] in RESERVED


def records_to_publish(domain: Domain) -> tuple[Record, ...]:
    """Say what the world must be able to look up about a domain of ours."""
    host = settings.MAILSVC_HOSTNAME
    dkim_name = f"{domain.dkim_selector}._domainkey.{domain.name}"
    policy = f"v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain.name}"
    return (
        Record(domain.name, "MX", f"10 {host}."),
        Record(domain.name, "TXT", f"v=spf1 mx a:{host} -all", version="v=spf1"),
        Record(dkim_name, "TXT", dkim.write_record(domain.dkim_public)),
        Record(f"_dmarc.{domain.name}", "TXT", policy, version="v=DMARC1"),
    )


def check_records(domain: Domain, resolver: Resolver) -> Iterator[Finding]:
    """Look each record up; of a domain for trials only say what they would be."""
    host = settings.MAILSVC_HOSTNAME
    if is_for_trials(domain.name):
        for record in records_to_publish(domain):
            yield note(f"To publish, were {domain} a real domain: {record}")
        return
    yield _check_host(host, resolver)
    for record in records_to_publish(domain):
        yield _check_record(record, resolver)


def _check_host(host: str, resolver: Resolver) -> Finding:
    try:
        addresses = resolver.addresses(host)
    except TemporaryDnsFailure:
        return note(f"No name server answers for {host}.", "Run doctor again later.")
    except DnsError:
        addresses = []
    if addresses:
        return good(f"{host} has the address {' and '.join(sorted(addresses))}.")
    return note(
        f"{host} has no address.",
        f"Publish: {host}. IN A and AAAA, with the public addresses of this machine; "
        "and have whoever gave you those publish the name for each (PTR).",
    )


def _check_record(record: Record, resolver: Resolver) -> Finding:
    try:
        found = _look_up(record, resolver)
    except TemporaryDnsFailure:
        return note(
            f"No name server answers for {record.name}.", "Run doctor again later."
        )
    if any(_says_the_same(record, text) for text in found):
        return good(f"{record.kind} {record.name} is published.")
    others = [text for text in found if record.version and record.version in text]
    if others:
        return note(
            f"{record.kind} {record.name} is published with words of its own: "
            f"{others[0]}",
            f"Right if it allows what we propose: {record.value}",
        )
    return note(f"{record.kind} {record.name} is not published.", f"Publish: {record}")


def _says_the_same(record: Record, published: str) -> bool:
    """Compare values; of a DKIM record only the key, for its author may add tags."""
    key = dkim.read_record(record.value)
    if key:
        return dkim.read_record(published) == key
    return published == record.value


def _look_up(record: Record, resolver: Resolver) -> list[str]:
    """Give what is published, written as we write it.

    Raises:
        TemporaryDnsFailure: No name server gave an answer that counts.
    """
    try:
        if record.kind == "MX":
            host = settings.MAILSVC_HOSTNAME
            return [
                record.value for _, name in resolver.mx(record.name) if name == host
            ]
        return [text.decode(errors="replace") for text in resolver.txt(record.name)]
    except TemporaryDnsFailure:
        raise
    except DnsError:
        return []


def _quoted(record: Record) -> str:
    """Quote a TXT value in strings of at most 255 octets (RFC 1035 §3.3.14)."""
    if record.kind != "TXT":
        return record.value
    pieces = [
        record.value[start : start + TXT_OCTETS]
        for start in range(0, len(record.value), TXT_OCTETS)
    ]
    return " ".join(f'"{piece}"' for piece in pieces)
