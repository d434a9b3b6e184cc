"""How the reader writes dates and hours, kept for a request like Django's time zone.

The door that knows who reads activates their formats, for whoever writes a time.
The patterns are translations: each language has its own for every order.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, pgettext


@dataclass(frozen=True, slots=True)
class Formats:
    """One reader's ways: hours of 12 or 24, order of a date, first day of the week.

    ``date_order`` is language, dmy, mdy or iso; ``first_weekday`` counts as ISO 8601,
    1 is Monday.
    """

    hour_clock: str = "24"
    date_order: str = "language"
    first_weekday: int = 1


USUAL: Final = Formats()
_active: ContextVar[Formats] = ContextVar("formats", default=USUAL)


def activate(formats: Formats) -> None:
    """Write times like this from now on, in this thread."""
    _active.set(formats)


def current() -> Formats:
    """Give the reader's formats."""
    return _active.get()


@contextmanager
def override(formats: Formats) -> Iterator[None]:
    """Write times like this for a while."""
    token = _active.set(formats)
    try:
        yield
    finally:
        _active.reset(token)


def write_hour(local: datetime, formats: Formats | None = None) -> str:
    """Write the time of day: ``14:05``, or ``2:05 pm`` and ``下午2:05``."""
    if (formats or current()).hour_clock != "12":
        return f"{local:%H:%M}"
    words = {"hour": local.hour % 12 or 12, "minute": f"{local:%M}"}
    if local.hour < 12:
        return pgettext("time of day", "%(hour)s:%(minute)s am") % words
    return pgettext("time of day", "%(hour)s:%(minute)s pm") % words


def write_date(
    day: date, *, with_year: bool = True, formats: Formats | None = None
) -> str:
    """Write a date in the reader's order: ``24 Sep 2026``, ``9月24日``, ``09-24``."""
    order = (formats or current()).date_order
    return _written(day, order, get_language() or "", with_year=with_year)


def write_offset(offset: timedelta | None) -> str:
    """Write a zone's offset: ``UTC``, ``UTC+8`` or ``UTC-3:30``."""
    minutes = int((offset or timedelta()).total_seconds()) // 60
    if not minutes:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")


@lru_cache(maxsize=4096)
def _written(day: date, order: str, _language: str, *, with_year: bool) -> str:
    """Write a date; kept, because a list asks for the same days again and again."""
    return format_date(day, _pattern(order, with_year=with_year))


def _pattern(order: str, *, with_year: bool) -> str:
    if order == "iso":
        return "Y-m-d" if with_year else "m-d"
    if order == "dmy":
        if with_year:
            return pgettext("date format, day first", "j M Y")
        return pgettext("date format, day first", "j M")
    if order == "mdy":
        if with_year:
            return pgettext("date format, month first", "M j, Y")
        return pgettext("date format, month first", "M j")
    if with_year:
        return pgettext("date format", "j M Y")
    return pgettext("date format", "j M")
