"""When to try an unfinished recipient again, and when to say that it is late.

A sender keeps a message for days, not minutes: RFC 5321 §4.5.4.1 asks for half
an hour or more between attempts and for four to five days before giving up.
Nothing here reads the clock or the database; the caller passes both in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WAITS: Final = (
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=3),
)
GIVE_UP_AFTER: Final = timedelta(days=5)
SAY_LATE_AFTER: Final = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class TryAgain:
    """The recipient is due again at `at` (UTC)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class GiveUp:
    """No attempt is left; the recipient bounces as 4.4.7 (RFC 3463 §3.5)."""


def plan_next_attempt(
    *, queued_at: datetime, attempts: int, now: datetime
) -> TryAgain | GiveUp:
    """Say when an unfinished recipient is due again.

    Args:
        queued_at: When the envelope entered the queue, UTC.
        attempts: Attempts already made, 1 or more.
        now: The present moment, UTC.

    Returns:
        `GiveUp` if the next attempt would come more than five days after
        `queued_at`, otherwise `TryAgain`.
    """
    wait = WAITS[min(max(attempts, 1), len(WAITS)) - 1]
    due = now + wait
    if due - queued_at > GIVE_UP_AFTER:
        return GiveUp()
    return TryAgain(at=due)


def is_delay_notice_due(
    *, queued_at: datetime, already_told: bool, now: datetime
) -> bool:
    """Say whether the author should now hear that the message is late.

    One notice in an envelope's life, after four hours: early enough to pick up
    the telephone, late enough that greylisting never causes one (RFC 3461 §5).
    """
    return not already_told and now - queued_at >= SAY_LATE_AFTER
