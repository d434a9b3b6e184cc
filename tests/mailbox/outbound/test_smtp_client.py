"""Whatever a host does, each recipient has an outcome."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.outbound.next_hops import Hop, Protocol
from mailbox.outbound.outcomes import State
from mailbox.outbound.smtp_link import Timeouts, stuff_dots
from tests.fakes.smtp_peer import HANG_UP, SAY_NOTHING, PolitePeer, ScriptedPeer
from tests.mailbox.outbound.talking import ANN, BEN, CLEO, QUICK, RAW, send


def test_message_arrives_unchanged_and_the_outcome_says_so() -> None:
    with PolitePeer() as peer:
        (outcome,) = send(peer.port)

    (accepted,) = peer.accepted
    assert accepted.raw == RAW
    assert (accepted.reverse_path, accepted.recipients) == (ANN, [BEN])
    assert outcome.state is State.DELIVERED
    assert (outcome.code, outcome.status, outcome.text) == (
        250,
        "2.0.0",
        "Queued as 42",
    )
    assert (outcome.address, outcome.ip, outcome.tls) == (BEN, "127.0.0.1", "")


def test_one_refused_recipient_does_not_hinder_the_other() -> None:
    refused = {BEN: "550 5.1.1 No such user", CLEO: "451 4.7.1 Greylisted"}
    with PolitePeer(refused=refused) as peer:
        outcomes = send(peer.port, [BEN, "dora@remote.test", CLEO])

    assert [(o.state, o.code, o.status) for o in outcomes] == [
        (State.PERMANENT, 550, "5.1.1"),
        (State.DELIVERED, 250, "2.0.0"),
        (State.TEMPORARY, 451, "4.7.1"),
    ]
    assert peer.accepted[0].recipients == ["dora@remote.test"]


def test_message_above_the_announced_size_is_not_sent() -> None:
    with PolitePeer(size_limit=50) as peer:
        (outcome,) = send(peer.port)

    assert (outcome.state, outcome.status) == (State.PERMANENT, "5.3.4")
    assert peer.accepted == []


@pytest.mark.parametrize("verb", ["connect", "EHLO", "MAIL", "RCPT", "DATA", "."])
@pytest.mark.parametrize("what", [HANG_UP, SAY_NOTHING, "garbage", "250-" * 30_000])
def test_host_that_fails_at_any_moment_leaves_the_recipient_waiting(
    verb: str, what: str
) -> None:
    with ScriptedPeer({verb: what}) as peer:
        (outcome,) = send(peer.port, timeouts=Timeouts(1, 0.2, 0.2, 0.2, 0.2, 0.2, 0.1))

    assert (outcome.state, outcome.code) == (State.TEMPORARY, 0)
    assert outcome.text
    has_the_message = verb == "."
    assert outcome.is_about_host is not has_the_message


def test_host_that_takes_its_time_with_everything_is_left_in_the_end() -> None:
    slow = replace(QUICK, conversation_seconds=0.3)
    with ScriptedPeer(delay_seconds=0.1) as peer:
        (outcome,) = send(peer.port, timeouts=slow)

    assert (outcome.state, outcome.text) == (
        State.TEMPORARY,
        "the host did not answer in time",
    )
    assert peer.messages == []


def test_unicode_header_is_announced_where_it_is_understood() -> None:
    raw = "Subject: 午餐\r\n\r\nHi\r\n".encode()
    with PolitePeer() as peer:
        send(peer.port, raw=raw)
        send(peer.port, raw=raw.partition(b"\r\n\r\n")[2])

    assert ["SMTPUTF8" in letter.options for letter in peer.accepted] == [True, False]


def test_greylisting_is_temporary_and_not_about_the_host() -> None:
    with ScriptedPeer({"RCPT": "451 4.7.1 Greylisted, come back"}) as peer:
        (outcome,) = send(peer.port)

    assert (outcome.state, outcome.code) == (State.TEMPORARY, 451)
    assert not outcome.is_about_host
    assert "DATA" not in peer.heard


def test_421_in_the_middle_leaves_the_rest_waiting() -> None:
    script = {f"RCPT TO:<{CLEO}>": "421 4.3.2 Closing"}
    with ScriptedPeer(script) as peer:
        outcomes = send(peer.port, [BEN, CLEO, "dora@remote.test"])

    assert {(o.state, o.code) for o in outcomes} == {(State.TEMPORARY, 421)}
    assert peer.messages == []


def test_refused_sender_holds_for_all_recipients() -> None:
    with ScriptedPeer({"MAIL": "550 5.7.1 Not from you"}) as peer:
        outcomes = send(peer.port, [BEN, CLEO])

    assert [(o.state, o.status) for o in outcomes] == [(State.PERMANENT, "5.7.1")] * 2


def test_refused_content_holds_for_the_accepted_recipients_only() -> None:
    script = {".": "554 5.6.0 Spam", f"RCPT TO:<{CLEO}>": "450 4.2.1 Later"}
    with ScriptedPeer(script) as peer:
        outcomes = send(peer.port, [BEN, CLEO])

    assert [(o.state, o.status) for o in outcomes] == [
        (State.PERMANENT, "5.6.0"),
        (State.TEMPORARY, "4.2.1"),
    ]


def test_552_to_a_recipient_means_too_many_for_now() -> None:
    with ScriptedPeer({f"RCPT TO:<{CLEO}>": "552 5.5.3 Too many"}) as peer:
        outcomes = send(peer.port, [BEN, CLEO])

    assert [(o.state, o.status) for o in outcomes] == [
        (State.DELIVERED, "2.0.0"),
        (State.TEMPORARY, "4.5.3"),
    ]


def test_pipelining_host_hears_all_recipients_in_one_go() -> None:
    people = [f"p{index}@remote.test" for index in range(120)]
    script = {
        "EHLO": "250-peer.test\n250 PIPELINING",
        f"RCPT TO:<{people[70]}>": "550 5.1.1 No",
    }
    with ScriptedPeer(script) as peer:
        outcomes = send(peer.port, people)

    failed = [o.address for o in outcomes if o.state is not State.DELIVERED]
    assert failed == [people[70]]
    assert [o.address for o in outcomes] == people
    assert peer.messages == [RAW]


def test_lmtp_host_answers_for_each_recipient() -> None:
    script = {".": "250 2.0.0 Ben has it\n452 4.2.2 Cleo's is full"}
    with ScriptedPeer(script) as peer:
        hop = Hop("127.0.0.1", peer.port, protocol=Protocol.LMTP)
        ben, cleo = send(hop, [BEN, CLEO])

    assert peer.heard[0] == "LHLO mail.example.test"
    assert (ben.state, ben.text) == (State.DELIVERED, "Ben has it")
    assert (cleo.state, cleo.status) == (State.TEMPORARY, "4.2.2")


def test_repeated_recipient_is_named_once() -> None:
    with ScriptedPeer() as peer:
        outcomes = send(peer.port, [BEN, BEN])

    assert len(outcomes) == 1
    assert sum(command.startswith("RCPT") for command in peer.heard) == 1


def test_report_has_an_empty_reverse_path() -> None:
    with ScriptedPeer() as peer:
        send(peer.port, sender="")

    assert "MAIL FROM:<>" in peer.heard


def test_unicode_address_needs_a_host_that_takes_it() -> None:
    with ScriptedPeer() as peer:
        ulla, ben = send(peer.port, ["ülla@bücher.test", "ben@bücher.test"])
    with PolitePeer() as modern:
        (taken,) = send(modern.port, ["ülla@bücher.test"])

    assert (ulla.state, ulla.status) == (State.PERMANENT, "5.6.7")
    assert ben.state is State.DELIVERED
    assert "RCPT TO:<ben@xn--bcher-kva.test>" in peer.heard
    assert taken.state is State.DELIVERED
    assert "SMTPUTF8" in modern.accepted[0].options


def test_eight_bit_message_is_announced_where_that_is_known() -> None:
    raw = RAW + "你好\r\n".encode()
    with PolitePeer() as peer:
        (outcome,) = send(peer.port, raw=raw)

    assert outcome.state is State.DELIVERED
    assert peer.accepted[0].raw == raw
    assert "BODY=8BITMIME" in peer.accepted[0].options


def test_nobody_at_the_port_is_temporary() -> None:
    with ScriptedPeer() as peer:
        port = peer.port
    (outcome,) = send(port)

    assert (outcome.state, outcome.status) == (State.TEMPORARY, "4.4.1")
    assert outcome.is_about_host


def test_next_address_of_a_host_is_tried() -> None:
    with ScriptedPeer() as peer:
        hop = Hop("peer.test", peer.port, addresses=("127.0.0.2", "127.0.0.1"))
        (outcome,) = send(hop)

    assert outcome.state is State.DELIVERED
    assert (outcome.host, outcome.ip) == ("peer.test", "127.0.0.1")


def test_smuggled_end_of_data_stays_one_message() -> None:
    raw = b"Subject: x\r\n\r\nbody\n.\nMAIL FROM:<evil@x>\r.\r\n"
    with PolitePeer() as peer:
        send(peer.port, raw=raw)

    (accepted,) = peer.accepted
    assert accepted.raw == b"Subject: x\r\n\r\nbody\r\n.\r\nMAIL FROM:<evil@x>\r\n.\r\n"


@given(
    st.lists(st.sampled_from([b"\r\n", b".", b"a", b"\r", b"\n"])), st.integers(3, 9)
)
def test_stuffed_message_never_ends_early_and_comes_back(
    pieces: list[bytes], block_bytes: int
) -> None:
    raw = b"".join(pieces)

    wire = b"".join(stuff_dots(raw, block_bytes))

    assert wire.endswith(b"\r\n.\r\n") or wire == b".\r\n"
    assert (b"\r\n" + wire).index(b"\r\n.\r\n") == len(wire) - 3
    assert b"\n" not in wire.replace(b"\r\n", b"")
    assert b"\r" not in wire.replace(b"\r\n", b"")
    if not raw.replace(b"\r\n", b"").count(b"\n") + raw.replace(b"\r\n", b"").count(
        b"\r"
    ):
        lines = wire.removesuffix(b".\r\n").split(b"\r\n")
        plain = b"\r\n".join(line.removeprefix(b".") for line in lines)
        assert plain in (raw, raw + b"\r\n")
