"""Moments in full, in the reader's language and zone, where no list is too narrow.

A quote's leading line and a forward say when a letter was written; a sent letter
says when it was delivered and when it is tried again. Hours and dates are written
as the reader chose (``formats``); the order of words is a translation.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from mailsvc.kit import clock, formats

WEEKDAYS: Final[tuple[Promise, ...]] = (
    pgettext_lazy("short weekday", "Mon"),
    pgettext_lazy("short weekday", "Tue"),
    pgettext_lazy("short weekday", "Wed"),
    pgettext_lazy("short weekday", "Thu"),
    pgettext_lazy("short weekday", "Fri"),
    pgettext_lazy("short weekday", "Sat"),
    pgettext_lazy("short weekday", "Sun"),
)


def exact_time(at: datetime) -> str:
    """Say day, year, time and zone in full."""
    local = timezone.localtime(at)
    return pgettext("exact time", "%(weekday)s %(date)s, %(time)s %(zone)s") % {
        **_day_and_time(local),
        "zone": formats.write_offset(local.utcoffset()),
    }


def quoting_line(at: datetime, author: str) -> str:
    """Say who wrote what follows, and when."""
    words = _("On %(weekday)s %(date)s at %(time)s, %(author)s wrote:")
    return words % {**_day_and_time(timezone.localtime(at)), "author": author}


def short_moment(at: datetime) -> str:
    """Say a moment not far from now: the time today, else day and time."""
    local = timezone.localtime(at)
    if local.date() == timezone.localtime(clock.now()).date():
        return formats.write_hour(local)
    with_year = local.year != timezone.localtime(clock.now()).year
    return pgettext("day and time", "%(day)s, %(time)s") % {
        "day": formats.write_date(local.date(), with_year=with_year),
        "time": formats.write_hour(local),
    }


def _day_and_time(local: datetime) -> dict[str, object]:
    return {
        "weekday": WEEKDAYS[local.weekday()],
        "date": formats.write_date(local.date()),
        "time": formats.write_hour(local),
    }
