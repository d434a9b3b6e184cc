"""Hours and dates are written as the reader chose, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from mailsvc.kit import formats
from mailsvc.kit.formats import Formats, write_date, write_hour, write_offset

DAY = date(2026, 9, 4)


@pytest.mark.parametrize(
    ("hour", "clock", "english", "chinese"),
    [
        (14, "24", "14:05", "14:05"),
        (0, "12", "12:05 am", "上午12:05"),
        (9, "12", "9:05 am", "上午9:05"),
        (12, "12", "12:05 pm", "下午12:05"),
        (23, "12", "11:05 pm", "下午11:05"),
    ],
)
def test_hour(hour: int, clock: str, english: str, chinese: str) -> None:
    moment = datetime(2026, 9, 4, hour, 5, tzinfo=UTC)

    with formats.override(Formats(hour_clock=clock)):
        with translation.override("en"):
            assert write_hour(moment) == english
        with translation.override("zh-hans"):
            assert write_hour(moment) == chinese


@pytest.mark.parametrize(
    ("order", "english", "chinese"),
    [
        ("language", ("4 Sep", "4 Sep 2026"), ("9月4日", "2026年9月4日")),
        ("dmy", ("4 Sep", "4 Sep 2026"), ("4/9", "4/9/2026")),
        ("mdy", ("Sep 4", "Sep 4, 2026"), ("9/4", "9/4/2026")),
        ("iso", ("09-04", "2026-09-04"), ("09-04", "2026-09-04")),
    ],
)
def test_date(order: str, english: tuple[str, str], chinese: tuple[str, str]) -> None:
    chosen = Formats(date_order=order)

    for language, expected in (("en", english), ("zh-hans", chinese)):
        with translation.override(language):
            short = write_date(DAY, with_year=False, formats=chosen)
            assert (short, write_date(DAY, formats=chosen)) == expected


def test_formats_end_with_their_block() -> None:
    with formats.override(Formats(hour_clock="12")):
        assert formats.current().hour_clock == "12"

    assert formats.current() == formats.USUAL


def test_offset_is_written_out_to_the_minute() -> None:
    assert write_offset(timedelta(hours=-3, minutes=-30)) == "UTC-3:30"
    assert write_offset(None) == "UTC"
