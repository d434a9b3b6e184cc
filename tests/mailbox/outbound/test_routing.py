"""A domain's mail goes where its operator, or ours, says."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.errors import MailError
from mailbox.outbound.next_hops import Hop, Protocol, Tls, parse_next_hop, parse_routes
from mailbox.outbound.routing import (
    DnsSilent,
    DomainTakesNoMail,
    NoMailHost,
    RoutesToOurselves,
    RoutingRules,
    UnknownDomain,
    find_next_hops,
)
from tests.fakes.resolver import FakeResolver

US = "mail.example.test"


def dns() -> FakeResolver:
    return FakeResolver(
        hosts={
            "remote.test": [(20, "b.remote.test"), (10, "a.remote.test")],
            "even.test": [(10, f"{letter}.even.test") for letter in "abcdef"],
            "ours.test": [(10, US)],
            "backup.test": [(5, "a.remote.test"), (10, US), (20, "b.remote.test")],
            "level.test": [(10, "a.remote.test"), (10, US)],
            "home.test": [(10, "localhost.test")],
            "lost.test": [(10, "nowhere.test")],
            "half.test": [(10, "silent.test"), (20, "b.remote.test")],
            "mute.test": [(10, "silent.test")],
        },
        ips={
            "a.remote.test": ["192.0.2.1", "2001:db8::1"],
            "b.remote.test": ["192.0.2.2"],
            "bare.test": ["192.0.2.3"],
            "localhost.test": ["127.0.0.1"],
            US: ["198.51.100.1"],
            **{f"{letter}.even.test": ["192.0.2.9"] for letter in "abcdef"},
        },
        null={"none.test"},
        silent={"silent.test", "dark.test"},
    )


def hosts_of(
    domain: str, rules: RoutingRules | None = None, seed: int = 1
) -> list[str]:
    hops = find_next_hops(
        domain,
        resolver=dns(),
        rules=rules or RoutingRules(own_hosts=frozenset({US, "198.51.100.1"})),
        chance=random.Random(seed),
    )
    return [hop.host for hop in hops]


def test_hosts_come_by_preference_with_their_addresses() -> None:
    hops = find_next_hops("Remote.TEST", resolver=dns(), rules=RoutingRules())

    assert hops == (
        Hop(
            "a.remote.test",
            addresses=("192.0.2.1", "2001:db8::1"),
            is_published=True,
        ),
        Hop("b.remote.test", addresses=("192.0.2.2",), is_published=True),
    )


def test_equal_hosts_are_shuffled() -> None:
    orders = {tuple(hosts_of("even.test", seed=seed)) for seed in range(10)}

    assert len(orders) > 5
    assert {tuple(sorted(order)) for order in orders} == {
        tuple(f"{letter}.even.test" for letter in "abcdef")
    }


def test_domain_without_mx_is_its_own_host() -> None:
    assert hosts_of("bare.test") == ["bare.test"]


@pytest.mark.parametrize(
    ("domain", "error", "status"),
    [
        ("none.test", DomainTakesNoMail, "5.1.10"),
        ("unknown.test", UnknownDomain, "5.1.2"),
        ("not a domain", UnknownDomain, "5.1.2"),
        ("[nonsense]", UnknownDomain, "5.1.2"),
        ("lost.test", NoMailHost, "5.4.4"),
        ("ours.test", RoutesToOurselves, "5.4.6"),
        ("level.test", RoutesToOurselves, "5.4.6"),
        ("home.test", RoutesToOurselves, "5.4.6"),
        ("[127.0.0.1]", RoutesToOurselves, "5.4.6"),
        ("[198.51.100.1]", RoutesToOurselves, "5.4.6"),
        ("dark.test", DnsSilent, "4.4.3"),
        ("mute.test", DnsSilent, "4.4.3"),
    ],
)
def test_domain_that_cannot_be_reached_has_its_own_error(
    domain: str, error: type[MailError], status: str
) -> None:
    with pytest.raises(error) as caught:
        hosts_of(domain)

    assert caught.value.status == status
    assert caught.value.temporary == status.startswith("4")


def test_a_backup_host_passes_mail_only_to_better_ones() -> None:
    assert hosts_of("backup.test") == ["a.remote.test"]


def test_a_silent_host_does_not_hide_the_next() -> None:
    assert hosts_of("half.test") == ["b.remote.test"]


@pytest.mark.parametrize(
    ("literal", "address"),
    [("[192.0.2.7]", "192.0.2.7"), ("[IPv6:2001:db8::7]", "2001:db8::7")],
)
def test_literal_needs_no_dns(literal: str, address: str) -> None:
    resolver = dns()

    (hop,) = find_next_hops(literal, resolver=resolver, rules=RoutingRules())

    assert hop.addresses == (address,)
    assert resolver.asked == []


def test_closest_route_wins_over_mx_and_smarthost() -> None:
    rules = RoutingRules(
        routes=parse_routes(
            "remote.test=127.0.0.1:2526, .sub.test=x, .deep.sub.test=y"
        ),
        smarthost=parse_next_hop("smtp://relay.test"),
    )

    assert hosts_of("remote.test", rules) == ["127.0.0.1"]
    assert hosts_of("a.sub.test", rules) == ["x"]
    assert hosts_of("a.deep.sub.test", rules) == ["y"]
    assert hosts_of("sub.test", rules) == ["relay.test"]
    assert hosts_of("unknown.test", rules) == ["relay.test"]


@pytest.mark.parametrize(
    ("text", "hop"),
    [
        ("relay.test", Hop("relay.test")),
        ("127.0.0.1:2526", Hop("127.0.0.1", 2526)),
        ("[::1]:2526", Hop("::1", 2526)),
        ("smtp://relay.test", Hop("relay.test", 25)),
        (
            "smtp://ann%40x:p%3Aw@relay.test?tls=verify",
            Hop("relay.test", 587, tls=Tls.VERIFY, username="ann@x", password="p:w"),
        ),
        (
            "smtps://relay.test",
            Hop("relay.test", 465, protocol=Protocol.SMTPS, tls=Tls.VERIFY),
        ),
        ("lmtp://[::1]", Hop("::1", 24, protocol=Protocol.LMTP)),
    ],
)
def test_next_hop_is_read_as_written(text: str, hop: Hop) -> None:
    assert parse_next_hop(text) == hop


@pytest.mark.parametrize(
    "text", ["", "a b", "x:0", "x:70000", "http://x", "smtp://", "smtp://x?tls=maybe"]
)
def test_what_is_no_next_hop_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_next_hop(text)


@pytest.mark.parametrize("text", ["remote.test", "=host", "a b=host", "x=y z"])
def test_what_is_no_route_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_routes(text)


@given(st.text(max_size=60))
def test_reading_a_route_never_fails_otherwise(text: str) -> None:
    try:
        routes = parse_routes(text)
    except ValueError:
        return

    assert all(hop.host for hop in routes.values())


def test_password_is_not_in_what_a_log_shows() -> None:
    assert "secret" not in repr(parse_next_hop("smtp://ann:secret@relay.test"))
