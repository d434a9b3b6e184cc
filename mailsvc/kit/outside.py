"""Which addresses are outside, so that nobody can have us reach inside.

A letter may name any host, and a name may lead anywhere: to this machine, to the
network it stands in, to a cloud's metadata. Only addresses of the public internet
are outside; an IPv4 address is looked at behind every IPv6 dress that it can wear.
RFC 6890, RFC 6052, RFC 4291, RFC 3056, RFC 4380.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

INSIDE_4: Final = tuple(
    IPv4Network(each)
    for each in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
OUTSIDE_6: Final = IPv6Network("2000::/3")
INSIDE_6: Final = tuple(
    IPv6Network(each)
    for each in ("2001::/23", "2001:db8::/32", "3fff::/20", "2620:4f:8000::/48")
)
NAT64: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def is_outside(address: IPAddress, *, besides: Iterable[IPNetwork] = ()) -> bool:
    """Tell whether an address is one of the public internet.

    Args:
        address: As a socket would connect to it.
        besides: Networks that count as outside too, as an operator allows them.
    """
    bare = _undressed(address)
    if any(bare in each for each in besides):
        return True
    if isinstance(bare, IPv4Address):
        return not any(bare in network for network in INSIDE_4)
    return bare in OUTSIDE_6 and not any(bare in network for network in INSIDE_6)


def parse_networks(text: str) -> tuple[IPNetwork, ...]:
    """Read networks with commas between them.

    Raises:
        ValueError: One is no network.
    """
    try:
        return tuple(
            ip_network(each.strip()) for each in text.split(",") if each.strip()
        )
    except ValueError as error:
        raise ValueError("write networks such as 10.20.0.0/16, fd00::/8") from error


def parse_address(text: str) -> IPAddress:
    """Read an address as `getaddrinfo` gives it, without its zone."""
    return ip_address(text.partition("%")[0])


def _undressed(address: IPAddress) -> IPAddress:
    """Take an IPv4 address out of the IPv6 address that leads to it."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address
