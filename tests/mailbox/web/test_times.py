"""Times are said in the reader's language and zone, as short as the place asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from mailbox.web import times
from mailbox.web.page_values import Row
from mailsvc.kit import formats

NOW = datetime(2026, 9, 24, 2, 46, tzinfo=UTC)
TODAY = date(2026, 9, 24)


@pytest.fixture(autouse=True)
def shanghai() -> Iterator[None]:
    with timezone.override(ZoneInfo("Asia/Shanghai")):
        yield


@pytest.mark.parametrize(
    ("ago", "english", "chinese"),
    [
        (timedelta(minutes=4), "10:42", "10:42"),
        (timedelta(days=1), "Wed", "周三"),
        (timedelta(days=6), "Fri", "周五"),
        (timedelta(days=7), "17 Sep", "9月17日"),
        (timedelta(days=400), "20 Aug 2025", "2025年8月20日"),
        (timedelta(days=-3), "27 Sep", "9月27日"),
    ],
)
def test_list_says_when_in_few_letters(
    ago: timedelta, english: str, chinese: str
) -> None:
    with translation.override("en"):
        in_english = times.list_time(NOW - ago, TODAY)
    with translation.override("zh-hans"):
        in_chinese = times.list_time(NOW - ago, TODAY)

    assert (in_english, in_chinese) == (english, chinese)


def test_day_begins_at_the_readers_midnight() -> None:
    just_before = datetime(2026, 9, 23, 15, 59, tzinfo=UTC)
    just_after = datetime(2026, 9, 23, 16, 0, tzinfo=UTC)

    assert times.list_time(just_before, TODAY) == "Wed"
    assert times.list_time(just_after, TODAY) == "00:00"


def test_message_head_gives_the_day_too_unless_it_is_today() -> None:
    yesterday = NOW - timedelta(days=1)

    assert times.written_time(NOW, NOW) == "10:46"
    assert times.written_time(yesterday, NOW) == "Wed 23 Sep, 10:46"
    with translation.override("zh-hans"):
        assert times.written_time(yesterday, NOW) == "9月23日 周三 10:46"


def test_exact_time_names_the_zone() -> None:
    with translation.override("en"):
        assert times.exact_time(NOW) == "Thu 24 Sep 2026, 10:46 UTC+8"
    with translation.override("zh-hans"):
        assert times.exact_time(NOW) == "2026年9月24日 周四 10:46 UTC+8"


def test_zone_with_half_an_hour_is_written_out() -> None:
    with timezone.override(ZoneInfo("America/St_Johns")):
        assert times.exact_time(NOW).endswith("UTC-2:30")


def test_rows_stand_under_the_day_they_came() -> None:
    ages = [0, 1, 3, 9, 40]
    rows = [_row(NOW - timedelta(days=age)) for age in ages]

    days = times.group_by_day(rows, NOW)

    labels = ["Today", "Yesterday", "Earlier this week", "Last week", "August 2026"]
    assert [day.label for day in days] == labels
    assert [row for day in days for row in day.rows] == rows


def test_times_obey_the_readers_formats() -> None:
    american = formats.Formats("12", "mdy", 7)

    with formats.override(american), translation.override("en"):
        assert times.list_time(NOW, TODAY) == "10:46 am"
        assert times.written_time(NOW - timedelta(days=1), NOW) == (
            "Wed Sep 23, 10:46 am"
        )
        assert times.exact_time(NOW) == "Thu Sep 24, 2026, 10:46 am UTC+8"
    with formats.override(american), translation.override("zh-hans"):
        assert times.list_time(NOW, TODAY) == "上午10:46"
        assert times.list_time(NOW - timedelta(days=9), TODAY) == "9/15"


def test_week_begins_on_the_readers_day() -> None:
    sunday = date(2026, 9, 20)

    assert times.day_heading(sunday, TODAY) == "Last week"
    with formats.override(formats.Formats(first_weekday=7)):
        assert times.day_heading(sunday, TODAY) == "Earlier this week"
    with formats.override(formats.Formats(first_weekday=6)):
        assert times.day_heading(date(2026, 9, 19), TODAY) == "Earlier this week"
        assert times.day_heading(date(2026, 9, 18), TODAY) == "Last week"


def _row(at: datetime) -> Row:
    return Row(1, "/c/1", (), "Subject", "Snippet", at)
