from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mailbox.store.files import FileBlobStore
from tests.fakes.smtp_house import FakeDoorkeeper
from tests.mailbox.smtp.conftest import Call

MESSAGE = b"Subject: Hello\r\n\r\nGood morning.\r\n.\r\n"


def test_a_message_is_stored_with_its_trace_before_250_is_said(
    call_mx: Call, doorkeeper: FakeDoorkeeper, store: FileBlobStore
) -> None:
    reply = call_mx().mail(MESSAGE)

    (accepted,) = doorkeeper.accepted
    raw = store.read(accepted.blob.digest)
    assert reply == f"250 2.0.0 Accepted as {accepted.receipt}"
    assert re.fullmatch(
        rb"Return-Path: <s@far\.test>\r\n"
        rb"Received: from far\.test \(\[127\.0\.0\.1\]\)\r\n"
        rb"\tby mx\.ours\.test with ESMTP id [0-9a-f]{16}\r\n"
        rb"\tfor <ann@ours\.test>;\r\n"
        rb"\t\w{3}, \d{2} \w{3} \d{4} \d\d:\d\d:\d\d \+0000\r\n"
        rb"Subject: Hello\r\n\r\nGood morning\.\r\n",
        raw,
    )
    assert accepted.receipt.encode() in raw


def test_the_envelope_is_handed_over_as_it_was_said(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    call_mx().mail(MESSAGE, "ann@ours.test", "BEN@Ours.test", sender="")

    (accepted,) = doorkeeper.accepted
    assert accepted.reverse_path == ""
    assert [each.mailbox_id for each in accepted.recipients] == [1, 2]
    assert (accepted.protocol, accepted.peer) == ("ESMTP", "127.0.0.1")
    assert (accepted.helo, accepted.tls) == ("far.test", "")


def test_an_accepted_message_outlives_a_peer_that_hangs_up(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_mx()

    talk.send(b"MAIL FROM:<s@far.test>\r\nRCPT TO:<ann@ours.test>\r\nDATA\r\n")
    assert [talk.read()[:3] for _ in range(3)] == ["250", "250", "354"]
    talk.send(MESSAGE + b"QUIT\r\n")
    talk.half_close()

    assert talk.read_all().startswith("250 2.0.0 Accepted")
    assert len(doorkeeper.accepted) == 1


def test_two_aliases_of_one_mailbox_bring_one_copy(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    call_mx().mail(MESSAGE, "ann@ours.test", "anna-alias@ours.test", "ben@ours.test")

    (accepted,) = doorkeeper.accepted
    assert [each.address for each in accepted.recipients] == [
        "ann@ours.test",
        "ben@ours.test",
    ]


def test_recipients_do_not_learn_of_each_other(
    call_mx: Call, doorkeeper: FakeDoorkeeper, store: FileBlobStore
) -> None:
    call_mx().mail(MESSAGE, "ann@ours.test", "ben@ours.test")

    raw = store.read(doorkeeper.accepted[0].blob.digest)
    assert b"ben@ours.test" not in raw
    assert b"ann@ours.test" not in raw


def test_a_message_of_any_bytes_is_stored_as_it_came(
    call_mx: Call, doorkeeper: FakeDoorkeeper, store: FileBlobStore
) -> None:
    octets = bytes(set(range(256)) - {10, 13})
    body = b"\r\n".join([octets, b"..", b"...", b".x", b""]) + b"\r\n"
    stuffed = body.replace(b"\r\n.", b"\r\n..")

    call_mx().mail(b"\r\n" + stuffed + b".\r\n")

    raw = store.read(doorkeeper.accepted[0].blob.digest)
    assert raw.endswith(b"\r\n\r\n" + body)


def test_an_empty_message_is_accepted(
    call_mx: Call, doorkeeper: FakeDoorkeeper, store: FileBlobStore
) -> None:
    assert call_mx().mail(b".\r\n").startswith("250 2.0.0")

    raw = store.read(doorkeeper.accepted[0].blob.digest)
    assert raw.startswith(b"Return-Path: ")
    assert raw.endswith(b"+0000\r\n")


def test_a_big_message_goes_through_the_disk_unharmed(
    call_mx: Call, doorkeeper: FakeDoorkeeper, store: FileBlobStore
) -> None:
    body = b"".join(b"%07d of many lines\r\n" % number for number in range(100_000))

    assert call_mx().mail(b"Subject: Big\r\n\r\n" + body + b".\r\n").startswith("250")

    raw = store.read(doorkeeper.accepted[0].blob.digest)
    assert raw.endswith(b"Subject: Big\r\n\r\n" + body)


def test_many_messages_share_a_connection(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_mx()

    replies = [talk.mail(MESSAGE) for _ in range(20)]

    assert all(reply.startswith("250 2.0.0") for reply in replies)
    assert len({each.receipt for each in doorkeeper.accepted}) == 20
    assert talk.ask("QUIT") == "221 2.0.0 Bye"


@pytest.mark.parametrize(
    ("path", "reply"),
    [
        ("<nobody@ours.test>", "550 5.1.1"),
        ("<full@ours.test>", "452 4.2.2"),
        ("<ann@far.test>", "550 5.7.1"),
        ("<ann%far.test@ours.test>", "550 5.7.1"),
        ("<@ours.test:ann@far.test>", "550 5.7.1"),
        ('<"ann@far.test"@ours.test>', "550 5.7.1"),
        ("<ann@far.test@ours.test>", "550 5.7.1"),
        ("<far.test!ann@ours.test>", "550 5.7.1"),
        ("<ann>", "550 5.7.1"),
        ("<>", "501 5.1.3"),
        ("ann@ours.test", "501 5.1.3"),
        (f"<{'x' * 65}@ours.test>", "501 5.1.3"),
        ("<ann@ours.test> NOTIFY=NEVER", "555 5.5.4"),
    ],
)
def test_a_recipient_who_is_not_ours_is_refused_at_rcpt(
    call_mx: Call, path: str, reply: str
) -> None:
    talk = call_mx()
    talk.ask("MAIL FROM:<s@far.test>")

    assert talk.ask(f"RCPT TO:{path}").startswith(reply)
    assert talk.ask("RCPT TO:<ann@ours.test>").startswith("250 2.1.5")


def test_postmaster_needs_no_domain(call_mx: Call, doorkeeper: FakeDoorkeeper) -> None:
    assert call_mx().mail(MESSAGE, "PostMaster").startswith("250")

    assert doorkeeper.accepted[0].recipients[0].mailbox_id == 3


def test_the_announced_size_is_told_when_a_recipient_is_looked_up(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_mx()

    talk.ask("MAIL FROM:<s@far.test> SIZE=12345")
    talk.ask("RCPT TO:<ann@ours.test>")

    assert doorkeeper.asked == [("ann@ours.test", 12345)]


def test_without_a_valid_recipient_there_is_no_data(call_mx: Call) -> None:
    talk = call_mx()
    assert talk.ask("DATA").startswith("503 5.5.1")
    talk.ask("MAIL FROM:<s@far.test>")
    assert talk.ask("DATA").startswith("503 5.5.1")
    talk.ask("RCPT TO:<nobody@ours.test>")

    assert talk.ask("DATA").startswith("554 5.5.1")


def test_a_failing_database_is_a_temporary_refusal(
    call_mx: Call, doorkeeper: FakeDoorkeeper
) -> None:
    talk = call_mx()
    doorkeeper.failure = RuntimeError("the database is away, password hunter2")

    assert talk.mail(MESSAGE) == "451 4.3.0 Trouble on our side; please try again"

    doorkeeper.failure = None
    assert talk.mail(MESSAGE).startswith("250 2.0.0")


def test_a_failing_disk_is_a_temporary_refusal_after_the_real_end(
    call_mx: Call, doorkeeper: FakeDoorkeeper, store: FileBlobStore, tmp_path: Path
) -> None:
    talk = call_mx()
    assert talk.mail(MESSAGE).startswith("250")
    shutil.rmtree(tmp_path / "blobs")
    (tmp_path / "blobs").write_text("no folder any more")

    assert talk.mail((b"x" * 70 + b"\r\n") * 20_000 + b".\r\n").startswith("451 4.3.0")
    assert len(doorkeeper.accepted) == 1


def test_a_peer_lost_in_the_middle_of_data_leaves_nothing(
    call_mx: Call, doorkeeper: FakeDoorkeeper, store: FileBlobStore, tmp_path: Path
) -> None:
    talk = call_mx()
    talk.ask("MAIL FROM:<s@far.test>")
    talk.ask("RCPT TO:<ann@ours.test>")
    talk.ask("DATA")
    talk.send((b"x" * 70 + b"\r\n") * 10_000)
    talk.reset()

    assert eventually(lambda: not list(store.iterate()) and no_files_in(tmp_path))
    assert doorkeeper.accepted == []


def test_a_message_that_went_round_a_hundred_times_is_a_loop(call_mx: Call) -> None:
    hop = b"Received: from a by b; Mon, 1 Jan 2024 00:00:00 +0000\r\n"

    assert call_mx().mail(hop * 101 + b"\r\n.\r\n").startswith("554 5.4.6")
    assert call_mx().mail(hop * 100 + b"\r\n" + hop + b".\r\n").startswith("250")


def test_a_chinese_address_comes_in_with_smtputf8(
    call_mx: Call, doorkeeper: FakeDoorkeeper, store: FileBlobStore
) -> None:
    talk = call_mx()

    assert talk.ask("MAIL FROM:<雪@far.test>").startswith("553 5.6.7")
    assert talk.ask("MAIL FROM:<雪@far.test> SMTPUTF8").startswith("250")
    assert talk.ask("RCPT TO:<冰@ours.test>").startswith("250")
    assert talk.ask("DATA").startswith("354")
    talk.send(MESSAGE)

    assert talk.read().startswith("250")
    (accepted,) = doorkeeper.accepted
    assert accepted.protocol == "UTF8SMTP"
    raw = store.read(accepted.blob.digest)
    assert raw.startswith("Return-Path: <雪@far.test>\r\n".encode())


def test_what_a_peer_calls_itself_cannot_break_the_trace(
    call_mx: Call, doorkeeper: FakeDoorkeeper, store: FileBlobStore
) -> None:
    talk = call_mx()
    assert talk.ask("EHLO a(b)<c>;{}\\").startswith("250")

    talk.mail(MESSAGE)

    raw = store.read(doorkeeper.accepted[0].blob.digest)
    assert b"from a?b??c????? ([127.0.0.1])" in raw


def eventually(is_true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 5
    while not is_true() and time.monotonic() < deadline:
        time.sleep(0.01)
    return is_true()


def no_files_in(folder: Path) -> bool:
    return not [each for each in folder.rglob("*") if each.is_file()]


def test_the_log_says_what_became_of_each_message_and_refused_recipient(
    call_mx: Call, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="mailbox.smtp")
    talk = call_mx(message_bytes=1000)

    talk.mail(MESSAGE)
    talk.ask("MAIL FROM:<s@far.test>")
    talk.ask("RCPT TO:<nobody@ours.test>")
    talk.ask("RSET")
    talk.mail(b"Subject: Long\r\n\r\n" + b"x" * 50 * 40 + b"\r\n.\r\n")

    accepted, refused, too_big = [record.getMessage() for record in caplog.records]
    assert re.fullmatch(
        r"127\.0\.0\.1 from <s@far\.test>: 250 2\.0\.0 Accepted as \w{16}", accepted
    )
    assert refused.startswith(
        "127.0.0.1 from <s@far.test>: refused RCPT TO:<nobody@ours.test>: 550 5.1.1 "
    )
    assert too_big.startswith("127.0.0.1 from <s@far.test>: 552 5.3.4 ")
