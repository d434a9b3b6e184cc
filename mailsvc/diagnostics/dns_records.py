"""The DNS records to publish, and whether they are there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from mailbox.mailauth.resolver import DnsError, Resolver
from mailbox.models import Domain
from mailsvc.diagnostics.findings import Finding, good, note


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its name, type and value, as a zone file has them."""

    name: str
    kind: str
    value: str


def records_to_publish(domain: Domain) -> tuple[Record, ...]:
    """Say what the world must be able to look up about a domain of ours."""
    host = settings.MAILSVC_HOSTNAME
    dkim_name = f"{domain.dkim_selector}._domainkey.{domain.name}"
    return (
        Record(domain.name, "MX", f"10 {host}."),
        Record(domain.name, "TXT", f"v=spf1 mx a:{host} -all"),
        Record(dkim_name, "TXT", domain.dkim_public),
        Record(
            f"_dmarc.{domain.name}",
            "TXT",
            f"v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain.name}",
        ),
    )


def check_records(domain: Domain, resolver: Resolver) -> Iterator[Finding]:
    """Look each record up."""
    for record in records_to_publish(domain):
        if _is_published(record, resolver):
            yield good(f"{record.kind} {record.name} is published.")
        else:
            yield note(
                f"{record.kind} {record.name} is not published.",
                f"Publish: {record.name}. IN {record.kind} {_quoted(record)}",
            )


def _is_published(record: Record, resolver: Resolver) -> bool:
    try:
        if record.kind == "MX":
            host = settings.MAILSVC_HOSTNAME
            return any(name == host for _, name in resolver.mx(record.name))
        return record.value.encode() in resolver.txt(record.name)
    except DnsError:
        return False


def _quoted(record: Record) -> str:
    """Quote a TXT value in strings of at most 255 octets (RFC 1035 §3.3.14)."""
    if record.kind != "TXT":
        return record.value
    pieces = [record.value[i : i + 255] for i in range(0, len(record.value), 255)]
    return " ".join(f'"{piece}"' for piece in pieces)
