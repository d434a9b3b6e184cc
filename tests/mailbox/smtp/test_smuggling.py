"""Two servers must never disagree about where a message or a command ends."""

from __future__ import annotations

import time

import pytest

from mailbox.smtp.listeners import Service
from tests.fakes.smtp_dialogue import Dialogue
from tests.fakes.smtp_house import FakeDoorkeeper
from tests.mailbox.smtp.conftest import Call, OpenDoor

SMUGGLED = b"MAIL FROM:<evil@far.test>\r\nRCPT TO:<ben@ours.test>\r\nDATA\r\nevil\r\n"


@pytest.mark.parametrize(
    "false_end",
    [
        b"\n.\n",
        b"\n.\r\n",
        b"\r\n.\n",
        b"\r.\r",
        b"\r\n.\r",
        b"\r.\r\n",
        b"\n.\r",
        b"\r\n.\r\r\n",
        b"\r\n\r.\r\n",
    ],
)
def test_a_false_end_makes_one_message_and_it_is_refused(
    call_mx: Call, doorkeeper: FakeDoorkeeper, false_end: bytes
) -> None:
    talk = call_mx()

    reply = talk.mail(b"Subject: x\r\n\r\nhi" + false_end + SMUGGLED + b".\r\n")

    assert reply.startswith("550 5.6.0")
    assert talk.ask("NOOP").startswith("250 2.0.0")
    assert doorkeeper.accepted == []


@pytest.mark.parametrize("text", [b"a\nb\r\n", b"a\rb\r\n", b"a\r\r\n", b"\n", b"\r"])
def test_a_bare_cr_or_lf_anywhere_is_refused_after_the_real_end(
    call_mx: Call, doorkeeper: FakeDoorkeeper, text: bytes
) -> None:
    talk = call_mx()

    assert talk.mail(text + b"\r\n.\r\n").startswith("550 5.6.0")
    assert talk.mail(b"good\r\n.\r\n").startswith("250 2.0.0")
    assert len(doorkeeper.accepted) == 1


def test_a_dot_with_more_on_its_line_does_not_end_a_message(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_mx()

    assert talk.mail(b"a\r\n. \r\n.x\r\n..\r\n.\r\n").startswith("250")
    assert len(doorkeeper.accepted) == 1


def test_the_end_is_found_when_it_comes_octet_by_octet(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_mx()
    talk.ask("MAIL FROM:<s@far.test>")
    talk.ask("RCPT TO:<ann@ours.test>")
    talk.ask("DATA")

    for octet in b"a\r\n..\r\nb\r\n.\r\n":
        talk.send(bytes([octet]))
        time.sleep(0.002)

    assert talk.read().startswith("250")


@pytest.mark.parametrize("line", [b"NOOP\n", b"NO\rOP\r\n", b"NOOP\r\r\n", b"\r\n\n"])
def test_a_command_line_ends_in_crlf_and_nothing_else(
    call_mx: Call, line: bytes
) -> None:
    talk = call_mx()

    talk.send(line)

    assert talk.read()[:3] in ("500", "503")


def test_a_grouped_transaction_is_answered_in_order(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_mx()

    talk.send(
        b"RSET\r\nMAIL FROM:<s@far.test>\r\nRCPT TO:<ann@ours.test>\r\n"
        b"RCPT TO:<nobody@ours.test>\r\nDATA\r\n"
    )

    codes = [talk.read()[:9] for _ in range(5)]
    assert codes == ["250 2.0.0", "250 2.1.0", "250 2.1.5", "550 5.1.1", "354 Send "]
    talk.send(
        b"x\r\n.\r\nMAIL FROM:<t@far.test>\r\nRCPT TO:<ben@ours.test>\r\nDATA\r\n"
    )
    assert [talk.read()[:3] for _ in range(4)] == ["250", "250", "250", "354"]
    talk.send(b"y\r\n.\r\nQUIT\r\n")
    assert [talk.read()[:3] for _ in range(2)] == ["250", "221"]
    assert len(doorkeeper.accepted) == 2


@pytest.mark.parametrize(
    "command",
    ["EHLO far.test", "HELO far.test", "NOOP", "VRFY ann", "QUIT", "STARTTLS", "HELP"],
)
def test_nothing_may_follow_a_command_that_must_be_last(
    call_mx: Call, command: str
) -> None:
    talk = call_mx()

    talk.send(command.encode() + b"\r\nMAIL FROM:<s@far.test>\r\n")

    assert talk.read().startswith("503 5.5.0")
    assert talk.has_ended()


def test_text_sent_before_354_is_refused(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_mx()
    talk.ask("MAIL FROM:<s@far.test>")
    talk.ask("RCPT TO:<ann@ours.test>")

    talk.send(b"DATA\r\nSubject: x\r\n\r\nhello\r\n.\r\n")

    assert talk.read().startswith("503 5.5.0")
    assert talk.has_ended()
    assert doorkeeper.accepted == []


def test_without_ehlo_there_are_no_groups(call_mx: Call) -> None:
    talk = call_mx()
    talk.ask("HELO far.test")

    talk.send(b"MAIL FROM:<s@far.test>\r\nRCPT TO:<ann@ours.test>\r\n")

    assert talk.read().startswith("503 5.5.0")
    assert talk.has_ended()


def test_without_ehlo_nothing_follows_the_end_of_a_message(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_mx()
    talk.ask("HELO far.test")

    reply = talk.mail(b"x\r\n.\r\n" + SMUGGLED)

    assert reply.startswith("503 5.5.0")
    assert doorkeeper.accepted == []


def test_who_speaks_before_the_greeting_is_sent_away(open_door: OpenDoor) -> None:
    with Dialogue(open_door(greeting_wait_seconds=0.3)) as talk:
        talk.send(b"EHLO far.test\r\n")

        assert talk.read().startswith("554 5.5.0")
        assert talk.has_ended()


def test_what_is_sent_along_with_starttls_counts_for_nothing(
    open_door: OpenDoor,
) -> None:
    with Dialogue(open_door(Service.SUBMISSION)) as talk:
        talk.read()
        talk.ask("EHLO laptop")

        talk.send(b"STARTTLS\r\nEHLO injected\r\n")

        assert talk.read().startswith("503 5.5.0")
        assert talk.has_ended()
