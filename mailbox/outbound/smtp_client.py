"""One conversation with a mail host, and how it ended for each recipient.

Whatever happens (refusal, silence, a connection that breaks in the middle)
becomes a value; nothing here raises for what a host does. Which host to try
is decided by `routing.py`, when to try again by `retry.py`. RFC 5321 §3.3,
RFC 3207, RFC 1870, RFC 2920, RFC 6531, RFC 2033.
"""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mailbox.mailauth.resolver import NoSuchDomain, is_ip_address, to_a_label
from mailbox.outbound.next_hops import Hop, Protocol, Tls
from mailbox.outbound.outcomes import (
    Finding,
    Peer,
    RecipientOutcome,
    State,
    no_reply,
    postpone,
    read_reply,
    refuse,
)
from mailbox.outbound.smtp_link import (
    HandshakeFailed,
    LinkLost,
    Reply,
    SmtpLink,
    Timeouts,
    describe,
)
from mailsvc.kit import clock

PIPELINED_AT_ONCE: Final = 50
CLOSING: Final = 421
TOO_MANY_RECIPIENTS: Final = 552


class _SessionFailed(Exception):
    """The host will not do business; the finding holds for all recipients."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.text)
        self.finding = finding


@dataclass(slots=True)
class _Session:
    """A conversation under way, and what has been found out so far."""

    envelope_from: str
    recipients: tuple[str, ...]
    raw: bytes
    peer: Peer
    found: dict[str, Finding]

    def settle(self, finding: Finding, recipients: Sequence[str] = ()) -> None:
        """Give a finding to those recipients, or to all, that have none yet."""
        for address in recipients or self.recipients:
            self.found.setdefault(address, finding)

    @property
    def unsettled(self) -> list[str]:
        return [address for address in self.recipients if address not in self.found]

    def outcomes(self) -> tuple[RecipientOutcome, ...]:
        at = clock.now()
        return tuple(
            self.found[address].for_recipient(address, self.peer, at)
            for address in self.recipients
        )


def deliver(
    hop: Hop,
    envelope_from: str,
    recipients: Sequence[str],
    raw: bytes,
    *,
    hostname: str,
    timeouts: Timeouts | None = None,
) -> tuple[RecipientOutcome, ...]:
    """Hold one conversation with a host, at the first of its addresses that answers.

    Args:
        hop: The host, and what it takes to speak with it.
        envelope_from: The reverse-path; empty for a delivery report.
        recipients: Whom to name in RCPT; a repeated one is named once.
        raw: The message.
        hostname: Our own name, for EHLO.
        timeouts: Seconds for each phase.

    Returns:
        One outcome for each recipient, in their order.
    """
    people = tuple(dict.fromkeys(recipients))
    session = _Session(envelope_from, people, raw, Peer(hop.host), {})
    try:
        link = _reach(session, hop, hostname, timeouts or Timeouts())
        try:
            _transact(link, session)
        finally:
            link.leave()
    except _SessionFailed as failure:
        session.settle(failure.finding)
    except LinkLost as lost:
        session.settle(no_reply(str(lost), status="4.4.2"))
    return session.outcomes()


def _reach(session: _Session, hop: Hop, hostname: str, timeouts: Timeouts) -> SmtpLink:
    """Give a link that is greeted, protected and signed in as the hop demands."""
    last: Exception = LinkLost("the host has no address")
    for ip in _addresses(hop):
        link = SmtpLink(hop, ip, hostname, timeouts)
        session.peer = Peer(hop.host, ip)
        try:
            return _prepare(session, link)
        except HandshakeFailed as failure:
            if hop.tls is Tls.MAY and hop.protocol is not Protocol.SMTPS:
                return _reach_in_clear(session, link, failure)
            last = failure
        except LinkLost as lost:
            link.close()
            last = lost
    status = "4.7.5" if isinstance(last, HandshakeFailed) else "4.4.1"
    raise _SessionFailed(no_reply(str(last), status=status))


def _reach_in_clear(
    session: _Session, failed: SmtpLink, failure: HandshakeFailed
) -> SmtpLink:
    """Connect anew without TLS: in clear is better than not at all (RFC 7435)."""
    hop = replace(failed.hop, tls=Tls.OFF)
    link = SmtpLink(hop, failed.ip, failed.local_hostname, failed.timeouts)
    _prepare(session, link, may_sign_in=False)
    session.peer = replace(session.peer, tls_failure=str(failure))
    return link


def _prepare(
    session: _Session, link: SmtpLink, *, may_sign_in: bool = True
) -> SmtpLink:
    try:
        _expect(link.open(), 220)
        _expect(link.greet(), 250)
        _protect(link)
        session.peer = link.peer
        if link.hop.username:
            _sign_in(link, may_sign_in=may_sign_in)
    except _SessionFailed:
        link.leave()
        raise
    return link


def _expect(reply: Reply, code: int) -> None:
    """Take any other reply as the host's trouble, not the recipients'."""
    if reply.code != code:
        finding = read_reply(reply.code, reply.text, usual_status="4.3.2")
        if finding.state is State.DELIVERED:
            finding = no_reply(f"unexpected reply {reply.code}", status="4.5.0")
        raise _SessionFailed(postpone(finding))


def _protect(link: SmtpLink) -> None:
    """Start TLS whenever it is offered and not forbidden (RFC 3207)."""
    hop = link.hop
    if hop.tls is Tls.OFF or hop.protocol is Protocol.SMTPS:
        return
    started = link.has_extn("starttls") and link.start_tls().code == 220
    if started:
        _expect(link.greet(), 250)
    elif hop.tls is not Tls.MAY:
        text = "TLS is demanded here, and the host offers none"
        raise _SessionFailed(no_reply(text, status="4.7.4"))


def _sign_in(link: SmtpLink, *, may_sign_in: bool) -> None:
    """Prove who we are to a smarthost; a wrong password is ours to mend."""
    if not may_sign_in or not (link.peer.tls or link.hop.tls is Tls.OFF):
        text = "the password is not sent without TLS"
        raise _SessionFailed(no_reply(text, status="4.7.11"))
    try:
        link.login(link.hop.username, link.hop.password)
    except smtplib.SMTPResponseException as error:
        reply = read_reply(
            error.smtp_code, _decoded(error.smtp_error), usual_status="4.7.8"
        )
        raise _SessionFailed(postpone(reply)) from error
    except smtplib.SMTPException as error:
        raise _SessionFailed(no_reply(str(error), status="4.7.8")) from error


def _transact(link: SmtpLink, session: _Session) -> None:
    _refuse_oversize(link, session)
    _refuse_unicode(link, session)
    waiting = session.unsettled
    if not waiting:
        return
    accepted = _name_envelope(link, session, waiting)
    if not accepted:
        return
    reply = link.ask("DATA", link.timeouts.data_start_seconds)
    if reply.code != 354:
        session.settle(_refusal(reply, usual_status="4.5.0"), accepted)
        return
    link.send_data(session.raw)
    _hear_verdicts(link, session, accepted)


def _refuse_oversize(link: SmtpLink, session: _Session) -> None:
    limit = link.esmtp_features.get("size", "").strip()
    if limit.isdigit() and 0 < int(limit) < len(session.raw):
        text = f"the message has {len(session.raw)} bytes, the host takes {limit}"
        raise _SessionFailed(refuse(text, status="5.3.4"))


def _refuse_unicode(link: SmtpLink, session: _Session) -> None:
    """Settle what only SMTPUTF8 could carry, if the host lacks it (RFC 6531 §3.5)."""
    if link.has_extn("smtputf8"):
        return
    finding = refuse("the host takes no addresses outside ASCII", status="5.6.7")
    if not _on_wire(session.envelope_from).isascii():
        raise _SessionFailed(finding)
    for address in session.recipients:
        if not _on_wire(address).isascii():
            session.settle(finding, [address])


def _name_envelope(link: SmtpLink, session: _Session, waiting: list[str]) -> list[str]:
    """Say MAIL and RCPT; list whom the host accepts."""
    mail = _mail_command(link, session, waiting)
    commands = [mail, *(f"RCPT TO:<{_on_wire(address)}>" for address in waiting)]
    replies = _converse(link, commands)
    sender = next(replies)
    accepted: list[str] = []
    if sender.code != 250:
        finding = _refusal(sender, usual_status="4.1.8")
        for _late in replies:  # what was pipelined behind it is refused as well
            pass
        session.settle(finding, waiting)
        return accepted
    for address, reply in zip(waiting, replies, strict=False):
        if reply.code in (250, 251, 252):
            accepted.append(address)
            continue
        session.settle(_rcpt_refusal(reply), [address])
        if reply.code == CLOSING:
            raise _SessionFailed(_refusal(reply))
    return accepted


def _mail_command(link: SmtpLink, session: _Session, waiting: list[str]) -> str:
    addresses = [_on_wire(session.envelope_from), *map(_on_wire, waiting)]
    options = []
    if link.has_extn("size"):
        options.append(f"SIZE={len(session.raw)}")
    if link.has_extn("8bitmime") and not session.raw.isascii():
        options.append("BODY=8BITMIME")
    if not all(address.isascii() for address in addresses):
        options.append("SMTPUTF8")
    return " ".join([f"MAIL FROM:<{addresses[0]}>", *options])


def _converse(link: SmtpLink, commands: list[str]) -> Iterator[Reply]:
    """Yield a reply for each command, many in flight if the host can (RFC 2920)."""
    seconds = link.timeouts.command_seconds
    if not link.has_extn("pipelining"):
        for index, command in enumerate(commands):
            reply = link.ask(command)
            yield reply
            if index == 0 and reply.code != 250:
                return
        return
    for start in range(0, len(commands), PIPELINED_AT_ONCE):
        batch = commands[start : start + PIPELINED_AT_ONCE]
        link.say(batch)
        for _command in batch:
            yield link.hear(seconds)


def _hear_verdicts(link: SmtpLink, session: _Session, accepted: list[str]) -> None:
    """Hear the reply to the message; LMTP gives one for each (RFC 2033 §4.2)."""
    seconds = link.timeouts.data_end_seconds
    for address in accepted:
        reply = link.hear(seconds)
        finding = read_reply(reply.code, reply.text, usual_status="2.0.0")
        if link.hop.protocol is not Protocol.LMTP:
            session.settle(finding, accepted)
            return
        session.settle(finding, [address])


def _refusal(reply: Reply, *, usual_status: str = "4.0.0") -> Finding:
    """Understand a reply where success is no option."""
    finding = read_reply(reply.code, reply.text, usual_status=usual_status)
    if finding.state is State.DELIVERED:
        return no_reply(f"unexpected reply {reply.code}", status="4.5.0")
    return finding


def _rcpt_refusal(reply: Reply) -> Finding:
    """Understand a refused RCPT; 552 means too many (RFC 5321 §4.5.3.1.10)."""
    finding = _refusal(reply, usual_status="4.1.1" if reply.code == 550 else "4.0.0")
    return postpone(finding) if reply.code == TOO_MANY_RECIPIENTS else finding


def _on_wire(address: str) -> str:
    """Write an address for the envelope, its domain as A-labels."""
    local, at, domain = address.rpartition("@")
    if not at or domain.startswith("["):
        return address
    try:
        return f"{local}@{to_a_label(domain)}"
    except NoSuchDomain:
        return address


def _addresses(hop: Hop) -> Sequence[str]:
    if hop.addresses or is_ip_address(hop.host):
        return hop.addresses or (hop.host,)
    try:
        found = socket.getaddrinfo(hop.host, hop.port, type=socket.SOCK_STREAM)
    except OSError as error:
        text = f"the name of the host cannot be looked up: {describe(error)}"
        raise _SessionFailed(no_reply(text, status="4.4.3")) from error
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def _decoded(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
