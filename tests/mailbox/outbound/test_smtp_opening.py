"""Before any mail: the greeting, TLS, signing in, and whether it is not ourselves."""

from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path

import pytest

from mailbox.outbound.next_hops import Hop, Protocol, Tls
from mailbox.outbound.outcomes import State
from tests.fakes.smtp_peer import PolitePeer, ScriptedPeer
from tests.mailbox.outbound.talking import ANN, send


def test_tls_is_used_when_offered_whatever_the_certificate(tls: ssl.SSLContext) -> None:
    with PolitePeer(tls=tls) as peer:
        (outcome,) = send(peer.port)

    assert outcome.state is State.DELIVERED
    assert outcome.tls == "TLS 1.3"
    assert peer.accepted[0].over_tls


def test_demanded_certificate_must_be_the_hosts(
    tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with PolitePeer(tls=tls) as peer:
        hop = Hop("127.0.0.1", peer.port, tls=Tls.VERIFY)
        (distrusted,) = send(hop)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        (trusted,) = send(hop)

    assert (distrusted.state, distrusted.status) == (State.TEMPORARY, "4.7.5")
    assert trusted.state is State.DELIVERED
    assert len(peer.accepted) == 1


def test_demanded_tls_that_is_not_offered_sends_nothing() -> None:
    with PolitePeer() as peer:
        (outcome,) = send(Hop("127.0.0.1", peer.port, tls=Tls.REQUIRE))

    assert (outcome.state, outcome.status) == (State.TEMPORARY, "4.7.4")
    assert peer.accepted == []


def test_failed_handshake_is_followed_by_a_connection_in_clear() -> None:
    broken = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)  # it has no certificate
    script = {"EHLO": "250-peer.test\n250 STARTTLS"}
    with ScriptedPeer(script, tls=broken) as peer:
        (outcome,) = send(peer.port)

    assert outcome.state is State.DELIVERED
    assert outcome.tls == ""
    assert outcome.peer.tls_failure
    assert peer.connections == 2


def test_refused_starttls_goes_on_in_clear() -> None:
    script = {"EHLO": "250-peer.test\n250 STARTTLS", "STARTTLS": "454 not now"}
    with ScriptedPeer(script) as peer:
        (outcome,) = send(peer.port)

    assert outcome.state is State.DELIVERED
    assert peer.connections == 1


def test_smarthost_is_signed_in_to_over_tls(tls: ssl.SSLContext) -> None:
    with PolitePeer(tls=tls, login=("ann", "right")) as peer:
        hop = Hop("127.0.0.1", peer.port, username="ann", password="right")
        (right,) = send(hop)
        (wrong,) = send(replace(hop, password="wrong"))

    assert right.state is State.DELIVERED
    assert (wrong.state, wrong.code, wrong.status) == (State.TEMPORARY, 535, "4.7.8")


def test_password_is_never_sent_in_clear() -> None:
    script = {"EHLO": "250-peer.test\n250 AUTH PLAIN"}
    with ScriptedPeer(script) as peer:
        (outcome,) = send(Hop("127.0.0.1", peer.port, username="ann", password="x"))

    assert (outcome.state, outcome.status) == (State.TEMPORARY, "4.7.11")
    assert not any(command.startswith("AUTH") for command in peer.heard)


def test_smtps_is_encrypted_from_the_first_byte(tls: ssl.SSLContext) -> None:
    with ScriptedPeer(tls=tls) as peer:
        hop = Hop("127.0.0.1", peer.port, protocol=Protocol.SMTPS, tls=Tls.MAY)
        (outcome,) = send(hop)

    assert (outcome.state, outcome.status) == (State.TEMPORARY, "4.7.5")
    assert peer.heard == []


def test_host_that_knows_no_ehlo_is_greeted_with_helo() -> None:
    with ScriptedPeer({"EHLO": "502 what?"}) as peer:
        (outcome,) = send(peer.port)

    assert outcome.state is State.DELIVERED
    assert [command.replace("helo", "HELO") for command in peer.heard[:3]] == [
        "EHLO mail.example.test",
        "HELO mail.example.test",
        f"MAIL FROM:<{ANN}>",
    ]


@pytest.mark.parametrize(
    ("greeting", "status"),
    [("421 4.3.2 Busy", "4.3.2"), ("554 5.7.1 Not you", "4.7.1")],
)
def test_unfriendly_greeting_is_tried_again_later(greeting: str, status: str) -> None:
    with ScriptedPeer({"connect": greeting}) as peer:
        (outcome,) = send(peer.port)

    assert (outcome.state, outcome.status) == (State.TEMPORARY, status)
    assert outcome.is_about_host


@pytest.mark.parametrize("name", ["peer.test", "mail.example.test"])
def test_mail_that_the_dns_sends_back_to_us_goes_no_further(name: str) -> None:
    with ScriptedPeer({"EHLO": f"250-{name} greets you\n250 SIZE"}) as peer:
        published = Hop(
            "mx.remote.test", peer.port, addresses=("127.0.0.1",), is_published=True
        )
        (ourselves,) = send(published)
        (chosen,) = send(replace(published, is_published=False))

    assert (ourselves.state, ourselves.status) == (State.PERMANENT, "5.4.6")
    assert chosen.state is State.DELIVERED
