"""When a letter may come back, as people say it: in the reader's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import pgettext

EVENING: Final = time(18)
MORNING: Final = time(8)
WEEKEND: Final = time(9)
SATURDAY: Final = 5
LATEST: Final = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class SnoozeChoice:
    """A moment, in words; `verb` is what a button posts."""

    words: str
    at: datetime

    @property
    def verb(self) -> str:
        """The action that lets a letter wait until then."""
        return f"snooze:{int(self.at.timestamp())}"


def list_choices(now: datetime) -> tuple[SnoozeChoice, ...]:
    """List the moments that people choose most, the soonest first."""
    local = timezone.localtime(now)
    today = local.date()
    tomorrow = today + timedelta(days=1)
    saturday = today + timedelta(days=(SATURDAY - today.weekday()) % 7 or 7)
    monday = today + timedelta(days=7 - today.weekday())
    in_three_hours = (now + timedelta(hours=3)).replace(second=0, microsecond=0)
    chosen = [
        (pgettext("snooze", "In three hours"), in_three_hours),
        (pgettext("snooze", "This evening"), _at(today, EVENING)),
        (pgettext("snooze", "Tomorrow morning"), _at(tomorrow, MORNING)),
        (pgettext("snooze", "At the weekend"), _at(saturday, WEEKEND)),
        (pgettext("snooze", "Next week"), _at(monday, MORNING)),
    ]
    is_late = local.time() >= time(EVENING.hour - 1)
    if is_late:
        del chosen[1]
    return tuple(SnoozeChoice(words, at) for words, at in chosen)


def read_moment(typed: str, now: datetime) -> datetime | None:
    """Read what a date field gives, in the reader's zone; None if it will not do."""
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = timezone.make_aware(moment)
    return moment.astimezone(UTC) if now < moment < now + LATEST else None


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
