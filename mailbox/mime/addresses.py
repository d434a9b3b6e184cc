"""Addresses as values: read from fields or from people, checked, compared.

Two addresses are the same if `normalise` writes them alike: we compare local
parts without case, and keep domains as A-labels. RFC 5321 §4.1.2, RFC 5322 §3.4,
RFC 5890 §2.3.2.1, RFC 6531 §3.3.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from itertools import islice
from typing import Final

import idna

from mailbox.mime import limits
from mailbox.mime.address_lists import split_addresses
from mailbox.mime.words import unfold

LOCAL_OCTETS: Final = 64
ADDRESS_OCTETS: Final = 254
DOMAIN_OCTETS: Final = 253
_ATOM: Final = r"[^\s\x00-\x20\x7f-\x9f()<>\[\]:;@\\,.\"]+"
_LOCAL: Final = re.compile(
    rf'{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\x00-\x1f\x7f]|\\[\x20-\x7e])*"'
)
_DOMAIN: Final = re.compile(
    r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
)
_SPECIAL: Final = re.compile(r'[()<>\[\]:;@\\,."，；、＠]|=\?')


@dataclass(frozen=True, slots=True)
class Address:
    """A checked address; the domain is in A-labels, or a literal in brackets."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"


@dataclass(frozen=True, slots=True)
class NamedAddress:
    """An address with the display name beside it; either may be empty."""

    name: str
    address: str


def parse_address_list(
    header: str | bytes, hint: str | None = None
) -> list[NamedAddress]:
    """Read the addresses of a field or of what a person typed; never raises.

    An entry without an address is given as the word or name that it is.

    Args:
        header: The body of a field as it stands, or text.
        hint: The charset to try for raw bytes past ASCII.
    """
    if isinstance(header, bytes):
        text = unfold(_cut(header), hint)
    else:
        text = header[: limits.FIELD_BYTES]
    found = islice(split_addresses(text), limits.ADDRESSES)
    return [NamedAddress(each.name, each.address) for each in found]


def parse_mailbox_address(text: str) -> Address:
    """Read an address that mail is to be delivered to.

    Raises:
        ValueError: It is not `local-part@domain`, or too long (RFC 5321 §4.5.3.1).
    """
    local, at, domain = text.strip().rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        raise ValueError(f"{text[:80]!r} is not an address")
    if len(_octets(local)) > LOCAL_OCTETS:
        raise ValueError(f"{text[:80]!r} has too long a local part")
    address = Address(unicodedata.normalize("NFC", local), _check_domain(domain))
    if len(_octets(str(address))) > ADDRESS_OCTETS:
        raise ValueError(f"{text[:80]!r} is too long")
    return address


def normalise(address: str) -> str:
    """Write an address so that equal ones are equal; never raises."""
    local, at, domain = address.strip().rpartition("@")
    if not address.isascii():
        local = unicodedata.normalize("NFC", local)
    try:
        domain = _check_domain(domain) if at else domain.lower()
    except ValueError:
        domain = domain.lower()
    return f"{local.lower()}{at}{domain}"


def format_address_list(people: Iterable[NamedAddress]) -> str:
    """Write addresses as a person reads them; `parse_address_list` reads them too."""
    return ", ".join(_format(person) for person in people)


def _cut(body: bytes) -> bytes:
    """Cut a field that is too long after its last whole entry."""
    if len(body) <= limits.FIELD_BYTES:
        return body
    head = body[: limits.FIELD_BYTES]
    return head[: head.rfind(b",") + 1] or head


def _octets(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=4096)
def _check_domain(domain: str) -> str:
    """Check a domain or literal and write it as an A-label name in lower case."""
    if domain.startswith("["):
        return _check_literal(domain)
    name = domain.lower()
    try:
        if not name.isascii() or "xn--" in name:
            name = idna.encode(domain, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise ValueError(f"{domain[:80]!r} is not a domain name") from error
    if len(name) > DOMAIN_OCTETS or not _DOMAIN.fullmatch(name):
        raise ValueError(f"{domain[:80]!r} is not a domain name")
    return name


def _check_literal(domain: str) -> str:
    """Check an address literal (RFC 5321 §4.1.3)."""
    inner = domain[1:-1] if domain.endswith("]") else ""
    try:
        if inner[:5].lower() == "ipv6:":
            return f"[IPv6:{IPv6Address(inner[5:])}]"
        return f"[{IPv4Address(inner)}]"
    except AddressValueError as error:
        raise ValueError(f"{domain[:80]!r} is not an address literal") from error


def _format(person: NamedAddress) -> str:
    if not person.name:
        return person.address
    if not _SPECIAL.search(person.name):
        return f"{person.name} <{person.address}>"
    quoted = person.name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{person.address}>'
