"""Slow work has a few places; whoever finds none is told at once."""

from __future__ import annotations

import pytest

from mailsvc.kit.slots import Busy, Slots


def test_the_places_are_given_back() -> None:
    slots = Slots(1, waiting=1, wait_seconds=0.01)

    for _ in range(3):
        with slots.taken():
            pass


def test_more_than_there_is_room_for_is_busy() -> None:
    slots = Slots(1, waiting=1, wait_seconds=0.01)

    with slots.taken(), pytest.raises(Busy), slots.taken():
        pytest.fail("there was no place")
    with slots.taken():
        pass


def test_work_that_fails_gives_its_place_back() -> None:
    slots = Slots(1, waiting=0, wait_seconds=0.01)

    with pytest.raises(KeyError), slots.taken():
        raise KeyError

    with slots.taken():
        pass
