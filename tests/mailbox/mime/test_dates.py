"""Dates are read as UTC, however they are written, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbox.mime.dates import parse_date

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "given",
    [
        "Mon, 23 Nov 2026 12:00:00 +0000",
        "Mon, 23 Nov 2026 20:00:00 +0800",
        "Mon, 23 Nov 2026 20:00:00 +0800 (CST)",
        "23 Nov 2026 07:00:00 -0500",
        "23 Nov 2026 07:00 -0500",
        "Mon, 23 Nov 2026 07:00:00 EST",
        "Mon, 23 Nov 26 12:00:00 GMT",
        "Mon, 23 Nov 2026 12:00:00",
        "Mon Nov 23 12:00:00 2026",
        "mon, 23 nov 2026 12:00:00 +0000",
        "Mon,23 Nov 2026 12:00:00 +0000",
    ],
)
def test_date_is_read(given: str) -> None:
    assert parse_date(given) == NOON


def test_leap_second_is_taken_for_the_one_before() -> None:
    assert parse_date("31 Dec 2016 23:59:60 +0000") == datetime(
        2016, 12, 31, 23, 59, 59, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        "yesterday",
        "Mon, 32 Nov 2026 12:00:00 +0000",
        "Mon, 23 Nov 2026 25:00:00 +0000",
        "Mon, 23 Nov 0001 00:00:00 +0800",
        "Mon, 23 Nov 1926 12:00:00 +0000",
        "Mon, 23 Nov 9999 23:59:59 -1200",
        "Mon, 23 Nov 99999 12:00:00 +0000",
        "Mon, 23 Nov 2026 12:00:00 +9999999999999",
        "1" * 5_000,
        "2026年11月23日 12:00",
        "(" * 1_000,
    ],
)
def test_date_that_cannot_be_meant_is_none(given: str | None) -> None:
    assert parse_date(given) is None
