"""What a remote host said about one recipient, as a value.

A host speaks in reply codes (RFC 5321 §4.2) and, if it is kind, in enhanced
status codes (RFC 3463). Both are kept with its words, made safe to show; what
to do next is decided by `retry.py`, and how to say it by the pages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from mailbox.errors import MailError

TEXT_LIMIT: Final = 500
NO_REPLY: Final = 0
CLOSING: Final = 421
_STATUS: Final = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})(?:\s+|$)")


class State(StrEnum):
    """Whether a recipient has it, may yet get it, or never will."""

    DELIVERED = "delivered"
    TEMPORARY = "temporary"
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True)
class Peer:
    """The host that we spoke with.

    `tls` is such as `TLS 1.3`, or empty in clear; `tls_failure` tells why a
    host that offered TLS was spoken with in clear.
    """

    host: str
    ip: str = ""
    tls: str = ""
    tls_failure: str = ""


@dataclass(frozen=True, slots=True)
class RecipientOutcome:
    """How one attempt ended for one recipient.

    `code` is 0 if no reply came. `status` is the host's own enhanced status, or
    one that fits. `text` is printable, at most 500 characters. `at` is UTC.
    `is_about_host` is true if the host failed rather than refused, so that another
    may be tried; not if the message may be there, or it would arrive twice.
    """

    address: str
    state: State
    code: int
    status: str
    text: str
    peer: Peer
    at: datetime
    is_about_host: bool = False

    @property
    def host(self) -> str:
        """The host that answered, or that should have."""
        return self.peer.host

    @property
    def ip(self) -> str:
        """The address it answered from; empty if none did."""
        return self.peer.ip

    @property
    def tls(self) -> str:
        """The TLS version, such as `TLS 1.3`; empty in clear."""
        return self.peer.tls


@dataclass(frozen=True, slots=True)
class Finding:
    """A reply understood: what it means for every recipient it concerns."""

    state: State
    code: int
    status: str
    text: str
    is_about_host: bool = False

    def for_recipient(self, address: str, peer: Peer, at: datetime) -> RecipientOutcome:
        """Say it of one recipient."""
        return RecipientOutcome(
            address=address,
            state=self.state,
            code=self.code,
            status=self.status,
            text=self.text,
            peer=peer,
            at=at,
            is_about_host=self.is_about_host,
        )


def read_reply(code: int, text: str, *, usual_status: str = "") -> Finding:
    """Understand a reply.

    Args:
        code: The reply code; outside 200-599 it is taken as temporary.
        text: Its lines, joined by line feeds.
        usual_status: Given if the host sends no enhanced status of its own.
    """
    state, is_closing = _state_of(code), code == CLOSING
    lines = text.split("\n")
    match = _STATUS.match(lines[0].strip())
    if match and match[1] == str(code)[0]:
        status = f"{match[1]}.{match[2]}.{match[3]}"
        words = " ".join(_STATUS.sub("", line.strip(), count=1) for line in lines)
        return Finding(state, code, status, make_printable(words), is_closing)
    words = " ".join(line.strip() for line in lines)
    status = _fitting(state, usual_status)
    return Finding(state, code, status, make_printable(words), is_closing)


def no_reply(
    text: str, *, status: str = "4.4.1", is_about_host: bool = True
) -> Finding:
    """Say that no reply came, and why."""
    words = make_printable(text)
    return Finding(State.TEMPORARY, NO_REPLY, status, words, is_about_host)


def refuse(text: str, *, status: str) -> Finding:
    """Say that we ourselves know this can never be delivered."""
    return Finding(State.PERMANENT, NO_REPLY, status, make_printable(text))


def explain(error: MailError) -> Finding:
    """Say why we ourselves can not deliver: for now, or ever."""
    words = str(error.words)
    if error.temporary:
        return no_reply(words, status=error.status)
    return refuse(words, status=error.status)


def postpone(finding: Finding) -> Finding:
    """Take a refusal as temporary: it concerns us or the host, not the person."""
    if finding.state is not State.PERMANENT:
        return finding
    status = re.sub(r"^5", "4", finding.status)
    return replace(finding, state=State.TEMPORARY, status=status)


def blame_host(finding: Finding) -> Finding:
    """Take any trouble as the host's: another one may do better."""
    return replace(postpone(finding), is_about_host=True)


def make_printable(text: str) -> str:
    """Make a host's words safe to show, store and log; cut at 500 characters."""
    shown = (character if character.isprintable() else " " for character in text[:4000])
    return " ".join("".join(shown).split())[:TEXT_LIMIT]


def _state_of(code: int) -> State:
    if 200 <= code < 300:
        return State.DELIVERED
    return State.PERMANENT if 500 <= code < 600 else State.TEMPORARY


def _fitting(state: State, usual: str) -> str:
    digit = {State.DELIVERED: "2", State.TEMPORARY: "4", State.PERMANENT: "5"}[state]
    detail = usual.split(".", 1)[1] if "." in usual else "0.0"
    return f"{digit}.{detail}"
