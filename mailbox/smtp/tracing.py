"""The header fields that we put on top of what we receive (RFC 5321 §4.4).

Return-Path keeps the reverse-path for the reader, Received says who brought the
message, how, and when. What a peer claims is cut down to harmless characters.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final

_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9.:_\[\]-]")


@dataclass(frozen=True, slots=True)
class Hop:
    """How a message came to us.

    `protocol` is a keyword of RFC 3848, `tls` the version and cipher or empty,
    `recipient` the only recipient, or empty when there are several: they need
    not know of each other.
    """

    helo: str
    peer: str
    hostname: str
    protocol: str
    tls: str
    receipt: str
    recipient: str
    at: datetime


def return_path(reverse_path: str) -> bytes:
    """Write the Return-Path field."""
    return f"Return-Path: <{reverse_path}>\r\n".encode()


def received(hop: Hop) -> bytes:
    """Write the Received field; without `helo` it does not say from where.

    Submission leaves it out: where Ann sits is not her correspondents' business.
    """
    lines = [f"from {_name(hop.helo)} ({_literal(hop.peer)})"] if hop.helo else []
    lines.append(f"by {hop.hostname} with {hop.protocol} id {hop.receipt}")
    if hop.tls:
        lines.append(f"({hop.tls})")
    if hop.recipient:
        lines.append(f"for <{hop.recipient}>")
    field = "\r\n\t".join(lines)
    return f"Received: {field};\r\n\t{format_datetime(hop.at)}\r\n".encode()


def protocol_keyword(
    base: str, *, is_tls: bool, is_signed_in: bool, is_utf8: bool
) -> str:
    """Name the protocol: ESMTP, ESMTPSA, LMTPS, UTF8SMTPS… (RFC 3848, RFC 6531 §4.3).

    A message with `is_utf8` is UTF8SMTP or UTF8LMTP, whatever the base.
    """
    if is_utf8:
        base = "UTF8LMTP" if base == "LMTP" else "UTF8SMTP"
    return base + "S" * is_tls + "A" * is_signed_in


def _name(helo: str) -> str:
    return _NOT_IN_A_NAME.sub("?", helo)[:255]


def _literal(peer: str) -> str:
    """Write a peer's address as a literal (RFC 5321 §4.1.3)."""
    try:
        address = ipaddress.ip_address(peer.partition("%")[0])
    except ValueError:
        return "[unknown]"
    return f"[IPv6:{address}]" if address.version == 6 else f"[{address}]"
