"""From host to host of one domain, until somebody takes the message or refuses it."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from mailbox.outbound.next_hops import Hop
from mailbox.outbound.outcomes import State
from mailbox.outbound.remote import Parcel, deliver_through, deliver_to_domain
from mailbox.outbound.routing import RoutingRules
from tests.fakes.resolver import FakeResolver
from tests.fakes.smtp_peer import HANG_UP, PolitePeer, ScriptedPeer

BEN = "ben@remote.test"
CLEO = "cleo@remote.test"
PARCEL = Parcel("ann@example.test", b"Subject: x\r\n\r\nHi\r\n")


def hops_to(*peers: PolitePeer | ScriptedPeer) -> list[Hop]:
    return [Hop("127.0.0.1", peer.port) for peer in peers]


@pytest.mark.parametrize(
    "script",
    [
        {"connect": HANG_UP},
        {"connect": "421 4.3.2 Busy"},
        {"connect": "554 5.7.1 No service"},
        {"MAIL": HANG_UP},
        {"RCPT": "421 4.3.2 Closing"},
        {"DATA": HANG_UP},
    ],
)
def test_next_host_takes_what_the_first_could_not(script: dict[str, str]) -> None:
    with ScriptedPeer(script) as first, PolitePeer() as second:
        (outcome,) = deliver_through(hops_to(first, second), [BEN], PARCEL)

    assert outcome.state is State.DELIVERED
    assert len(second.accepted) == 1


@pytest.mark.parametrize(
    "script",
    [
        {"RCPT": "550 5.1.1 No such user"},
        {"RCPT": "451 4.7.1 Greylisted"},
        {".": "554 5.7.1 Spam"},
        {".": HANG_UP},
    ],
)
def test_next_host_is_not_asked_after_a_refusal_or_when_in_doubt(
    script: dict[str, str],
) -> None:
    with ScriptedPeer(script) as first, PolitePeer() as second:
        (outcome,) = deliver_through(hops_to(first, second), [BEN], PARCEL)

    assert outcome.state is not State.DELIVERED
    assert second.accepted == []


def test_next_host_hears_only_of_those_whom_the_first_left() -> None:
    script = {f"RCPT TO:<{CLEO}>": "421 4.3.2 Closing", "RCPT": "550 5.1.1 No"}
    with ScriptedPeer(script) as first, PolitePeer() as second:
        ben, cleo = deliver_through(hops_to(first, second), [BEN, CLEO], PARCEL)

    assert (ben.state, cleo.state) == (State.PERMANENT, State.DELIVERED)
    assert second.accepted[0].recipients == [CLEO]


def test_last_host_has_the_last_word() -> None:
    with ScriptedPeer({"connect": HANG_UP}) as first:
        hops = hops_to(first)
        with ScriptedPeer({"connect": "421 4.3.2 Busy"}) as second:
            (outcome,) = deliver_through(hops + hops_to(second), [BEN], PARCEL)

    assert (outcome.state, outcome.code) == (State.TEMPORARY, 421)


def test_a_host_is_told_of_a_hundred_at_a_time(settings: Settings) -> None:
    people = [f"p{number}@remote.test" for number in range(250)]
    with PolitePeer() as peer:
        rules = RoutingRules(routes={"remote.test": hops_to(peer)[0]})
        outcomes = deliver_to_domain(
            "remote.test", people, PARCEL, resolver=FakeResolver(), rules=rules
        )

    assert [outcome.address for outcome in outcomes] == people
    assert [len(each.recipients) for each in peer.accepted] == [100, 100, 50]
