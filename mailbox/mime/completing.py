"""Completing what a desktop client submits (RFC 6409 §8).

What is missing is added, and what only its author may know is taken out. Who
may be named in From is decided by `outbound.submission`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from mailbox.mime.addresses import NamedAddress
from mailbox.mime.build import new_message_id, write_address_field
from mailbox.mime.headers import Header, scan_header

# A space before the colon is obsolete but legal, and read by everybody.
_BCC: Final = re.compile(rb"(?:resent-)?bcc[ \t]*:", re.IGNORECASE)


def complete_submission(
    raw: bytes, *, author: NamedAddress, now: datetime
) -> tuple[bytes, bytes]:
    """Add From, Date and Message-ID where they are missing, and take Bcc out.

    Args:
        raw: The message, its lines ended by CRLF.
        author: Who is signed in; becomes From where there is none.
        now: The present moment, aware.

    Returns:
        What recipients get, and the author's own copy (which keeps Bcc).
    """
    header = scan_header(raw)
    lines = [*_missing_fields(header, author, now), ""]
    added = "\r\n".join(lines).encode("ascii")
    block, body = raw[: header.size_bytes], raw[header.size_bytes :]
    return added + _without_bcc(block) + body, added + raw


def _missing_fields(
    header: Header, author: NamedAddress, now: datetime
) -> Iterator[str]:
    if header.raw("from") is None:
        yield write_address_field("From", [author])
    if header.raw("date") is None:
        yield f"Date: {format_datetime(now)}"
    if header.raw("message-id") is None:
        domain = author.address.rpartition("@")[2]
        yield f"Message-ID: {new_message_id(domain)}"


def _without_bcc(block: bytes) -> bytes:
    lines: list[bytes] = []
    dropping = False
    for line in block.splitlines(keepends=True):
        if line[:1] not in (b" ", b"\t"):
            dropping = _BCC.match(line) is not None
        if not dropping:
            lines.append(line)
    return b"".join(lines)
