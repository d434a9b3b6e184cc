"""Message ids that carry the mailbox and the time.

    63      42 41             10 9      0
    | mailbox | seconds of 1990 |  serial |

The id of a message is its sort key: newest first is `ORDER BY id DESC`, one
mailbox is a range, a span of days is a range within it, and the search index
uses the same number as its row. It is never reused and never changes; so the
date in it is the internal date (RFC 9051 §2.3.3), which does not change either.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

EPOCH: Final = datetime(1990, 1, 1, tzinfo=UTC)
SERIAL_BITS: Final = 10
SECOND_BITS: Final = 32
MAILBOX_SHIFT: Final = SERIAL_BITS + SECOND_BITS
SERIALS: Final = 1 << SERIAL_BITS
LAST_SECOND: Final = (1 << SECOND_BITS) - 1
LAST_MAILBOX: Final = (1 << (63 - MAILBOX_SHIFT)) - 1


def compose_message_id(mailbox_id: int, received_at: datetime, serial: int = 0) -> int:
    """Make the id of a message; dates before 1990 or past 2126 are clamped.

    Args:
        mailbox_id: At most `LAST_MAILBOX` (2,097,151).
        received_at: The internal date, aware.
        serial: 0 to 1,023 within that second; more spills into the next ones.
    """
    return (
        (mailbox_id << MAILBOX_SHIFT) + (_second(received_at) << SERIAL_BITS) + serial
    )


def bounds(
    mailbox_id: int, *, after: datetime | None = None, before: datetime | None = None
) -> tuple[int, int]:
    """Give the half-open range of ids of a mailbox, or of a span of time in it."""
    low = _second(after) if after else 0
    high = _second(before) if before else LAST_SECOND + 1
    start = mailbox_id << MAILBOX_SHIFT
    return start + (low << SERIAL_BITS), start + (high << SERIAL_BITS)


def mailbox_of(message_id: int) -> int:
    """Read the mailbox out of an id."""
    return message_id >> MAILBOX_SHIFT


def received_second(message_id: int) -> datetime:
    """Read the internal date out of an id, to the second."""
    seconds = (message_id >> SERIAL_BITS) & LAST_SECOND
    return EPOCH + timedelta(seconds=seconds)


def _second(moment: datetime) -> int:
    return max(0, min(LAST_SECOND, int((moment - EPOCH).total_seconds())))
