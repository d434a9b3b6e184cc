"""Completing what a desktop client submits (RFC 6409 §8)."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from typing import Final

from mailbox.mime.build import new_message_id
from mailbox.mime.headers import scan_header

_BCC: Final = (b"bcc:", b"resent-bcc:")


def complete_submission(
    raw: bytes, *, domain: str, now: datetime
) -> tuple[bytes, bytes]:
    """Add Date and Message-ID where they are missing, and take Bcc out.

    Returns:
        What recipients get, and the author's own copy (which keeps Bcc).
    """
    header = scan_header(raw)
    added = b""
    if header.raw("date") is None:
        added += f"Date: {format_datetime(now)}\r\n".encode("ascii")
    if header.raw("message-id") is None:
        added += f"Message-ID: {new_message_id(domain)}\r\n".encode("ascii")
    kept = added + raw
    block, body = (
        kept[: len(added) + header.size_bytes],
        kept[len(added) + header.size_bytes :],
    )
    return _without_bcc(block) + body, kept


def _without_bcc(block: bytes) -> bytes:
    lines: list[bytes] = []
    dropping = False
    for line in block.splitlines(keepends=True):
        if line[:1] not in (b" ", b"\t"):
            dropping = line.lower().startswith(_BCC)
        if not dropping:
            lines.append(line)
    return b"".join(lines)
