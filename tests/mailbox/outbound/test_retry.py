"""A message is kept for days, and its author hears of it once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.outbound.retry import (
    GIVE_UP_AFTER,
    GiveUp,
    TryAgain,
    is_delay_notice_due,
    plan_next_attempt,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [(0, 30), (1, 30), (2, 60), (3, 120), (4, 180), (50, 180)],
)
def test_waits_grow_from_half_an_hour_to_three_hours(attempts: int, wait: int) -> None:
    plan = plan_next_attempt(queued_at=NOON, attempts=attempts, now=NOON)

    assert plan == TryAgain(at=NOON + timedelta(minutes=wait))


def test_recipient_is_given_up_when_five_days_would_pass() -> None:
    plan = plan_next_attempt(
        queued_at=NOON, attempts=9, now=NOON + timedelta(days=5, seconds=-1)
    )

    assert plan == GiveUp()


@given(st.integers(1, 100), st.timedeltas(timedelta(0), timedelta(days=30)))
def test_no_attempt_is_planned_past_five_days(attempts: int, age: timedelta) -> None:
    plan = plan_next_attempt(queued_at=NOON, attempts=attempts, now=NOON + age)

    assert isinstance(plan, GiveUp) or NOON + age < plan.at <= NOON + GIVE_UP_AFTER


def test_author_hears_of_a_delay_once_after_four_hours() -> None:
    late, later = NOON + timedelta(hours=3, minutes=59), NOON + timedelta(hours=4)

    assert not is_delay_notice_due(queued_at=NOON, already_told=False, now=late)
    assert is_delay_notice_due(queued_at=NOON, already_told=False, now=later)
    assert not is_delay_notice_due(queued_at=NOON, already_told=True, now=later)
