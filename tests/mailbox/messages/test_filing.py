"""What filing leaves behind: rows, counts, conversations, words to find."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from mailbox.messages.reckoning import find_wrong_counts
from mailbox.mime.build import FileToSend
from mailbox.mime.parts import Part, find_part
from mailbox.models import Entry, Message, Role
from mailbox.models.message_id import compose_message_id, mailbox_of, received_second
from mailbox.search.execute import search_mailbox
from mailbox.store.blobs import blobs
from tests.builders.mail import (
    NOON,
    Letter,
    entries_of,
    folder_of,
    receive,
)
from tests.builders.mail import mailbox_of as mailbox_of_account


def test_filed_letter_is_unread_in_the_inbox(ann: Account) -> None:
    receive(ann, Letter(subject="Kiln no. 2"))

    [entry] = entries_of(ann)

    assert entry.message.subject == "Kiln no. 2"
    assert entry.uid == 1
    assert not entry.seen
    inbox = folder_of(ann, Role.INBOX)
    assert (inbox.total, inbox.unread, inbox.uid_next) == (1, 1, 2)


def test_every_change_raises_the_modification_sequence(ann: Account) -> None:
    before = mailbox_of_account(ann).modseq
    receive(ann, Letter())
    receive(ann, Letter())

    first, second = entries_of(ann)

    assert before < first.modseq < second.modseq == mailbox_of_account(ann).modseq


def test_used_bytes_are_the_sizes_of_the_messages(ann: Account) -> None:
    messages = receive(ann, Letter(text="x" * 1000), Letter(text="y" * 5000))

    mailbox = mailbox_of_account(ann)

    assert mailbox.used_bytes == sum(message.size_bytes for message in messages)
    assert mailbox.message_count == 2


def test_message_id_carries_mailbox_and_second(ann: Account) -> None:
    [message] = receive(ann, Letter())

    assert mailbox_of(message.pk) == message.mailbox_id
    assert received_second(message.pk) == message.received_at.replace(microsecond=0)


def test_more_messages_than_serials_spill_into_the_next_second(ann: Account) -> None:
    mailbox = mailbox_of_account(ann)
    first = compose_message_id(mailbox.pk, NOON)
    last = compose_message_id(mailbox.pk, NOON, 1023)

    assert last - first == 1023
    assert last + 1 == compose_message_id(mailbox.pk, NOON + timedelta(seconds=1))


def test_stored_offsets_lead_to_the_bytes_of_the_file(ann: Account) -> None:
    data = bytes(range(256)) * 10
    letter = Letter(files=(FileToSend("数据.bin", "application/octet-stream", data),))
    [message] = receive(ann, letter)

    [fact] = message.file_facts
    part = find_part(Part.from_json(message.structure), fact["section"])

    assert fact["filename"] == "数据.bin"
    assert part is not None
    raw = blobs().read_range(message.digest, part.body_start, part.end)
    assert raw.replace(b"\r\n", b"")[:8] == b"AAECAwQF"


@pytest.mark.parametrize("words", ["kiln", "报告", "wen jing", "Contract-v3.pdf"])
def test_what_is_filed_can_be_found_at_once(ann: Account, words: str) -> None:
    [message] = receive(
        ann,
        Letter(
            subject="Kiln no. 2",
            text="年度报告已经寄出。",
            files=(FileToSend("Contract-v3.pdf", "application/pdf", b"%PDF"),),
        ),
    )

    found = search_mailbox(mailbox_of_account(ann), words)

    assert found.message_ids == (message.pk,)


def test_a_batch_costs_few_queries_more_than_one_letter(ann: Account) -> None:
    receive(ann, Letter())
    with CaptureQueriesContext(
        connection,
    ) as one:
        receive(ann, Letter())
    with CaptureQueriesContext(connection) as many:
        receive(ann, *(Letter() for _ in range(20)))

    assert len(many) - len(one) <= 3 * 19


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n",
        b"\0\0\0",
        b"Subject: a\0b\r\n\r\nx\0y",
        b"Subject: " + b"\xd0\xcf" * 3000 + b"\r\n\r\n",
        b"From: \xff\xfe <\x00@\x00>\r\n\r\n",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        "Subject: =?utf-8?b?7aCA?=\r\n\r\n\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_any_bytes_are_filed_and_kept(ann: Account, raw: bytes) -> None:
    [message] = receive(ann, raw)

    assert blobs().read(message.digest) == raw
    assert Entry.objects.filter(message=message).count() == 1


def test_kept_counts_are_right_after_a_day_of_mail(ann: Account) -> None:
    receive(ann, *(Letter(subject=f"{number % 3}") for number in range(12)))

    assert find_wrong_counts() == []
    assert Message.objects.count() == 12
