"""The one place that says whether a mailbox has room.

What is accepted is always filed, so the question is asked before: at RCPT, at
send, at import. Used bytes are counted once for each message, however many
folders it is in.
"""

from __future__ import annotations

from mailbox.errors import MailboxFull
from mailbox.models import Mailbox


def ensure_room(mailbox: Mailbox, size_bytes: int = 0) -> None:
    """Check that a message of this size still fits.

    Raises:
        MailboxFull: It would pass the quota.
    """
    if mailbox.used_bytes + size_bytes > mailbox.quota_bytes:
        raise MailboxFull(
            detail=f"{mailbox.address}: {mailbox.used_bytes} of {mailbox.quota_bytes}"
        )


def room_left(mailbox: Mailbox) -> int:
    """Give the bytes that are left, 0 when full."""
    return max(0, mailbox.quota_bytes - mailbox.used_bytes)
