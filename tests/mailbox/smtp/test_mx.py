from __future__ import annotations

import re

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
