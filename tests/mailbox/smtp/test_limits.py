from __future__ import annotations

import pytest

from mailbox.smtp.limits import (
    FORGET_AFTER_SECONDS,
    MOST_GUESSES,
    WAITS_SECONDS,
    Gate,
    Guesses,
    Limits,
    peer_network,
)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_peer_that_leaves_makes_room() -> None:
    gate = Gate(Limits(connections=2, connections_per_peer=1))

    assert gate.enter("192.0.2.1")
    assert not gate.enter("192.0.2.1")
    assert gate.enter("192.0.2.2")
    assert not gate.enter("192.0.2.3")
    gate.leave("192.0.2.1")
    assert gate.enter("192.0.2.3")


@pytest.mark.parametrize(
    ("peer", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("2001:db8:0:1:ffff::9", "2001:db8:0:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_an_ipv6_peer_is_counted_by_its_network(peer: str, network: str) -> None:
    assert peer_network(peer) == network


def test_guesses_wait_longer_and_longer_after_the_fifth() -> None:
    guesses = Guesses(clock=Clock())
    waits = []
    for _ in range(12):
        waits.append(guesses.wait_seconds("192.0.2.1", "ann"))
        guesses.note_wrong("192.0.2.1", "ann")

    assert waits == [0] * 5 + list(WAITS_SECONDS) + [WAITS_SECONDS[-1]] * 2


def test_a_guesser_is_barred_for_a_quarter_of_an_hour() -> None:
    clock = Clock()
    guesses = Guesses(clock=clock)
    for number in range(MOST_GUESSES):
        assert not guesses.is_barred("192.0.2.1")
        guesses.note_wrong("192.0.2.1", f"login{number}")

    assert guesses.is_barred("192.0.2.1")
    clock.now += FORGET_AFTER_SECONDS
    assert not guesses.is_barred("192.0.2.1")
    assert guesses.wait_seconds("192.0.2.1", "login1") == 0


def test_nobody_can_lock_ann_out() -> None:
    guesses = Guesses(clock=Clock())
    for number in range(1000):
        guesses.note_wrong(f"192.0.2.{number % 200}", "Ann@ours.test")

    assert not guesses.is_barred("198.51.100.1")
    assert guesses.wait_seconds("198.51.100.1", "ann@ours.test ") == WAITS_SECONDS[-1]


def test_who_knows_the_password_after_all_is_forgiven() -> None:
    guesses = Guesses(clock=Clock())
    for _ in range(7):
        guesses.note_wrong("192.0.2.1", "ann")

    guesses.note_right("192.0.2.1", "ann")

    assert guesses.wait_seconds("192.0.2.1", "ann") == 0


def test_a_million_guessers_take_little_memory() -> None:
    guesses = Guesses(clock=Clock())
    for number in range(30_000):
        guesses.note_wrong(f"peer{number}", f"login{number}")

    assert len(guesses._wrong) < 25_000
