"""What the pages of scheduled letters show, as values for their templates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ScheduledLetter:
    """A letter that waits for its time.

    ``url`` is its page, to which ``do`` = now, cancel or schedule is posted (the last
    with ``when``, or with a choice's verb); posting to ``edit_url`` takes it off the
    schedule and opens it. ``lines`` are labels and whom they name.
    """

    id: int
    subject: str
    to: str
    at: datetime
    url: str
    edit_url: str
    snippet: str = ""
    text: str = ""
    lines: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduledPage:
    """All letters that wait for their time (context name ``scheduled``)."""

    letters: tuple[ScheduledLetter, ...]
