"""One conversation with a mail host, and how it ended for each recipient.

Whatever happens (refusal, silence, a connection that breaks in the middle)
becomes a value; nothing here raises for what a host does. Which host to try
is decided by `routing.py`, when to try again by `retry.py`. RFC 5321 §3.3,
RFC 3207, RFC 1870, RFC 2920, RFC 6531, RFC 2033.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mailbox.mailauth.resolver import NoSuchDomain, to_a_label
from mailbox.mime.headers import find_header_end
from mailbox.outbound.next_hops import Hop, Protocol, Tls
from mailbox.outbound.outcomes import (
    CLOSING,
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
)
from mailbox.outbound.smtp_opening import (
    SessionFailed,
    addresses_of,
    open_conversation,
)
from mailsvc.kit import clock

PIPELINED_AT_ONCE: Final = 50
TOO_MANY_RECIPIENTS: Final = 552


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
    except SessionFailed as failure:
        session.settle(failure.finding)
    except LinkLost as lost:
        session.settle(no_reply(str(lost), status="4.4.2"))
    return session.outcomes()


def _reach(session: _Session, hop: Hop, hostname: str, timeouts: Timeouts) -> SmtpLink:
    """Give a link that is greeted, protected and signed in as the hop demands."""
    last: Exception = LinkLost("the host has no address")
    for ip in addresses_of(hop):
        link = SmtpLink(hop, ip, hostname, timeouts)
        session.peer = Peer(hop.host, ip)
        try:
            open_conversation(link)
            session.peer = link.peer
            return link
        except HandshakeFailed as failure:
            if hop.tls is Tls.MAY and hop.protocol is not Protocol.SMTPS:
                return _reach_in_clear(session, link, failure)
            last = failure
        except LinkLost as lost:
            link.close()
            last = lost
    status = "4.7.5" if isinstance(last, HandshakeFailed) else "4.4.1"
    raise SessionFailed(no_reply(str(last), status=status))


def _reach_in_clear(
    session: _Session, failed: SmtpLink, failure: HandshakeFailed
) -> SmtpLink:
    """Connect anew without TLS: in clear is better than not at all (RFC 7435)."""
    hop = replace(failed.hop, tls=Tls.OFF)
    link = SmtpLink(hop, failed.ip, failed.local_hostname, failed.timeouts)
    open_conversation(link, may_sign_in=False)
    session.peer = replace(link.peer, tls_failure=str(failure))
    return link


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
    try:
        _hear_verdicts(link, session, accepted)
    except LinkLost as lost:
        words = f"{lost} after it had the whole message"
        unsure = no_reply(words, status="4.4.2", is_about_host=False)
        session.settle(unsure, accepted)


def _refuse_oversize(link: SmtpLink, session: _Session) -> None:
    limit = link.esmtp_features.get("size", "").strip()
    if limit.isdigit() and 0 < int(limit) < len(session.raw):
        text = f"the message has {len(session.raw)} bytes, the host takes {limit}"
        raise SessionFailed(refuse(text, status="5.3.4"))


def _refuse_unicode(link: SmtpLink, session: _Session) -> None:
    """Settle what only SMTPUTF8 could carry, if the host lacks it (RFC 6531 §3.5)."""
    if link.has_extn("smtputf8"):
        return
    finding = refuse("the host takes no addresses outside ASCII", status="5.6.7")
    if not _on_wire(session.envelope_from).isascii():
        raise SessionFailed(finding)
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
            raise SessionFailed(_refusal(reply))
    return accepted


def _mail_command(link: SmtpLink, session: _Session, waiting: list[str]) -> str:
    named = [_on_wire(session.envelope_from), *map(_on_wire, waiting)]
    header = session.raw[: find_header_end(session.raw, 0, len(session.raw))]
    options = []
    if link.has_extn("size"):
        options.append(f"SIZE={len(session.raw)}")
    if link.has_extn("8bitmime") and not session.raw.isascii():
        options.append("BODY=8BITMIME")
    is_unicode = not all(address.isascii() for address in named)
    if is_unicode or (link.has_extn("smtputf8") and not header.isascii()):
        options.append("SMTPUTF8")
    return " ".join([f"MAIL FROM:<{named[0]}>", *options])


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
