"""Moments to come, as people name them and type them, in the reader's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

MORNING: Final = time(8)
LAST_TIMESTAMP: Final = 253_402_300_799
"""The last second of the year 9999; no moment is later."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A moment that is offered, in words; `doing` is what happens then."""

    doing: str
    words: str
    at: datetime

    @property
    def verb(self) -> str:
        """What a button posts."""
        return f"{self.doing}:{int(self.at.timestamp())}"


def at_hour(day: date, hour: time) -> datetime:
    """Give an hour of a day; one that a change of the clocks leaves out is moved."""
    return timezone.make_aware(datetime.combine(day, hour))


def next_monday(today: date) -> date:
    """Give the Monday after today."""
    return today + timedelta(days=7 - today.weekday())


def read_moment(typed: str, now: datetime, latest: timedelta) -> datetime | None:
    """Read what a date field gives; None if it will not do.

    Args:
        typed: Without an offset it is in the reader's zone.
        now: The present moment.
        latest: How far ahead it may be.
    """
    try:
        moment = datetime.fromisoformat(typed)
        if moment.tzinfo is None:
            moment = timezone.make_aware(moment)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if now < moment <= now + latest else None


def read_timestamp(typed: str) -> datetime | None:
    """Read the seconds that a button posts; None for anything else."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 12):
        return None
    seconds = int(typed)
    return datetime.fromtimestamp(seconds, UTC) if seconds <= LAST_TIMESTAMP else None
