"""Times as people say them, and rows in groups of days.

A list says ``10:42`` today, ``Wed`` this week, ``24 Sep`` this year; Chinese says
``周三`` and ``9月24日``. The formats are translations, so each language has its own.
Everything is shown in the reader's zone, which Django's ``timezone`` keeps.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

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


def list_time(at: datetime, now: datetime) -> str:
    """Say when, in the few letters that a row has room for."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    age = (today - local.date()).days
    if age == 0:
        return format_date(local, "H:i")
    if 0 < age < 7:
        return str(WEEKDAYS[local.weekday()])
    return _short_date(local, today)


def message_time(at: datetime, now: datetime) -> str:
    """Say when a message came: the time today, else the day before it."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    if local.date() == today:
        return format_date(local, "H:i")
    return pgettext("weekday and date", "%(weekday)s %(date)s") % {
        "weekday": WEEKDAYS[local.weekday()],
        "date": _short_date(local, today),
    }


def exact_time(at: datetime) -> str:
    """Say day, year, time and zone in full."""
    local = timezone.localtime(at)
    return pgettext("exact time", "%(weekday)s %(date)s, %(time)s %(zone)s") % {
        "weekday": WEEKDAYS[local.weekday()],
        "date": format_date(local, pgettext("date format", "j M Y")),
        "time": format_date(local, "H:i"),
        "zone": local.tzname() or "",
    }


def group_by_day(rows: Iterable[Row], now: datetime) -> tuple[Day, ...]:
    """Put rows, newest first, under the headings Today, Yesterday, and so on."""
    today = timezone.localtime(now).date()

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


def _short_date(local: datetime, today: date) -> str:
    if local.year == today.year:
        return format_date(local, pgettext("date format", "j M"))
    return format_date(local, pgettext("date format", "j M Y"))
