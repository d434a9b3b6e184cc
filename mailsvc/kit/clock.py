"""The one place that knows the time; tests move it here."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_fixed: list[datetime] = []


def now() -> datetime:
    """Say the present moment, aware, in UTC."""
    return _fixed[-1] if _fixed else datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at a moment (for tests)."""
    _fixed.append(moment)
    try:
        yield
    finally:
        _fixed.pop()
