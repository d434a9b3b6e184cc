"""Days are read as people write them, and never by mistake."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.search.dates import Days, guess_dates, read_days

TODAY = date(2026, 9, 24)  # a Thursday
PIECES = st.sampled_from(
    [
        *"0 1 7 12 31 99 2026 9999 - / . d w m y last ago mar st".split(),
        *"年月日号周一上个前",
    ]
)


def day(text: str) -> Days:
    first = date.fromisoformat(text)
    return Days(first, date.fromordinal(first.toordinal() + 1))


def span(first: str, end: str) -> Days:
    return Days(date.fromisoformat(first), date.fromisoformat(end))


NAMED = {
    "2024-03-01|2024/3/1|2024.3.1|2024年3月1日|20240301|1.3.2024": day("2024-03-01"),
    "1 March 2024|Mar 1, 2024|1mar2024|MARCH 1st 2024": day("2024-03-01"),
    "3月1日|3月1号|3-1|1 mar|march 1": day("2026-03-01"),
    "12月24日|24.12.|24/12|12/24|24 Dec": day("2025-12-24"),
    "2月29日|29 feb": day("2024-02-29"),
    "2024-3|2024/3|2024年3月|mar 2024": span("2024-03-01", "2024-04-01"),
    "3月|march": span("2026-03-01", "2026-04-01"),
    "12月|Dec": span("2025-12-01", "2026-01-01"),
    "2024|2024年": span("2024-01-01", "2025-01-01"),
    "today|今天|thursday|周四|２０２６-9-24": day("2026-09-24"),
    "yesterday|昨天|wed|星期三": day("2026-09-23"),
    "前天|tuesday|22号": day("2026-09-22"),
    "friday|周五|last friday|上周五": day("2026-09-18"),
    "last monday|上周一|上个星期一": day("2026-09-14"),
    "30号": day("2026-08-30"),
    "7d|7 days|7 days ago|1w|a week ago": span("2026-09-17", "2026-09-25"),
    "7天|7天前|一周前|最近7天": span("2026-09-17", "2026-09-25"),
    "3m|3mo|三个月前|3个月": span("2026-06-24", "2026-09-25"),
    "2y|两年前": span("2024-09-24", "2026-09-25"),
    "last week|last-week|上周|上个星期": span("2026-09-14", "2026-09-21"),
    "this week|本周": span("2026-09-21", "2026-09-28"),
    "last month|上月|上个月": span("2026-08-01", "2026-09-01"),
    "last year|去年": span("2025-01-01", "2026-01-01"),
    "this year|今年": span("2026-01-01", "2027-01-01"),
    "前年": span("2024-01-01", "2025-01-01"),
}


@pytest.mark.parametrize(
    ("typed", "days"),
    [(typed, days) for texts, days in NAMED.items() for typed in texts.split("|")],
)
def test_a_text_names_days(typed: str, days: Days) -> None:
    assert read_days(typed, TODAY) == days


@pytest.mark.parametrize(
    "typed",
    [
        *("", "soon", "2026-02-30", "03/04/2026", "3/4", "13月", "32号", "0d d"),
        *("1899", "99999", "9999y", "march may", "1 march 2", "last", "周", "12:30"),
    ],
)
def test_what_names_no_day_is_none(typed: str) -> None:
    assert read_days(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "guesses"),
    [
        ("03/04/2026", ("2026-04-03", "2026-03-04")),
        ("3/4", ("2026-04-03", "2026-03-04")),
        ("2026-02-30", ("2026-02-28",)),
        ("2026-24-09", ("2026-09-24",)),
        ("2026-24-30", ()),
        ("soon", ()),
    ],
)
def test_what_may_be_meant_is_offered(typed: str, guesses: tuple[str, ...]) -> None:
    assert guess_dates(typed, TODAY) == guesses


@given(st.text(max_size=20) | st.lists(PIECES, max_size=8).map("".join))
def test_no_text_raises_and_every_span_has_days(typed: str) -> None:
    days = read_days(typed, TODAY)

    assert days is None or days.first < days.end
    for guess in guess_dates(typed, TODAY):
        assert read_days(guess, TODAY)
