from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from mailbox.errors import SenderNotAllowed
from mailbox.smtp.limits import FREE_GUESSES, MOST_GUESSES, WAITS_SECONDS, Guesses
from mailbox.smtp.listeners import House, Service
from tests.fakes.smtp_dialogue import Dialogue
from tests.fakes.smtp_house import FakeSender, RunningHouse
from tests.mailbox.smtp.conftest import Call, OpenDoor

ANN = "ann@ours.test"


def plain(password: str, *, login: str = ANN, acting_for: str = "") -> str:
    return b64encode(f"{acting_for}\0{login}\0{password}".encode()).decode()


@pytest.fixture
def signed_in(call_submission: Call) -> Call:
    def call(**limits: float) -> Dialogue:
        talk = call_submission(**limits)
        assert talk.ask(f"AUTH PLAIN {plain('right')}").startswith("235 2.7.0")
        return talk

    return call


def test_nothing_but_tls_is_possible_before_tls(open_door: OpenDoor) -> None:
    with Dialogue(open_door(Service.SUBMISSION)) as talk:
        talk.read()
        reply = talk.ask("EHLO laptop")

        assert "STARTTLS" in reply
        assert "AUTH" not in reply
        for command in (f"AUTH PLAIN {plain('right')}", "MAIL FROM:<>", "DATA"):
            assert talk.ask(command).startswith("530 5.7.0")


def test_auth_is_offered_within_tls(call_submission: Call) -> None:
    assert "250 AUTH PLAIN LOGIN" in call_submission().ask("EHLO laptop")


def test_nothing_is_sent_without_signing_in(call_submission: Call) -> None:
    talk = call_submission()

    assert talk.ask(f"MAIL FROM:<{ANN}>").startswith("530 5.7.0")
    assert talk.ask("RCPT TO:<x@far.test>").startswith("503 5.5.1")


def test_plain_signs_in_with_and_without_initial_response(
    call_submission: Call,
) -> None:
    talk = call_submission()
    assert talk.ask("AUTH PLAIN") == "334 "
    assert talk.ask(plain("right", acting_for=ANN)).startswith("235 2.7.0")

    assert talk.ask(f"AUTH PLAIN {plain('right')}").startswith("503 5.5.1")


def test_login_signs_in_with_and_without_initial_response(
    call_submission: Call,
) -> None:
    login, password = (b64encode(x).decode() for x in (ANN.encode(), b"right"))
    talk = call_submission()
    assert talk.ask("AUTH LOGIN") == "334 VXNlcm5hbWU6"
    assert talk.ask(login) == "334 UGFzc3dvcmQ6"
    assert talk.ask(password).startswith("235 2.7.0")

    talk = call_submission()
    assert talk.ask(f"auth login {login}") == "334 UGFzc3dvcmQ6"
    assert talk.ask(password).startswith("235 2.7.0")


@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("AUTH", "504 5.5.4"),
        ("AUTH CRAM-MD5", "504 5.5.4"),
        ("AUTH PLAIN !!!", "501 5.5.2"),
        ("AUTH PLAIN =", "501 5.5.2"),
        (f"AUTH PLAIN {plain('right', acting_for='ben@ours.test')}", "535 5.7.8"),
        (f"AUTH PLAIN {b64encode(b'no nul').decode()}", "501 5.5.2"),
        (f"AUTH PLAIN {b64encode(bytes([0, 255, 0, 255])).decode()}", "501 5.5.2"),
        ("AUTH PLAIN " + "A" * 2100, "500 5.5.2"),
    ],
)
def test_a_malformed_sign_in_is_refused(
    call_submission: Call, line: str, reply: str
) -> None:
    assert call_submission().ask(line).startswith(reply)


@pytest.mark.parametrize(
    ("response", "reply"),
    [("*", "501 5.7.0"), ("?", "501 5.5.2"), ("A" * 13_000, "500 5.5.6")],
)
def test_a_malformed_response_is_refused(
    call_submission: Call, response: str, reply: str
) -> None:
    talk = call_submission()
    talk.ask("AUTH PLAIN")

    assert talk.ask(response).startswith(reply)
    assert talk.ask("NOOP").startswith("250")


def test_a_response_before_its_challenge_is_out_of_step(call_submission: Call) -> None:
    talk = call_submission()

    talk.send(f"AUTH PLAIN\r\n{plain('right')}\r\n".encode())

    assert talk.read().startswith("503 5.5.0")
    assert talk.has_ended()


def test_commands_may_follow_auth_plain_with_its_response(
    call_submission: Call,
) -> None:
    talk = call_submission()

    talk.send(f"AUTH PLAIN {plain('right')}\r\nMAIL FROM:<{ANN}>\r\n".encode())

    assert talk.read().startswith("235 2.7.0")
    assert talk.read().startswith("250 2.1.0")


