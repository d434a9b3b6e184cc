"""The opening of a conversation: greeting, TLS, signing in.

What can go wrong here is the host's trouble or ours, never a recipient's, and
holds for all of them alike. RFC 5321 §3.1, RFC 3207, RFC 4954.
"""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Sequence

from mailbox.mailauth.resolver import is_ip_address
from mailbox.outbound.next_hops import Hop, Protocol, Tls
from mailbox.outbound.outcomes import (
    Finding,
    State,
    blame_host,
    no_reply,
    postpone,
    read_reply,
    refuse,
)
from mailbox.outbound.smtp_link import Reply, SmtpLink, describe


class SessionFailed(Exception):
    """The host will not do business; the finding holds for all recipients."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.text)
        self.finding = finding


def open_conversation(link: SmtpLink, *, may_sign_in: bool = True) -> None:
    """Greet a host, and protect and sign in as the hop demands.

    Raises:
        SessionFailed: The host will not do business, or we not with it.
        HandshakeFailed, LinkLost: As `SmtpLink` has it.
    """
    try:
        _expect(link.open(), 220)
        greeted = link.greet()
        _expect(greeted, 250)
        _refuse_ourselves(link, greeted)
        _protect(link)
        if link.hop.username:
            _sign_in(link, may_sign_in=may_sign_in)
    except SessionFailed:
        link.leave()
        raise


def _refuse_ourselves(link: SmtpLink, greeted: Reply) -> None:
    """Turn back where the DNS led us to ourselves, whatever name it gave us.

    A host that an operator named is taken as it is: it may well be a second
    server on this machine.
    """
    if not link.hop.is_published:
        return
    name = greeted.text.split("\n")[0].partition(" ")[0].rstrip(".").lower()
    if link.is_to_itself or name == link.local_hostname.lower():
        raise SessionFailed(refuse("the host is this very server", status="5.4.6"))


def _expect(reply: Reply, code: int) -> None:
    """Take any other reply as the host's trouble, not the recipients'."""
    if reply.code != code:
        finding = read_reply(reply.code, reply.text, usual_status="4.3.2")
        if finding.state is State.DELIVERED:
            finding = no_reply(f"unexpected reply {reply.code}", status="4.5.0")
        raise SessionFailed(blame_host(finding))


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
        raise SessionFailed(no_reply(text, status="4.7.4"))


def _sign_in(link: SmtpLink, *, may_sign_in: bool) -> None:
    """Prove who we are to a smarthost; a wrong password is ours to mend."""
    if not may_sign_in or not (link.peer.tls or link.hop.tls is Tls.OFF):
        text = "the password is not sent without TLS"
        raise SessionFailed(no_reply(text, status="4.7.11"))
    try:
        link.login(link.hop.username, link.hop.password)
    except smtplib.SMTPResponseException as error:
        reply = read_reply(
            error.smtp_code, _decoded(error.smtp_error), usual_status="4.7.8"
        )
        raise SessionFailed(postpone(reply)) from error
    except smtplib.SMTPException as error:
        raise SessionFailed(no_reply(str(error), status="4.7.8")) from error


def addresses_of(hop: Hop) -> Sequence[str]:
    """List where a hop can be reached.

    Raises:
        SessionFailed: Its name cannot be looked up.
    """
    if hop.addresses or is_ip_address(hop.host):
        return hop.addresses or (hop.host,)
    try:
        found = socket.getaddrinfo(hop.host, hop.port, type=socket.SOCK_STREAM)
    except OSError as error:
        text = f"the name of the host cannot be looked up: {describe(error)}"
        raise SessionFailed(no_reply(text, status="4.4.3")) from error
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def _decoded(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
