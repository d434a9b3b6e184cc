from __future__ import annotations

import pytest

from mailbox.smtp.listeners import Service
from mailbox.store.files import FileBlobStore
from tests.fakes.smtp_dialogue import Dialogue
from tests.fakes.smtp_house import FakeDoorkeeper
from tests.mailbox.smtp.conftest import Call, OpenDoor


def test_a_message_of_exactly_the_limit_is_taken(call_mx: Call) -> None:
    talk = call_mx(message_bytes=1000)

    assert talk.mail(b"x" * 998 + b"\r\n.\r\n").startswith("250")
    assert talk.mail(b"x" * 999 + b"\r\n.\r\n").startswith("552 5.3.4")
    assert talk.mail(b"x" * 998 + b"\r\n.\r\n").startswith("250")


def test_dots_that_were_stuffed_do_not_count(call_mx: Call) -> None:
    talk = call_mx(message_bytes=300)

    assert talk.mail(b"..\r\n" * 100 + b".\r\n").startswith("250")


def test_a_message_far_over_the_limit_is_cut_off(
    call_mx: Call, doorkeeper: FakeDoorkeeper, store: FileBlobStore
) -> None:
    talk = call_mx(message_bytes=1 << 20)
    talk.ask("MAIL FROM:<s@far.test>")
    talk.ask("RCPT TO:<ann@ours.test>")
    talk.ask("DATA")

    with pytest.raises((ConnectionError, TimeoutError)):  # noqa: PT012
        for _ in range(1000):
            talk.send((b"x" * 70 + b"\r\n") * 1000)

    assert doorkeeper.accepted == []
    assert list(store.iterate()) == []


def test_an_announced_size_over_the_limit_is_refused_at_once(call_mx: Call) -> None:
    talk = call_mx(message_bytes=1000)

    assert talk.ask("MAIL FROM:<s@far.test> SIZE=1001").startswith("552 5.3.4")
    assert talk.ask("MAIL FROM:<s@far.test> SIZE=1000").startswith("250")


def test_recipients_over_the_limit_wait_for_the_next_message(call_mx: Call) -> None:
    talk = call_mx(recipients=2)
    talk.ask("MAIL FROM:<s@far.test>")

    replies = [talk.ask("RCPT TO:<ann@ours.test>")[:9] for _ in range(3)]

    assert replies == ["250 2.1.5", "250 2.1.5", "452 4.5.3"]
    assert talk.ask("DATA").startswith("354")


def test_a_command_line_over_the_limit_is_refused(call_mx: Call) -> None:
    talk = call_mx()

    assert talk.ask("NOOP " + "x" * 505).startswith("250")
    assert talk.ask("NOOP " + "x" * 506).startswith("500 5.5.2")
    assert talk.ask("NOOP " + "x" * 100_000).startswith("500 5.5.2")
    assert talk.ask("NOOP").startswith("250")


def test_a_text_line_over_the_limit_is_refused_after_the_real_end(
    call_mx: Call,
) -> None:
    talk = call_mx()

    assert talk.mail(b"x" * 8190 + b"\r\n.\r\n").startswith("250")
    assert talk.mail(b"x" * 8191 + b"\r\n.\r\n").startswith("550 5.6.0")
    assert talk.mail(b"x" * 900_000 + b"\r\n.\r\n").startswith("550 5.6.0")
    assert talk.ask("NOOP").startswith("250")


def test_one_peer_has_only_so_many_connections(open_door: OpenDoor) -> None:
    port = open_door(connections_per_peer=2)

    with Dialogue(port) as first, Dialogue(port) as second, Dialogue(port) as third:
        assert first.read().startswith("220")
        assert second.read().startswith("220")
        assert third.read().startswith("421 4.7.0")
        assert third.has_ended()
        assert first.ask("QUIT").startswith("221")
        assert first.has_ended()
        with Dialogue(port) as fourth:
            assert fourth.read().startswith("220")


def test_all_peers_together_have_only_so_many(open_door: OpenDoor) -> None:
    port = open_door(Service.LMTP, connections=1)

    with Dialogue(port) as first, Dialogue(port) as second:
        assert first.read().startswith("220")
        assert second.read().startswith("421 4.7.0")


def test_an_idle_peer_is_sent_away(call_mx: Call) -> None:
    talk = call_mx(idle_seconds=0.1)

    assert talk.read().startswith("421 4.4.2")
    assert talk.has_ended()


def test_a_peer_that_stops_in_the_middle_of_data_is_sent_away(call_mx: Call) -> None:
    talk = call_mx(idle_seconds=0.1)
    talk.ask("MAIL FROM:<s@far.test>")
    talk.ask("RCPT TO:<ann@ours.test>")
    talk.ask("DATA")
    talk.send(b"and then\r\n")

    assert talk.read().startswith("421 4.4.2")
    assert talk.has_ended()


def test_a_session_ends_however_busy_it_is(call_mx: Call) -> None:
    talk = call_mx(session_seconds=0.2, idle_commands=10**6)

    replies = ""
    while not replies.startswith("421"):
        replies = talk.ask("NOOP")

    assert replies.startswith("421 4.4.2")


def test_our_own_slowness_is_not_the_peers_idleness(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_mx(idle_seconds=0.1)
    doorkeeper.gate.clear()
    talk.ask("MAIL FROM:<s@far.test>")
    talk.ask("RCPT TO:<ann@ours.test>")
    talk.ask("DATA")
    talk.send(b"x\r\n.\r\n")

    with pytest.raises(TimeoutError):
        talk.read_within(0.4)
    doorkeeper.gate.set()

    assert talk.read().startswith("250")


def test_too_many_bad_commands_end_the_session(call_mx: Call) -> None:
    talk = call_mx(bad_commands=3)

    replies = [talk.ask("X")[:9] for _ in range(4)]

    assert replies == ["500 5.5.1"] * 3 + ["421 4.7.0"]
    assert talk.has_ended()


def test_too_much_small_talk_ends_the_session(call_mx: Call) -> None:
    talk = call_mx(idle_commands=5)

    replies = [talk.ask("NOOP")[:9] for _ in range(5)]

    assert replies == ["250 2.0.0"] * 4 + ["421 4.7.0"]


def test_small_talk_between_messages_is_forgiven(call_mx: Call) -> None:
    talk = call_mx(idle_commands=3)

    for _ in range(5):
        assert talk.ask("RSET").startswith("250")
        assert talk.mail(b"x\r\n.\r\n").startswith("250")


def test_guessing_addresses_ends_the_session(call_mx: Call) -> None:
    talk = call_mx(refused_recipients=3)
    talk.ask("MAIL FROM:<s@far.test>")

    replies = [talk.ask(f"RCPT TO:<x{n}@ours.test>")[:9] for n in range(4)]

    assert replies == ["550 5.1.1"] * 3 + ["421 4.7.0"]
    assert talk.has_ended()


def test_a_connection_carries_only_so_many_messages(call_mx: Call) -> None:
    talk = call_mx(messages=2)

    assert talk.mail(b"x\r\n.\r\n").startswith("250")
    assert talk.mail(b"x\r\n.\r\n").startswith("250")
    assert talk.ask("MAIL FROM:<s@far.test>").startswith("421 4.7.0")
    assert talk.has_ended()
