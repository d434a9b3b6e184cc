"""When a program that has ended is started again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailsvc.supervision.program import plan_restart


def test_waits_double_from_one_second_to_thirty() -> None:
    waits, failures = [], 0
    for _ in range(8):
        failures, wait = plan_restart(failures=failures, lived_seconds=0.1)
        waits.append(wait)

    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_minute_of_steady_life_forgets_earlier_failures() -> None:
    assert plan_restart(failures=7, lived_seconds=60) == (1, 1)


@given(failures=st.integers(0, 10**9), lived=st.floats(0, 1e9))
def test_the_wait_is_always_between_one_and_thirty_seconds(
    failures: int, lived: float
) -> None:
    _, wait = plan_restart(failures=failures, lived_seconds=lived)

    assert 1 <= wait <= 30
