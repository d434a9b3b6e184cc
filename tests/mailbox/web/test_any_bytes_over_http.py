"""Whatever bytes come in, their owner finds them, opens them and gets them back."""

from __future__ import annotations

import io
import zipfile

from django.test import Client
from hypothesis import HealthCheck, example, given, settings

from accounts.models import Account
from mailbox.inbound.sorting import file_waiting
from mailbox.messages.reckoning import find_wrong_counts
from mailbox.models import Message
from tests.builders.any_bytes import messages
from tests.builders.mail import receive

PAGES = ("body", "source", "headers", "trace", "reply", "reply-all")
DEEP = b"".join(
    b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n)
    for n in range(100)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@example(b"")
@example(b"\0")
@example(b"\xff" * 3000)
@example(
    b"Subject: \xed\xa0\x80 \0 =?utf-16?B?2AA=?=\r\nFrom: \xed\xa0\x80\0\r\n\r\n\0"
)
@example(DEEP)
@example(b"a: b\r\n" * 100_000 + b"\r\nwords")
@example(b"Content-Type: message/rfc822\r\n\r\n" * 100 + b"words")
@given(messages)
def test_any_bytes_are_filed_shown_and_given_back(
    as_ann: Client, ann: Account, raw: bytes
) -> None:
    (message,) = receive(ann, raw)
    place = message.entries.get()

    reply = as_ann.get(f"/mail/{place.folder_id}/c/{message.conversation_id}/")
    assert reply.status_code == 200
    for page in PAGES:
        assert as_ann.get(f"/m/{message.pk}/{page}/").status_code == 200, page
    assert as_ann.get(f"/mail/{place.folder_id}/").status_code == 200
    assert as_ann.get(f"/m/{message.pk}/raw/").getvalue() == raw
    check_files(as_ann, message)


def check_files(client: Client, message: Message) -> None:
    """Download each file of a message alone, and all of them together."""
    alone = [
        client.get(f"/m/{message.pk}/part/{fact['section']}/").getvalue()
        for fact in message.file_facts
    ]
    together = client.get(f"/m/{message.pk}/files/").getvalue()
    with zipfile.ZipFile(io.BytesIO(together)) as archive:
        assert archive.testzip() is None
        assert [archive.read(each) for each in archive.infolist()] == alone


def test_nothing_is_left_waiting_and_no_count_is_wrong(ann: Account) -> None:
    receive(ann, b"", b"\0", DEEP)

    assert file_waiting() == 0
    assert not list(find_wrong_counts())
