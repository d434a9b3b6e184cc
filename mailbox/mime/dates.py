"""The Date field, read as well as it can be (RFC 5322 §3.3, §4.3)."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Final

EARLIEST_YEAR: Final = 1970
LATEST_YEAR: Final = 2199
LONGEST: Final = 100
_USUAL: Final = re.compile(
    r"\s*(?:[A-Za-z]{3},)?\s*(\d{1,2})\s([A-Za-z]{3})\s(\d{4})\s"
    r"(\d\d):(\d\d):(\d\d)\s([+-])(\d\d)(\d\d)(?:\s|\Z)"
)
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"


def parse_date(value: str | None) -> datetime | None:
    """Read a date as UTC; None if there is none, or none that can be meant."""
    if not value:
        return None
    try:
        moment = _read_usual(value) or _read_odd(value[:LONGEST])
        if moment is None:
            return None
        moment = moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if EARLIEST_YEAR <= moment.year <= LATEST_YEAR else None


def _read_usual(value: str) -> datetime | None:
    found = _USUAL.match(value)
    place = _MONTHS.find(found[2].lower()) if found else -1
    if found is None or place < 0:
        return None
    month = place // 4 + 1
    offset = timedelta(hours=int(found[8]), minutes=int(found[9]))
    zone = timezone(-offset if found[7] == "-" else offset)
    hour, minute, second = int(found[4]), int(found[5]), min(int(found[6]), 59)
    return datetime(int(found[3]), month, int(found[1]), hour, minute, second, 0, zone)


def _read_odd(value: str) -> datetime | None:
    """Read named zones, two-digit years, missing seconds, comments."""
    fields = parsedate_tz(value)
    if fields is None:
        return None
    year, month, day, hour, minute, second = fields[:6]
    local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    return local - timedelta(seconds=fields[9] or 0)
