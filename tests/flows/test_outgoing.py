"""A letter's whole way out: a mail program, the queue, and somebody else's server.

The door, the services and the delivery are the real ones, the peer is aiosmtpd
with STARTTLS; only the worker is played, by `deliver_what_is_due`.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from time import monotonic as clock

import dkim
import pytest
from pytest_django.fixtures import Settings

from accounts.models import Account
from accounts.signin.throttling import FREE_GUESSES, note_wrong_guess
from mailbox.inbound.sorting import file_waiting
from mailbox.models import Domain, EnvelopeState, OutgoingEnvelope, Role
from mailbox.outbound import queue
from mailbox.outbound.delivery import attempt
from mailbox.outbound.next_hops import Hop
from mailbox.smtp.listeners import Service
from mailbox.smtp.wiring import make_house
from mailbox.store.blobs import blobs
from tests.builders.mail import PASSWORD, entries_of, open_test_account
from tests.builders.outgoing import states_of
from tests.fakes.certificates import server_context, write_certificate
from tests.fakes.resolver import FakeResolver
from tests.fakes.smtp_house import RunningHouse
from tests.fakes.smtp_peer import PolitePeer

pytestmark = pytest.mark.django_db(transaction=True)

ANN = "ann@example.test"
WEN = "wen@remote.test"


@pytest.fixture
def people(redis: object) -> tuple[Account, Account]:
    """Ann and Ben."""
    return open_test_account("ann"), open_test_account("ben")


@pytest.fixture
def port(
    settings: Settings, tmp_path: Path, people: tuple[Account, Account]
) -> Iterator[int]:
    """Open the submission door; gives its port."""
    certificate = write_certificate(tmp_path)
    settings.MAILSVC_TLS_CERTIFICATE = settings.MAILSVC_TLS_KEY = certificate
    with RunningHouse(make_house()) as house:
        yield house.open(Service.SUBMISSION)


@pytest.fixture
def remote(settings: Settings, tmp_path: Path) -> Iterator[PolitePeer]:
    """The host of remote.test."""
    (tmp_path / "remote").mkdir()
    certificate = write_certificate(tmp_path / "remote")
    with PolitePeer(tls=server_context(certificate)) as peer:
        settings.MAILSVC_ROUTES = {"remote.test": Hop("127.0.0.1", peer.port)}
        yield peer


def signed_in(port: int) -> smtplib.SMTP:
    """Sign in as a mail program does."""
    client = smtplib.SMTP("127.0.0.1", port, "laptop.home", timeout=30)
    client.ehlo()
    assert not client.has_extn("auth")
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    client.starttls(context=trusting)
    client.login(ANN, PASSWORD)
    return client


def letter(author: str = ANN, *, bcc: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = f"Ann <{author}>"
    message["To"] = f"文静 <{WEN}>"
    message["Subject"] = "年度报告"
    if bcc:
        message["Bcc"] = bcc
    message.set_content("请查收。\n.\n..")
    message.add_attachment(
        bytes(range(256)) * 300,
        maintype="application",
        subtype="pdf",
        filename="报告.pdf",
    )
    return message


def raw_of(message: EmailMessage) -> bytes:
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def test_letter_of_a_mail_program_reaches_the_other_side(
    people: tuple[Account, Account], port: int, remote: PolitePeer
) -> None:
    message = letter(bcc="hidden@remote.test, ben@example.test")
    everybody = [WEN, "hidden@remote.test", "ben@example.test"]
    with signed_in(port) as client:
        refused = client.sendmail(ANN, everybody, raw_of(message))

    assert refused == {}
    deliver_what_is_due()
    (accepted,) = remote.accepted
    assert accepted.recipients == [WEN, "hidden@remote.test"]
    assert accepted.over_tls
    assert b"hidden" not in accepted.raw
    assert b"laptop" not in accepted.raw
    assert b"127.0.0.1" not in accepted.raw
    assert dkim.verify(accepted.raw, dnsfunc=published)
    envelope = OutgoingEnvelope.objects.get()
    assert envelope.state == EnvelopeState.DONE
    assert set(states_of(envelope).values()) == {"delivered"}
    ann, ben = people
    (sent,), (received,) = entries_of(ann, Role.SENT), entries_of(ben)
    assert b"Bcc: hidden@remote.test" in blobs().read(sent.message.digest)
    assert b"hidden" not in blobs().read(received.message.digest)


def deliver_what_is_due() -> None:
    for number in queue.list_due():
        attempt(number, FakeResolver())
    file_waiting()


def published(name: bytes, timeout: int = 5) -> bytes:
    """Answer for the DNS with the record that we tell operators to publish."""
    domain = Domain.objects.get(name="example.test")
    assert name == f"{domain.dkim_selector}._domainkey.example.test.".encode()
    return f"v=DKIM1; k=rsa; p={domain.dkim_public}".encode()


@pytest.mark.parametrize(
    ("sender", "author", "code"),
    [
        (ANN, ANN, 250),
        (ANN, "ann+work@example.test", 250),
        (ANN, "ben@example.test", 550),
        ("ben@example.test", ANN, 550),
        ("", ANN, 550),
    ],
)
def test_a_person_sends_from_their_own_addresses_only(
    port: int, remote: PolitePeer, sender: str, author: str, code: int
) -> None:
    with signed_in(port) as client:
        answers = [client.mail(sender)]
        if answers[0][0] == 250:
            client.rcpt(WEN)
            answers.append(client.data(raw_of(letter(author))))

    deliver_what_is_due()
    assert answers[-1][0] == code
    assert len(remote.accepted) == (1 if code == 250 else 0)


def test_wrong_guesses_on_the_web_slow_down_the_mail_program_too(port: int) -> None:
    for _ in range(FREE_GUESSES):
        note_wrong_guess(ANN, "127.0.0.1")

    began = clock()
    signed_in(port).close()
    assert clock() - began >= 1
    began = clock()
    signed_in(port).close()
    assert clock() - began < 1


def test_refused_recipient_is_reported_into_the_inbox(
    people: tuple[Account, Account], port: int, remote: PolitePeer
) -> None:
    remote.refused = {WEN: "550 5.1.1 No such user"}
    with signed_in(port) as client:
        client.sendmail(ANN, [WEN, "mia@remote.test"], raw_of(letter()))
    deliver_what_is_due()

    (report,) = entries_of(people[0])
    assert report.message.subject == "Not delivered: 年度报告"
    assert [each.recipients for each in remote.accepted] == [["mia@remote.test"]]
