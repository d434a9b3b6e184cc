"""When a letter may come back, as people say it: in the reader's zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import pgettext

from mailbox.web.moments import MORNING, Choice, at_hour, next_monday

EVENING: Final = time(18)
WEEKEND: Final = time(9)
SATURDAY: Final = 5
LATEST: Final = timedelta(days=5 * 366)


def list_choices(now: datetime) -> tuple[Choice, ...]:
    """List the moments that people choose most, the soonest first."""
    local = timezone.localtime(now)
    today = local.date()
    tomorrow = today + timedelta(days=1)
    saturday = today + timedelta(days=(SATURDAY - today.weekday()) % 7 or 7)
    in_three_hours = (now + timedelta(hours=3)).replace(second=0, microsecond=0)
    chosen = [
        (pgettext("snooze", "In three hours"), in_three_hours),
        (pgettext("snooze", "This evening"), at_hour(today, EVENING)),
        (pgettext("snooze", "Tomorrow morning"), at_hour(tomorrow, MORNING)),
        (pgettext("snooze", "At the weekend"), at_hour(saturday, WEEKEND)),
        (pgettext("snooze", "Next week"), at_hour(next_monday(today), MORNING)),
    ]
    is_late = local.time() >= time(EVENING.hour - 1)
    if is_late:
        del chosen[1]
    return tuple(Choice("snooze", words, at) for words, at in chosen)
