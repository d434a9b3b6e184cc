"""When a letter may go, as people say it: in the reader's zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import pgettext

from mailbox.compose.scheduling import LATEST
from mailbox.web.moments import (
    MORNING,
    Choice,
    at_hour,
    next_monday,
    read_moment,
    read_timestamp,
)
from mailsvc.kit import formats

AFTERNOON: Final = time(13)
LAST_HOUR: Final = time(21)
LATER: Final = timedelta(hours=2)
HALF_HOUR: Final = timedelta(minutes=30)
SCHEDULE: Final = "schedule"


def list_choices(now: datetime) -> tuple[Choice, ...]:
    """List the moments that people choose most, the soonest first."""
    local = timezone.localtime(now)
    today = local.date()
    tomorrow = today + timedelta(days=1)
    monday = next_monday(today)
    chosen = [
        (pgettext("send later", "Tomorrow morning"), at_hour(tomorrow, MORNING)),
        (pgettext("send later", "Tomorrow afternoon"), at_hour(tomorrow, AFTERNOON)),
    ]
    later = _full_half_hour(local + LATER)
    if later.date() == today and later.time() <= LAST_HOUR:
        chosen.insert(0, (pgettext("send later", "Later today"), later))
    if monday != tomorrow:
        chosen.append(
            (pgettext("send later", "Monday morning"), at_hour(monday, MORNING))
        )
    return tuple(Choice(SCHEDULE, words, at) for words, at in chosen)


def is_scheduling(do: str) -> bool:
    """Tell whether a pressed button lets a letter go later."""
    return do.partition(":")[0] == SCHEDULE


def read_schedule(do: str, typed: str, now: datetime) -> datetime | None:
    """Read when a letter is to go; None if that is no moment to come.

    Args:
        do: What the pressed button says: a choice, or that the field counts.
        typed: What the date field holds.
        now: The present moment.
    """
    _verb, is_choice, timestamp = do.partition(":")
    if is_choice:
        return read_timestamp(timestamp)
    return read_moment(typed, now, LATEST)


def zone_words(now: datetime) -> str:
    """Name the reader's zone: ``UTC+8 (Asia/Shanghai)``."""
    local = timezone.localtime(now)
    offset = formats.write_offset(local.utcoffset())
    name = timezone.get_current_timezone_name().replace("_", " ")
    return offset if name == offset else f"{offset} ({name})"


def _full_half_hour(moment: datetime) -> datetime:
    """Give the next full or half hour."""
    floor = moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)
    return floor if floor == moment else floor + HALF_HOUR
