"""Times as people say them, and rows in groups of days.

A list says ``10:42`` today, ``Wed`` this week, ``24 Sep`` this year; Chinese says
``周三`` and ``9月24日``. The formats are translations, so each language has its own.
Everything is shown in the reader's zone, which Django's ``timezone`` keeps.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Final

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from mailbox.web.page_values import Day, Row

WEEKDAYS: Final[tuple[Promise, ...]] = (
    pgettext_lazy("short weekday", "Mon"),
    pgettext_lazy("short weekday", "Tue"),
    pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"),
    pgettext_lazy("short weekday", "Fri"),
    pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
)


def list_time(at: datetime, today: date) -> str:
    """Say when, in the few letters that a row has room for."""
    local = timezone.localtime(at)
    age = (today - local.date()).days
    if age == 0:
        return f"{local:%H:%M}"
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
        return f"{local:%H:%M}"
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
        "time": f"{local:%H:%M}",
    }


def exact_time(at: datetime) -> str:
    """Say day, year, time and zone in full."""
    local = timezone.localtime(at)
    return pgettext("exact time", "%(weekday)s %(date)s, %(time)s %(zone)s") % {
        "weekday": WEEKDAYS[local.weekday()],
        "date": format_date(local, pgettext("date format", "j M Y")),
        "time": f"{local:%H:%M}",
        "zone": _zone_words(local.utcoffset()),
    }


def group_by_day(rows: Iterable[Row], now: datetime) -> tuple[Day, ...]:
    """Put rows, newest first, under the headings Today, Yesterday, and so on."""
    today = today_of(now)

    def heading(row: Row) -> str:
        return day_heading(timezone.localtime(row.at).date(), today)

    return tuple(Day(label, tuple(group)) for label, group in groupby(rows, heading))


def day_heading(day: date, today: date) -> str:
    """Name the group that a day belongs to, seen from today."""
    age = (today - day).days
    if age <= 0:
        return _("Today")
    if age == 1:
        return _("Yesterday")
    week_start = today - timedelta(days=today.weekday())
    if day >= week_start:
        return _("Earlier this week")
    if day >= week_start - timedelta(days=7):
        return _("Last week")
    return format_date(day, pgettext("month format", "F Y"))


def _zone_words(offset: timedelta | None) -> str:
    """Say an offset as ``UTC``, ``UTC+8`` or ``UTC-3:30``."""
    minutes = int((offset or timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


def _short_date(local: datetime, today: date) -> str:
    same_year = local.year == today.year
    return _written_date(local.date(), get_language() or "", same_year=same_year)


@lru_cache(maxsize=4096)
def _written_date(day: date, _language: str, *, same_year: bool) -> str:
    """Write a date; kept, because a list asks for the same days again and again."""
    if same_year:
        return format_date(day, pgettext("date format", "j M"))
    return format_date(day, pgettext("date format", "j M Y"))
