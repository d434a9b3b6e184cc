"""Inside addresses are known in every form that a socket takes."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailsvc.kit.outside import is_outside, parse_address, parse_networks

INSIDE = [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "100.100.100.200",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.9",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::10.0.0.1",
    "64:ff9b:1::a00:1",
    "2002:0a00:0001::",
    "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "2001:db8::1",
    "100::1",
    "3fff::1",
    "5f00::1",
]
OUTSIDE = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::8.8.8.8",
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_inside_is_not_fetched_from(address: str) -> None:
    assert not is_outside(parse_address(address))


@pytest.mark.parametrize("address", OUTSIDE)
def test_the_public_internet_is_outside(address: str) -> None:
    assert is_outside(parse_address(address))


@given(st.ip_addresses(v=4))
def test_an_address_is_the_same_behind_an_ipv6_dress(address: object) -> None:
    plain = is_outside(parse_address(str(address)))

    assert is_outside(ip_address(f"::ffff:{address}")) == plain
    assert is_outside(ip_address(f"64:ff9b::{address}")) == plain


@given(st.ip_addresses())
def test_nothing_is_outside_that_python_calls_private(address: object) -> None:
    read = ip_address(str(address))

    if read.is_loopback or read.is_link_local or read.is_multicast or read.is_private:
        assert not is_outside(read)


def test_an_operator_may_allow_a_network() -> None:
    allowed = parse_networks("10.20.0.0/16, fd00:1::/32")

    assert is_outside(parse_address("10.20.3.4"), besides=allowed)
    assert is_outside(parse_address("::ffff:10.20.3.4"), besides=allowed)
    assert is_outside(parse_address("fd00:1::5"), besides=allowed)
    assert not is_outside(parse_address("10.21.0.1"), besides=allowed)
    with pytest.raises(ValueError, match="write networks"):
        parse_networks("ten")
