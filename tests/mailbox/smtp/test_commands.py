from __future__ import annotations

import re

import pytest

from mailbox.smtp.listeners import Service
from tests.fakes.smtp_dialogue import Dialogue
from tests.fakes.smtp_house import FakeDoorkeeper
from tests.mailbox.smtp.conftest import Call, OpenDoor


def test_ehlo_offers_what_we_do(call_mx: Call) -> None:
    reply = call_mx(message_bytes=1000).ask("EHLO far.test")

    assert reply.splitlines() == [
        "250-mx.ours.test",
        "250-SIZE 1000",
        "250-PIPELINING",
        "250-8BITMIME",
        "250-SMTPUTF8",
        "250-ENHANCEDSTATUSCODES",
        "250 STARTTLS",
    ]


def test_helo_begins_without_extensions(call_mx: Call) -> None:
    talk = call_mx()

    assert talk.ask("HELO far.test") == "250 mx.ours.test"
    assert talk.ask("MAIL FROM:<s@far.test> SIZE=1").startswith("555 5.5.4")
    assert talk.ask("MAIL FROM:<s@far.test>").startswith("250 2.1.0")


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("NOOP", "250 2.0.0"),
        ("NOOP anything", "250 2.0.0"),
        ("rset", "250 2.0.0"),
        ("RSET now", "501 5.5.4"),
        ("HELP", "214 2.0.0"),
        ("VRFY ann", "252 2.5.0"),
        ("VRFY", "501 5.5.4"),
        ("EXPN list", "500 5.5.1"),
        ("BDAT 10 LAST", "500 5.5.1"),
        ("AUTH PLAIN AGFubgByaWdodA==", "500 5.5.1"),
        ("LHLO far.test", "500 5.5.1"),
        ("", "500 5.5.1"),
        (" NOOP", "500 5.5.1"),
        ("FROBNICATE", "500 5.5.1"),
        ("MAIL", "501 5.5.4"),
        ("MAIL FROM:<s@far.test> SIZE=99999999999", "552 5.3.4"),
        ("MAIL FROM:<s@far.test> BODY=8BITMIME", "250 2.1.0"),
        ("MAIL FROM:<s@far.test> HOLDFOR=3", "555 5.5.4"),
        ("RCPT TO:<ann@ours.test>", "503 5.5.1"),
        ("DATA", "503 5.5.1"),
        ("DATA now", "501 5.5.4"),
        ("EHLO", "501 5.5.4"),
        ("EHLO two words", "501 5.5.4"),
        ("STARTTLS now", "501 5.5.4"),
        ("QUIT now", "501 5.5.4"),
        ("QUIT", "221 2.0.0"),
    ],
)
def test_each_command_has_its_reply(call_mx: Call, line: str, reply: str) -> None:
    assert call_mx().ask(line).startswith(reply)


def test_every_reply_has_an_enhanced_status_of_its_class(call_mx: Call) -> None:
    talk = call_mx()

    for line in ("NOOP", "MAIL FROM:<s@far.test>", "RCPT TO:<x@y.z>", "X", "DATA"):
        code, status = re.match(r"(\d)\d\d (\d)\.\d\.\d ", talk.ask(line)).groups()  # type: ignore[union-attr]
        assert code == status


def test_mail_waits_for_a_greeting(open_door: OpenDoor) -> None:
    with Dialogue(open_door()) as talk:
        talk.read()
        assert talk.ask("MAIL FROM:<s@far.test>").startswith("503 5.5.1")


def test_one_mail_at_a_time(call_mx: Call) -> None:
    talk = call_mx()
    talk.ask("MAIL FROM:<s@far.test>")

    assert talk.ask("MAIL FROM:<t@far.test>").startswith("503 5.5.1")
    assert talk.ask("RSET").startswith("250")
    assert talk.ask("RCPT TO:<ann@ours.test>").startswith("503 5.5.1")
    assert talk.ask("MAIL FROM:<t@far.test>").startswith("250")


def test_ehlo_in_the_middle_begins_anew(call_mx: Call) -> None:
    talk = call_mx()
    talk.ask("MAIL FROM:<s@far.test>")

    talk.ask("EHLO far.test")

    assert talk.ask("RCPT TO:<ann@ours.test>").startswith("503 5.5.1")


def test_starttls_encrypts_and_forgets_what_was_said(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_mx()
    talk.ask("MAIL FROM:<s@far.test>")

    talk.start_tls()

    assert talk.ask("MAIL FROM:<s@far.test>").startswith("503 5.5.1")
    assert "STARTTLS" not in talk.ask("EHLO far.test")
    assert talk.ask("STARTTLS").startswith("503 5.5.1")
    assert talk.mail(b"Subject: x\r\n\r\n" + b"y\r\n" * 9999 + b".\r\n")[:3] == "250"
    (accepted,) = doorkeeper.accepted
    assert accepted.protocol == "ESMTPS"
    assert accepted.tls.startswith("TLSv1.")
    assert talk.ask("QUIT").startswith("221")


def test_a_broken_handshake_ends_the_connection(call_mx: Call) -> None:
    talk = call_mx()
    assert talk.ask("STARTTLS").startswith("220")

    talk.send(b"EHLO in clear\r\n")

    assert "250" not in talk.read_all()


def test_submissions_begin_with_tls(open_door: OpenDoor) -> None:
    with Dialogue(open_door(Service.SUBMISSIONS), implicit_tls=True) as talk:
        assert talk.read().startswith("220")
        reply = talk.ask("EHLO laptop")
        assert "AUTH PLAIN LOGIN" in reply
        assert "STARTTLS" not in reply
