"""Days as people write them: 2026-09-24, 3月1日, 1 March, yesterday, 7d, 上周.

A day without its year is the last one that has come. A reader gives the span of
days that is meant, or None; what may be two days (03/04/2026) is left to
`guess_dates`, which offers what it could be.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from mailbox.search.tokens import fold

MOST_WORDS: Final = 4
_YEARS: Final = range(1900, 2200)
_LONGEST: Final = 40

_MONTHS_TEXT: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS: Final = {
    **{name: n for n, name in enumerate(_MONTHS_TEXT.split(), 1)},
    **{calendar.month_name[n].lower(): n for n in range(1, 13)},
    "sept": 9,
}
_DAYS: Final = {
    **{name: n for n, name in enumerate("mon tue wed thu fri sat sun".split())},
    **{calendar.day_name[n].lower(): n for n in range(7)},
}
_CHINESE_DAYS: Final = {
    "日": 6,
    "天": 6,
    **{c: n for n, c in enumerate("一二三四五六")},
}
_BACK: Final = {
    **dict.fromkeys(("today", "今天", "今日"), 0),
    **dict.fromkeys(("yesterday", "昨天", "昨日"), 1),
    **dict.fromkeys(("前天", "前日"), 2),
}
_NUMBERS: Final = {
    **{character: n for n, character in enumerate("一二三四五六七八九十", 1)},
    "两": 2,
    "几": 3,
    "a": 1,
    "one": 1,
}
_UNITS: Final = {
    **dict.fromkeys("d day days 天 日".split(), "day"),
    **dict.fromkeys("w week weeks 周 星期 礼拜".split(), "week"),
    **dict.fromkeys("m mo month months 月 个月".split(), "month"),
    **dict.fromkeys("y year years 年".split(), "year"),
}
_SHIFTS: Final = {
    **dict.fromkeys(("this", "本", "这", "这个", "今"), 0),
    **dict.fromkeys(("last", "past", "上", "上个", "去"), 1),
    **dict.fromkeys(("上上", "上上个", "前"), 2),
}

_YEAR_FIRST: Final = re.compile(
    r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?"
)
_RUN_TOGETHER: Final = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_MONTH_AND_DAY: Final = re.compile(r"(\d{1,2})(?:月(?:(\d{1,2})[日号]?)?|-(\d{1,2}))")
_DAY_OF_MONTH: Final = re.compile(r"(\d{1,2})[日号]")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_NAMED_MONTH: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -]?)?([a-z]{3,9})\.?"
    r"(?:[ -]?(\d{1,2})(?:st|nd|rd|th)?)?(?:,?[ -]?(\d{4}))?"
)
_AGO: Final = re.compile(
    r"(?:最近|近|过去|last |past )?(\d{1,4}|[一二两三四五六七八九十几]|a|one)[ -]?"
    r"(d|days?|w|weeks?|mo?|months?|y|years?|天|日|周|星期|礼拜|个月|年)"
    r"(?:[ -]?ago|之?前|以前|内)?"
)
_SHIFTED: Final = re.compile(
    r"(this|last|past|上上个?|上个?|这个?|本|今|去|前)[ -]?"
    r"(week|month|year|周|星期|礼拜|月|年)"
)
_WEEKDAY: Final = re.compile(
    r"(last |上上|上|本|这)?个?(?:(?:周|星期|礼拜)([一二三四五六日天])|([a-z]{3,9}))"
)
_SLASHED: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?")


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days: the first, and the one after the last."""

    first: date
    end: date


def read_days(text: str, today: date) -> Days | None:
    """Read the day, month, year or stretch of days that a text names."""
    if len(text) > _LONGEST:
        return None
    folded = " ".join(fold(text).split())
    for read in _READERS:
        try:
            days = read(folded, today)
        except (ValueError, OverflowError):  # there is no such day
            days = None
        if days is not None:
            return days
    return None


def guess_dates(text: str, today: date) -> tuple[str, ...]:
    """Guess what a text that is no date, or that may be two, was meant to be."""
    folded = fold(text).strip()
    match = _SLASHED.fullmatch(folded)
    if match:
        one, other, year = int(match[1]), int(match[2]), match[3]
        return tuple(_both_orders(one, other, int(year) if year else None, today))
    match = _YEAR_FIRST.fullmatch(folded)
    if match and match[3] and int(match[1]) in _YEARS:
        return tuple(_nearest(int(match[1]), int(match[2]), int(match[3])))
    return ()


def _both_orders(one: int, other: int, year: int | None, today: date) -> Iterator[str]:
    for day, month in dict.fromkeys(((one, other), (other, one))):
        if 1 <= month <= 12 and 1 <= day <= 31:
            try:
                yield str(_last_come(month, day, today, year).first)
            except ValueError:
                continue


def _nearest(year: int, month: int, day: int) -> Iterator[str]:
    """Give the last day of a month that has fewer, or month and day exchanged."""
    if 1 <= month <= 12 and 28 < day <= 31:
        yield f"{year}-{month:02}-{_length(date(year, month, 1)):02}"
    elif month > 12 and 1 <= day <= 12 and month <= 28:
        yield f"{year}-{day:02}-{month:02}"


