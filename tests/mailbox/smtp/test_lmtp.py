from __future__ import annotations

import pytest

from tests.fakes.smtp_house import FakeDoorkeeper
from tests.mailbox.smtp.conftest import Call


def test_lhlo_greets_and_nothing_else_does(call_lmtp: Call) -> None:
    talk = call_lmtp()

    assert "PIPELINING" in talk.ask("LHLO front.test")
    assert talk.ask("EHLO front.test").startswith("500 5.5.1")
    assert talk.ask("HELO front.test").startswith("500 5.5.1")


def test_each_recipient_has_an_answer_after_data(
    call_lmtp: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_lmtp()

    first = talk.mail(b"x\r\n.\r\n", "ann@ours.test", "ben@ours.test", "ann@ours.test")

    replies = [first, talk.read(), talk.read()]
    receipt = doorkeeper.accepted[0].receipt
    assert replies == [
        f"250 2.0.0 <ann@ours.test> Accepted as {receipt}",
        f"250 2.0.0 <ben@ours.test> Accepted as {receipt}",
        f"250 2.0.0 <ann@ours.test> Accepted as {receipt}",
    ]
    assert [each.mailbox_id for each in doorkeeper.accepted[0].recipients] == [1, 2]
    assert doorkeeper.accepted[0].protocol == "LMTP"


@pytest.mark.parametrize(
    ("text", "reply"),
    [(b"a\nb\r\n.\r\n", "550 5.6.0"), (b"x" * 200 + b"\r\n.\r\n", "552 5.3.4")],
)
def test_a_refusal_is_said_once_for_each_recipient(
    call_lmtp: Call, text: bytes, reply: str
) -> None:
    talk = call_lmtp(message_bytes=100)

    first = talk.mail(text, "ann@ours.test", "ben@ours.test")

    assert first.startswith(f"{reply} <ann@ours.test>")
    assert talk.read().startswith(f"{reply} <ben@ours.test>")
    assert talk.ask("NOOP").startswith("250")


def test_trouble_is_said_once_for_each_recipient(
    call_lmtp: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_lmtp()
    doorkeeper.failure = OSError("no space left")

    first = talk.mail(b"x\r\n.\r\n", "ann@ours.test", "ben@ours.test")

    assert first.startswith("451 4.3.0 <ann@ours.test>")
    assert talk.read().startswith("451 4.3.0 <ben@ours.test>")
    assert talk.ask("NOOP").startswith("250")


def test_a_recipient_refused_at_rcpt_has_no_answer_after_data(call_lmtp: Call) -> None:
    talk = call_lmtp()
    talk.ask("MAIL FROM:<s@far.test>")
    assert talk.ask("RCPT TO:<nobody@ours.test>").startswith("550 5.1.1")
    talk.ask("RCPT TO:<ben@ours.test>")
    talk.ask("DATA")

    talk.send(b"x\r\n.\r\nNOOP\r\n")

    assert talk.read().startswith("250 2.0.0 <ben@ours.test>")
    assert talk.read() == "250 2.0.0 Done"


def test_data_without_recipients_is_out_of_order(call_lmtp: Call) -> None:
    talk = call_lmtp()
    talk.ask("MAIL FROM:<s@far.test>")

    assert talk.ask("DATA").startswith("503 5.5.1")
