"""Times as people say them, and rows in groups of days.

A list says ``10:42`` today, ``Wed`` this week, ``24 Sep`` this year; Chinese says
``周三`` and ``9月24日``. Hours and dates are written as the reader chose (``formats``),
in the reader's zone, which Django's ``timezone`` keeps.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mailbox.reading.moments import WEEKDAYS, exact_time
from mailbox.web.page_values import Day, Row
from mailsvc.kit import formats

__all__ = [
    "day_heading",
    "exact_time",
    "group_by_day",
    "list_time",
    "message_time",
    "today_of",
    "written_time",
]


def list_time(at: datetime, today: date) -> str:
    """Say when, in the few letters that a row has room for."""
    local = timezone.localtime(at)
    age = (today - local.date()).days
    if age == 0:
        return formats.write_hour(local)
    if 0 < age < 7:
        return str(WEEKDAYS[local.weekday()])
    return _short_date(local, today)


def today_of(now: datetime) -> date:
    """Give the day that it is for the reader."""
    return timezone.localtime(now).date()


def message_time(at: datetime, now: datetime) -> str:
    """Say when a message came: the time today, else the day before it."""
    local, today = timezone.localtime(at), today_of(now)
    if local.date() == today:
        return formats.write_hour(local)
    return pgettext("weekday and date", "%(weekday)s %(date)s") % {
        "weekday": WEEKDAYS[local.weekday()],
        "date": _short_date(local, today),
    }


def written_time(at: datetime, now: datetime) -> str:
    """Say when a message was written: the time today, else day and time."""
    day, local = message_time(at, now), timezone.localtime(at)
    if local.date() == today_of(now):
        return day
    return pgettext("day and time", "%(day)s, %(time)s") % {
        "day": day,
        "time": formats.write_hour(local),
    }


def full_date(at: datetime) -> str:
    """Say a day with its month in full and its year."""
    return format_date(timezone.localtime(at), pgettext("date format", "j F Y"))


def group_by_day(rows: Iterable[Row], now: datetime) -> tuple[Day, ...]:
    """Put rows, newest first, under the headings Today, Yesterday, and so on."""
    today, zone = today_of(now), timezone.get_current_timezone()
    known: dict[date, str] = {}

    def heading(row: Row) -> str:
        if row.is_pinned:
            return pgettext("day", "Pinned")
        day = row.at.astimezone(zone).date()
        if day not in known:
            known[day] = day_heading(day, today)
        return known[day]

    return tuple(Day(label, tuple(group)) for label, group in groupby(rows, heading))


def day_heading(day: date, today: date) -> str:
    """Name the group that a day belongs to, seen from today."""
    age = (today - day).days
    if age <= 0:
        return _("Today")
    if age == 1:
        return _("Yesterday")
    since_start = (today.isoweekday() - formats.current().first_weekday) % 7
    week_start = today - timedelta(days=since_start)
    if day >= week_start:
        return _("Earlier this week")
    if day >= week_start - timedelta(days=7):
        return _("Last week")
    return format_date(day, pgettext("month format", "F Y"))


def _short_date(local: datetime, today: date) -> str:
    return formats.write_date(local.date(), with_year=local.year != today.year)