def _read_year_first(text: str, today: date) -> Days | None:
    match = _YEAR_FIRST.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)
    if match is None or int(match[1]) not in _YEARS:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    return _whole(year, month, day)


def _read_month_and_day(text: str, today: date) -> Days | None:
    match = _MONTH_AND_DAY.fullmatch(text)
    if match is None:
        return None
    day = match[2] or match[3]
    return _last_come(int(match[1]), int(day) if day else None, today)


def _read_day_of_month(text: str, today: date) -> Days | None:
    """Read 3号 as the last third of a month that has come."""
    match = _DAY_OF_MONTH.fullmatch(text)
    if match is None or not 1 <= int(match[1]) <= 31:
        return None
    day, month = int(match[1]), today.replace(day=1)
    while _length(month) < day or (month.replace(day=day) > today):
        month = _back(month, 1, "month")
    return _whole(month.year, month.month, day)


def _read_day_first(text: str, today: date) -> Days | None:
    match = _DAY_FIRST.fullmatch(text)
    if match is None:
        return None
    year = int(match[3]) if match[3] else None
    return _last_come(int(match[2]), int(match[1]), today, year)


def _read_slashed(text: str, today: date) -> Days | None:
    """Read 24/9 and 9/24/2026, where only one order can be meant."""
    match = _SLASHED.fullmatch(text)
    if match is None:
        return None
    one, other = int(match[1]), int(match[2])
    year = int(match[3]) if match[3] else None
    if one == other or (one > 12) != (other > 12):
        return _last_come(min(one, other), max(one, other), today, year)
    return None


def _read_named_month(text: str, today: date) -> Days | None:
    match = _NAMED_MONTH.fullmatch(text)
    month = _MONTHS.get(match[2]) if match else None
    if match is None or month is None or (match[1] and match[3]):
        return None
    day = match[1] or match[3]
    year = int(match[4]) if match[4] else None
    return _last_come(month, int(day) if day else None, today, year)


def _read_back(text: str, today: date) -> Days | None:
    back = _BACK.get(text)
    if back is None:
        return None
    first = today - timedelta(days=back)
    return Days(first, first + timedelta(days=1))


def _read_ago(text: str, today: date) -> Days | None:
    """Read 7d, "2 weeks ago" and 三天前 as all days since then."""
    match = _AGO.fullmatch(text)
    if match is None:
        return None
    number = _NUMBERS.get(match[1]) or int(match[1])
    first = _back(today, number, _UNITS[match[2]])
    return Days(first, today + timedelta(days=1))


def _read_shifted(text: str, today: date) -> Days | None:
    """Read "last week", 本月 and 去年."""
    match = _SHIFTED.fullmatch(text)
    if match is None:
        return None
    unit, shift = _UNITS[match[2]], _SHIFTS[match[1]]
    if unit == "year":
        return _whole(today.year - shift, None, None)
    if unit == "month":
        month = _back(today.replace(day=1), shift, "month")
        return _whole(month.year, month.month, None)
    monday = today - timedelta(days=today.weekday(), weeks=shift)
    return Days(monday, monday + timedelta(weeks=1))


def _read_weekday(text: str, today: date) -> Days | None:
    """Read "monday" as the last one that has come, 上周一 as that of last week."""
    match = _WEEKDAY.fullmatch(text)
    if match is None:
        return None
    which = _CHINESE_DAYS[match[2]] if match[2] else _DAYS.get(match[3])
    if which is None:
        return None
    if match[1]:
        monday = today - timedelta(days=today.weekday())
        first = monday + timedelta(days=which, weeks=-_SHIFTS[match[1].strip()])
    else:
        first = today - timedelta(days=(today.weekday() - which) % 7)
    return Days(first, first + timedelta(days=1))


_READERS: Final[tuple[Callable[[str, date], Days | None], ...]] = (
    _read_year_first,
    _read_month_and_day,
    _read_day_of_month,
    _read_day_first,
    _read_slashed,
    _read_named_month,
    _read_back,
    _read_ago,
    _read_shifted,
    _read_weekday,
)


def _last_come(
    month: int, day: int | None, today: date, year: int | None = None
) -> Days:
    """Give a day or month of a year, or of the last year in which it has come."""
    if year is not None:
        return _whole(year, month, day)
    year = today.year
    if (month, day or 1) > (today.month, today.day):
        year -= 1
    if (month, day) == (2, 29):
        while not calendar.isleap(year):
            year -= 1
    return _whole(year, month, day)


def _whole(year: int, month: int | None, day: int | None) -> Days:
    """Give a day, a whole month or a whole year.

    Raises:
        ValueError: There is no such day, or it is out of reach.
    """
    if year not in _YEARS:
        raise ValueError(year)
    if month is None:
        return Days(date(year, 1, 1), date(year + 1, 1, 1))
    if day is None:
        return Days(date(year, month, 1), _back(date(year, month, 1), -1, "month"))
    first = date(year, month, day)
    return Days(first, first + timedelta(days=1))


def _back(day: date, number: int, unit: str) -> date:
    """Go back so many days, weeks, months or years; a short month ends early."""
    if unit in {"day", "week"}:
        return day - timedelta(days=number * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 - number * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, _length(first)))


def _length(month: date) -> int:
    return calendar.monthrange(month.year, month.month)[1]
