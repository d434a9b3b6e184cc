"""Moments in full, in the reader's language and zone, where no list is too narrow.

A quote's leading line and a forward say when a letter was written; a sent letter
says when it was delivered and when it is tried again. The formats are
translations, so each language has its own order of words.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from mailsvc.kit import clock

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
        "zone": _zone_words(local.utcoffset()),
    }


def quoting_line(at: datetime, author: str) -> str:
    """Say who wrote what follows, and when."""
    words = _("On %(weekday)s %(date)s at %(time)s, %(author)s wrote:")
    return words % {**_day_and_time(timezone.localtime(at)), "author": author}


def short_moment(at: datetime) -> str:
    """Say a moment not far from now: the time today, else day and time."""
    local = timezone.localtime(at)
    if local.date() == timezone.localtime(clock.now()).date():
        return f"{local:%H:%M}"
    same_year = local.year == timezone.localtime(clock.now()).year
    form = pgettext("date format", "j M") if same_year else _with_year()
    return pgettext("day and time", "%(day)s, %(time)s") % {
        "day": format_date(local, form),
        "time": f"{local:%H:%M}",
    }


def _day_and_time(local: datetime) -> dict[str, object]:
    return {
        "weekday": WEEKDAYS[local.weekday()],
        "date": format_date(local, _with_year()),
        "time": f"{local:%H:%M}",
    }


def _with_year() -> str:
    return pgettext("date format", "j M Y")


def _zone_words(offset: timedelta | None) -> str:
    """Say an offset as ``UTC``, ``UTC+8`` or ``UTC-3:30``."""
    minutes = int((offset or timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")