def test_a_wrong_password_and_an_unknown_account_look_the_same(
    call_submission: Call,
) -> None:
    talk = call_submission()
    began = time.monotonic()
    wrong = talk.ask(f"AUTH PLAIN {plain('wrong')}")
    between = time.monotonic()
    unknown = talk.ask(f"AUTH PLAIN {plain('wrong', login='no@ours.test')}")
    ended = time.monotonic()

    assert wrong == unknown == "535 5.7.8 Address or password is wrong"
    assert abs((between - began) - (ended - between)) < 0.2
    assert min(between - began, ended - between) >= 0.5


def test_a_peer_with_too_many_guesses_is_turned_away(
    make_house: Callable[..., House], stack: ExitStack
) -> None:
    guesses = Guesses()
    for _ in range(MOST_GUESSES):
        guesses.note_wrong("127.0.0.1", "somebody")
    house = stack.enter_context(RunningHouse(make_house(throttle=guesses)))
    port = house.open(Service.SUBMISSIONS)
    with Dialogue(port, implicit_tls=True) as talk:
        talk.read()
        talk.ask("EHLO laptop")

        assert talk.ask(f"AUTH PLAIN {plain('right')}").startswith("421 4.7.0")
        assert talk.has_ended()


def test_the_sixth_guess_waits(
    make_house: Callable[..., House], stack: ExitStack
) -> None:
    guesses = Guesses()
    for _ in range(FREE_GUESSES):
        guesses.note_wrong("192.0.2.1", ANN)
    house = stack.enter_context(RunningHouse(make_house(throttle=guesses)))
    port = house.open(Service.SUBMISSIONS)
    with Dialogue(port, implicit_tls=True) as talk:
        talk.read()
        talk.ask("EHLO laptop")
        began = time.monotonic()

        assert talk.ask(f"AUTH PLAIN {plain('right')}").startswith("235")
        assert time.monotonic() - began >= WAITS_SECONDS[0]


def test_a_message_is_handed_to_the_msa_with_its_envelope(
    signed_in: Call, sender: FakeSender
) -> None:
    talk = signed_in()

    reply = talk.mail(
        b"Subject: x\r\n\r\nhello\r\n.\r\n",
        *("x%y@far.test", "b@far.test", "b@far.test", "postmaster"),
        sender=ANN,
    )

    assert reply == "250 2.0.0 Queued as out-1"
    ((submitted, raw),) = sender.submitted
    assert submitted.sender.account_id == 1
    assert submitted.reverse_path == ANN
    assert submitted.recipients == (
        "x%y@far.test",
        "b@far.test",
        "postmaster@ours.test",
    )
    assert raw.endswith(b"Subject: x\r\n\r\nhello\r\n")


def test_the_trace_does_not_say_where_the_author_sits(
    signed_in: Call, sender: FakeSender
) -> None:
    signed_in().mail(b"\r\nx\r\n.\r\n", "b@far.test", sender=ANN)

    ((_, raw),) = sender.submitted
    assert raw.startswith(b"Received: by mx.ours.test with ESMTPSA id ")
    assert b"127.0.0.1" not in raw
    assert b"laptop" not in raw
    assert b"Return-Path" not in raw


def test_bare_line_endings_are_repaired(signed_in: Call, sender: FakeSender) -> None:
    reply = signed_in().mail(
        b"Subject: x\n\na\nb\rc\r\nd\n.\ne\r\n.\r\n", "b@far.test", sender=ANN
    )

    assert reply.startswith("250")
    ((_, raw),) = sender.submitted
    assert raw.endswith(b"Subject: x\r\n\r\na\r\nb\r\nc\r\nd\r\n.\r\ne\r\n")


def test_a_big_submission_arrives_whole(signed_in: Call, sender: FakeSender) -> None:
    body = b"".join(b"%07d of many lines\r\n" % number for number in range(50_000))

    signed_in().mail(b"\r\n" + body + b".\r\n", "b@far.test", sender=ANN)

    ((_, raw),) = sender.submitted
    assert raw.endswith(b"\r\n\r\n" + body)


def test_a_reverse_path_of_somebody_else_is_refused_at_mail(
    signed_in: Call, sender: FakeSender
) -> None:
    talk = signed_in()
    sender.refusal = SenderNotAllowed()

    assert talk.ask("MAIL FROM:<ben@ours.test>").startswith("550 5.7.1")
    sender.refusal = None
    assert talk.ask(f"MAIL FROM:<{ANN}> AUTH=<>").startswith("250 2.1.0")


def test_a_malformed_recipient_is_refused(signed_in: Call) -> None:
    talk = signed_in()
    talk.ask(f"MAIL FROM:<{ANN}>")

    assert talk.ask("RCPT TO:<nobody>").startswith("501 5.1.3")
    assert talk.ask("RCPT TO:<a@b@c.test>").startswith("501 5.1.3")
