"""The doors with the real services behind them, over real sockets."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Account
from mailbox.models import Arrival, Mailbox, OutgoingEnvelope, SpooledMessage
from mailbox.provisioning import prepare_domain, prepare_postmaster
from mailbox.smtp.listeners import Service
from mailbox.smtp.wiring import make_house
from mailbox.store.spool import unpack
from mailsvc.kit.jobs import Job
from tests.builders.mail import PASSWORD, open_test_account
from tests.fakes.certificates import write_certificate
from tests.fakes.smtp_dialogue import Dialogue
from tests.fakes.smtp_house import RunningHouse

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    b"From: Ann <ann@example.test>\r\nTo: x@far.test\r\nSubject: x\r\n\r\nhi\r\n.\r\n"
)


def spooled(row: Arrival) -> bytes:
    """The bytes that wait in the row beside an arrival."""
    return unpack(bytes(SpooledMessage.objects.get(pk=row.receipt).content))


@pytest.fixture
def house(
    settings: Settings,
    tmp_path: Path,
    redis: object,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[RunningHouse]:
    """Run the listeners; nobody works off what they take in."""
    monkeypatch.setattr(Job, "start", lambda *_, **__: None)
    certificate = write_certificate(tmp_path)
    settings.MAILSVC_TLS_CERTIFICATE = settings.MAILSVC_TLS_KEY = certificate
    settings.MAILSVC_DATA = tmp_path
    open_test_account("ann")
    open_test_account("ben")
    with RunningHouse(make_house()) as running:
        yield running


def greeted(port: int, hello: str = "EHLO far.test") -> Dialogue:
    talk = Dialogue(port)
    assert talk.read().startswith("220")
    assert talk.ask(hello).startswith("250")
    return talk


def signed_in(port: int, login: str = "ann@example.test") -> Dialogue:
    talk = greeted(port)
    talk.start_tls()
    talk.ask("EHLO laptop")
    response = b64encode(f"\0{login}\0{PASSWORD}".encode()).decode()
    assert talk.ask(f"AUTH PLAIN {response}").startswith("235")
    return talk


def test_a_stranger_s_message_is_owed_once_250_is_said(house: RunningHouse) -> None:
    with greeted(house.open(Service.MX)) as talk:
        reply = talk.mail(TEXT, "ANN+Lists@Example.Test", "ben@example.test")

    rows = Arrival.objects.order_by("mailbox_id")
    assert [row.subaddress.lower() for row in rows] == ["lists", ""]
    assert {row.protocol for row in rows} == {"ESMTP"}
    assert reply == f"250 2.0.0 Accepted as {rows[0].receipt}"
    assert spooled(rows[0]).endswith(b"\r\nhi\r\n")


def test_what_is_not_ours_is_refused_at_rcpt(house: RunningHouse) -> None:
    with greeted(house.open(Service.MX)) as talk:
        talk.ask("MAIL FROM:<s@far.test>")

        assert talk.ask("RCPT TO:<no@example.test>").startswith("550 5.1.1")
        assert talk.ask("RCPT TO:<ann@far.test>").startswith("550 5.7.1")
        assert talk.ask("RCPT TO:<ann@[127.0.0.1]>").startswith("550 5.7.1")
        assert talk.ask('RCPT TO:<"no such"@example.test>').startswith("550 5.1.1")
        assert not Arrival.objects.exists()


def test_a_front_mta_delivers_by_lmtp(house: RunningHouse) -> None:
    with greeted(house.open(Service.LMTP), "LHLO front.test") as talk:
        first = talk.mail(TEXT, "ann@example.test", "ben@example.test")
        assert first.startswith("250 2.0.0 <ann@example.test>")
        assert talk.read().startswith("250 2.0.0 <ben@example.test>")

    assert Arrival.objects.count() == 2


def test_a_mail_program_sends_after_signing_in(house: RunningHouse) -> None:
    with signed_in(house.open(Service.SUBMISSION)) as talk:
        reply = talk.mail(TEXT, "x@far.test", sender="ann@example.test")

    envelope = OutgoingEnvelope.objects.get()
    assert reply == f"250 2.0.0 Queued as out-{envelope.pk}"
    assert envelope.reverse_path == "ann@example.test"


def test_nobody_sends_as_somebody_else(house: RunningHouse) -> None:
    with signed_in(house.open(Service.SUBMISSION)) as talk:
        assert talk.ask("MAIL FROM:<ben@example.test>").startswith("550 5.7.1")
        assert talk.ask("MAIL FROM:<>").startswith("550 5.7.1")
        forged = TEXT.replace(b"ann@example.test", b"ben@example.test")
        reply = talk.mail(forged, "x@far.test", sender="ann@example.test")

    assert reply.startswith("550 5.7.1")
    assert not OutgoingEnvelope.objects.exists()


def test_a_closed_account_sends_nothing(house: RunningHouse) -> None:
    with signed_in(house.open(Service.SUBMISSION)) as talk:
        Account.objects.filter(address="ann@example.test").update(is_active=False)

        assert talk.ask("MAIL FROM:<ann@example.test>").startswith("550 5.7.1")


def test_a_wrong_password_does_not_sign_in(house: RunningHouse) -> None:
    with greeted(house.open(Service.SUBMISSION)) as talk:
        talk.start_tls()
        talk.ask("EHLO laptop")
        response = b64encode(b"\0ann@example.test\0wrong").decode()

        assert talk.ask(f"AUTH PLAIN {response}").startswith("535 5.7.8")


def fill(address: str, room_bytes: int) -> None:
    """Leave so much room in a mailbox."""
    rows = Mailbox.objects.filter(address=address)
    rows.update(used_bytes=1_000_000, quota_bytes=1_000_000 + room_bytes)


@pytest.mark.parametrize(
    ("door", "hello"),
    [(Service.MX, "EHLO far.test"), (Service.LMTP, "LHLO front.test")],
)
def test_a_full_mailbox_is_refused_for_now_and_others_are_not(
    house: RunningHouse, door: Service, hello: str
) -> None:
    fill("ann@example.test", -1)
    with greeted(house.open(door), hello) as talk:
        talk.ask("MAIL FROM:<s@far.test>")

        assert talk.ask("RCPT TO:<ann@example.test>") == (
            "452 4.2.2 The mailbox is full."
        )
        assert talk.ask("RCPT TO:<ann+lists@example.test>").startswith("452 4.2.2")
        assert talk.ask("RCPT TO:<ben@example.test>").startswith("250")
        assert talk.ask("DATA").startswith("354")
        talk.send(TEXT)
        assert talk.read().startswith("250")

    assert Arrival.objects.get().recipient == "ben@example.test"


@pytest.mark.parametrize(("size", "reply"), [(5001, "452 4.2.2"), (5000, "250 2.1.5")])
def test_a_letter_is_refused_by_the_size_that_it_announces(
    house: RunningHouse, size: int, reply: str
) -> None:
    fill("ann@example.test", 5000)
    with greeted(house.open(Service.MX)) as talk:
        talk.ask(f"MAIL FROM:<s@far.test> SIZE={size}")

        assert talk.ask("RCPT TO:<ann@example.test>").startswith(reply)


def test_what_is_accepted_and_not_filed_yet_takes_room_too(house: RunningHouse) -> None:
    fill("ann@example.test", 100)
    with greeted(house.open(Service.MX)) as talk:
        assert talk.mail(TEXT, "ann@example.test").startswith("250")
        talk.ask("MAIL FROM:<s@far.test>")

        # The plain address is remembered for five seconds.
        assert talk.ask("RCPT TO:<ann+new@example.test>").startswith("452 4.2.2")
        assert talk.ask("RCPT TO:<ben@example.test>").startswith("250")


def test_postmaster_is_reached_even_when_full(house: RunningHouse) -> None:
    prepare_postmaster(prepare_domain("example.test"))
    fill("postmaster@example.test", -1)
    with greeted(house.open(Service.MX)) as talk:
        talk.ask("MAIL FROM:<s@far.test>")

        assert talk.ask("RCPT TO:<postmaster>").startswith("250")
        assert talk.ask("RCPT TO:<PostMaster@example.test>").startswith("250")
