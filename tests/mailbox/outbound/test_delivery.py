"""One attempt: who is tried, what is written down, what happens to a dead one."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Account
from mailbox.inbound.sorting import file_waiting
from mailbox.models import (
    Attempt,
    Domain,
    EnvelopeState,
    MailAddress,
    Mailbox,
    OutgoingEnvelope,
    Step,
    TraceStep,
)
from mailbox.outbound.delivery import attempt
from mailbox.outbound.next_hops import Hop, Tls
from mailbox.provisioning import prepare_domain
from mailbox.store.blobs import blobs
from mailsvc.kit import clock
from tests.builders.mail import Letter, entries_of, mailbox_of
from tests.builders.outgoing import queue, states_of
from tests.fakes.certificates import server_context
from tests.fakes.resolver import FakeResolver
from tests.fakes.smtp_peer import HANG_UP, PolitePeer, ScriptedPeer
from tests.mailbox.outbound.conftest import Route

BEN = "ben@remote.test"
CLEO = "cleo@remote.test"
DORA = "dora@remote.test"
NO_DNS = FakeResolver()


def later(envelope: OutgoingEnvelope) -> OutgoingEnvelope:
    """Make the next attempt when it is due."""
    envelope.refresh_from_db()
    with clock.at(envelope.not_before):
        assert attempt(envelope.pk, NO_DNS)
    envelope.refresh_from_db()
    return envelope


def test_what_a_host_said_is_written_down(
    ann: Account, route: Route, certificate: Path
) -> None:
    peer = PolitePeer(tls=server_context(certificate))
    route("remote.test", peer)
    envelope = queue(ann, BEN)

    assert attempt(envelope.pk, NO_DNS)

    envelope.refresh_from_db()
    row = envelope.recipients.get()
    assert envelope.state == EnvelopeState.DONE
    assert (row.state, row.code, row.status) == ("delivered", 250, "2.0.0")
    assert (row.host, row.text, row.tls) == ("127.0.0.1", "Queued as 42", "TLS 1.3")
    assert [each.tls for each in Attempt.objects.filter(recipient=row)] == ["TLS 1.3"]
    steps = TraceStep.objects.filter(receipt=f"out-{envelope.pk}").order_by("pk")
    assert [step.step for step in steps] == [Step.QUEUED, Step.DELIVERED]
    assert peer.accepted[0].over_tls


def test_tls_that_is_demanded_and_not_offered_sends_nothing(
    ann: Account, route: Route
) -> None:
    strict, lenient = PolitePeer(), PolitePeer()
    route("remote.test", strict, Tls.REQUIRE)
    route("far.test", lenient, Tls.MAY)
    envelope = queue(ann, BEN, "ben@far.test")

    attempt(envelope.pk, NO_DNS)

    assert states_of(envelope) == {BEN: "waiting", "ben@far.test": "delivered"}
    assert (len(strict.accepted), len(lenient.accepted)) == (0, 1)


def test_only_the_unfinished_are_tried_again(ann: Account, route: Route) -> None:
    refused = {BEN: "550 5.1.1 No such user", CLEO: "451 4.7.1 Greylisted"}
    peer = PolitePeer(refused=refused)
    route("remote.test", peer)
    envelope = queue(ann, BEN, CLEO, DORA)
    attempt(envelope.pk, NO_DNS)
    assert states_of(envelope) == {BEN: "failed", CLEO: "waiting", DORA: "delivered"}
    envelope.refresh_from_db()
    assert envelope.state == EnvelopeState.QUEUED

    refused.clear()
    later(envelope)

    assert states_of(envelope) == {BEN: "failed", CLEO: "delivered", DORA: "delivered"}
    assert envelope.state == EnvelopeState.DONE
    assert [letter.recipients for letter in peer.accepted] == [[DORA], [CLEO]]


def test_smarthost_takes_all_that_no_route_serves(
    ann: Account, remote: PolitePeer, settings: Settings
) -> None:
    with PolitePeer() as relay:
        settings.MAILSVC_SMARTHOST = Hop("127.0.0.1", relay.port)
        envelope = queue(ann, BEN, "ben@far.test")
        attempt(envelope.pk, NO_DNS)

    assert [letter.recipients for letter in remote.accepted] == [[BEN]]
    assert [letter.recipients for letter in relay.accepted] == [["ben@far.test"]]


@pytest.mark.parametrize(
    ("domain", "state", "status"),
    [
        ("null.test", "failed", "5.1.10"),
        ("unknown.test", "failed", "5.1.2"),
        ("silent.test", "waiting", "4.4.3"),
        ("loop.test", "failed", "5.4.6"),
        ("alias.test", "failed", "5.4.6"),
        ("sister.test", "failed", "5.4.6"),
        ("bound.test", "failed", "5.4.6"),
        ("local.test", "failed", "5.4.6"),
        ("link.test", "failed", "5.4.4"),
    ],
)
def test_domain_that_has_no_host_for_us_ends_as_the_dns_says(
    ann: Account, settings: Settings, domain: str, state: str, status: str
) -> None:
    settings.MAILSVC_MX = settings.MAILSVC_MX.__class__("198.51.100.7", 25)
    Domain.objects.create(name="sister.example")
    dns = FakeResolver(
        hosts={
            "loop.test": [(10, settings.MAILSVC_HOSTNAME)],
            "alias.test": [(10, "mx.alias.test")],
            "sister.test": [(10, "sister.example")],
            "bound.test": [(10, "mx.bound.test")],
            "local.test": [(10, "mx.local.test")],
            "link.test": [(10, "mx.link.test")],
        },
        ips={
            settings.MAILSVC_HOSTNAME: ["203.0.113.1", "2001:DB8:0::1"],
            "mx.alias.test": ["2001:db8::1"],
            "sister.example": ["203.0.113.9"],
            "mx.bound.test": ["198.51.100.7"],
            "mx.local.test": ["::ffff:127.0.0.1"],
            "mx.link.test": ["169.254.169.254"],
        },
        null={"null.test"},
        silent={"silent.test"},
    )
    envelope = queue(ann, f"ben@{domain}")

    attempt(envelope.pk, dns)

    row = envelope.recipients.get()
    assert (row.state, row.status, row.code, row.host) == (state, status, 0, "")


def test_a_silent_domain_keeps_nobody_else_waiting(ann: Account, route: Route) -> None:
    gate = threading.Event()
    quick = PolitePeer(on_accept=gate.set)
    route("slow.test", ScriptedPeer(gate=gate))
    route("remote.test", quick)
    envelope = queue(ann, "ben@slow.test", BEN)

    attempt(envelope.pk, NO_DNS)

    assert gate.is_set()
    assert states_of(envelope) == {"ben@slow.test": "delivered", BEN: "delivered"}


def test_local_recipients_get_it_straight_in(ann: Account, ben: Account) -> None:
    envelope = queue(ann, "Ben+Lists@EXAMPLE.test", "nobody@example.test")

    attempt(envelope.pk, NO_DNS)
    file_waiting()

    assert list(states_of(envelope).values()) == ["delivered", "failed"]
    assert len(entries_of(ben)) == 1
    failed = envelope.recipients.get(state="failed")
    assert (failed.status, failed.text) == ("5.1.1", "There is no such mailbox here.")


def test_local_mailbox_without_room_is_tried_again(ann: Account, ben: Account) -> None:
    Mailbox.objects.filter(account=ben).update(quota_bytes=10)
    envelope = queue(ann, "ben@example.test")
    attempt(envelope.pk, NO_DNS)
    assert envelope.recipients.get().status == "4.2.2"

    Mailbox.objects.filter(account=ben).update(quota_bytes=1_000_000)
    later(envelope)
    file_waiting()

    assert len(entries_of(ben)) == 1


def test_message_that_may_have_arrived_goes_to_no_second_host(
    ann: Account, route: Route
) -> None:
    silent = ScriptedPeer({".": HANG_UP})
    route("remote.test", silent)
    envelope = queue(ann, BEN)

    attempt(envelope.pk, NO_DNS)

    row = envelope.recipients.get()
    assert (row.state, row.status) == ("waiting", "4.4.2")
    assert row.text == "the host hung up after it had the whole message"
    assert len(silent.messages) == 1


def test_bytes_that_are_away_make_the_letter_wait(
    ann: Account, remote: PolitePeer
) -> None:
    envelope = queue(ann, BEN)
    raw = blobs().read(envelope.digest)
    blobs().delete(envelope.digest)

    attempt(envelope.pk, NO_DNS)
    assert envelope.recipients.get().status == "4.3.0"

    blobs().put(raw)
    later(envelope)
    assert states_of(envelope) == {BEN: "delivered"}
    assert len(remote.accepted) == 1


def test_key_that_is_away_makes_the_letter_wait(
    ann: Account, remote: PolitePeer
) -> None:
    envelope = queue(ann, BEN)
    sealed = Domain.objects.get(name="example.test").dkim_key_sealed
    Domain.objects.update(dkim_key_sealed="of another secret")

    attempt(envelope.pk, NO_DNS)
    assert envelope.recipients.get().status == "4.7.0"
    assert remote.accepted == []

    Domain.objects.update(dkim_key_sealed=sealed)
    later(envelope)
    assert remote.accepted[0].raw.startswith(b"DKIM-Signature:")


@pytest.mark.parametrize(
    ("author", "domain"),
    [("ann@example.test", b"example.test"), ("ann@sister.example", b"sister.example")],
)
def test_signature_is_of_the_domain_that_the_reader_sees(
    ann: Account, remote: PolitePeer, author: str, domain: bytes
) -> None:
    prepare_domain("sister.example")
    MailAddress.objects.create(address="ann@sister.example", mailbox=mailbox_of(ann))
    envelope = queue(ann, BEN, letter=Letter(author=author, to=(BEN,)))

    attempt(envelope.pk, NO_DNS)

    assert b" d=" + domain + b";" in remote.accepted[0].raw


def test_a_fault_of_ours_is_no_refusal(ann: Account, remote: PolitePeer) -> None:
    class Broken(FakeResolver):
        def mx(self, domain: str) -> list[tuple[int, str]]:
            raise RuntimeError("nobody foresaw this")

    envelope = queue(ann, BEN, "ben@far.test")

    attempt(envelope.pk, Broken())

    assert states_of(envelope) == {BEN: "delivered", "ben@far.test": "waiting"}


def test_hidden_recipients_are_named_to_nobody_but_their_author(
    ann: Account, ben: Account, remote: PolitePeer
) -> None:
    letter = Letter(author=ann.address, to=(BEN, "ben@example.test"))
    envelope = queue(
        ann,
        BEN,
        "ben@example.test",
        letter=letter,
        bcc=("hidden@remote.test", "hidden@other.test"),
    )

    attempt(envelope.pk, FakeResolver(null={"other.test"}))
    file_waiting()

    copies = [letter.raw for letter in remote.accepted]
    copies += [blobs().read(entry.message.digest) for entry in entries_of(ben)]
    assert len(copies) == 2
    assert not any(b"hidden" in copy or b"bcc" in copy.lower() for copy in copies)
    sent = blobs().read(mailbox_of(ann).message_set.get(is_outgoing=True).digest)
    assert b"Bcc: hidden@remote.test,\r\n hidden@other.test" in sent
