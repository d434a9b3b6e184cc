"""Sending is one act; until its time is over it can be taken back whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import dkim
import pytest
from pytest_django.fixtures import Settings

from accounts.models import Account
from mailbox.compose.drafts import blank_draft
from mailbox.compose.replies import begin_forward, begin_reply
from mailbox.compose.saving import Written, save_draft
from mailbox.compose.sending import TooLate, find_held, send_draft, take_back
from mailbox.errors import MailboxFull, MessageTooBig
from mailbox.inbound.sorting import file_waiting
from mailbox.mime.summary import summarise
from mailbox.models import (
    Domain,
    Draft,
    EnvelopeState,
    MailAddress,
    Mailbox,
    Message,
    OutgoingEnvelope,
    Role,
)
from mailbox.outbound.delivery import attempt
from mailbox.outbound.next_hops import Hop
from mailbox.store.blobs import blobs
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput
from tests.builders.draft_files import add_file
from tests.builders.mail import Letter, entries_of, mailbox_of, receive
from tests.builders.outgoing import states_of
from tests.fakes.resolver import FakeResolver
from tests.fakes.smtp_peer import PolitePeer

WEN = "wen@remote.test"
WRITTEN = Written("ann@example.test", to=f"Wen Jing <{WEN}>", subject="窑", text="Dear")
NO_DNS = FakeResolver()


@pytest.fixture
def draft(ann: Account) -> Draft:
    draft = Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)
    save_draft(draft, WRITTEN)
    return draft


def answer(
    ann: Account, parent: Message, *, forwards: bool = False
) -> OutgoingEnvelope:
    """Answer (or forward) a letter and send that."""
    mailbox = mailbox_of(ann)
    beginning = (
        begin_forward(mailbox, parent)
        if forwards
        else begin_reply(mailbox, parent, to_all=False)
    )
    draft = blank_draft(mailbox, beginning)
    draft.save()
    save_draft(draft, replace(WRITTEN, subject=beginning.subject))
    return send_draft(draft, undo_seconds=10)


def test_sent_letter_is_in_sent_and_waits_for_its_time(
    ann: Account, draft: Draft
) -> None:
    envelope = send_draft(draft, undo_seconds=10)

    (entry,) = entries_of(ann, Role.SENT)
    assert entry.seen
    assert entry.message_id == envelope.message_number
    assert entries_of(ann, Role.DRAFTS) == []
    assert envelope.not_before - envelope.queued_at == timedelta(seconds=10)
    assert find_held(mailbox_of(ann)) == envelope
    assert not attempt(envelope.pk, NO_DNS)
    with clock.at(envelope.not_before):
        assert find_held(mailbox_of(ann)) is None


def test_everybody_named_gets_it_once_and_the_hidden_are_hidden(
    ann: Account, draft: Draft
) -> None:
    people = replace(
        WRITTEN, cc="Wen@Remote.test, lu@far.test", bcc="mia@far.test；佐 <zo@far.test>"
    )
    save_draft(draft, people)

    envelope = send_draft(draft, undo_seconds=0)

    assert list(states_of(envelope)) == [
        "Wen@Remote.test",
        "lu@far.test",
        "mia@far.test",
        "zo@far.test",
    ]
    wire = blobs().read(envelope.digest)
    assert b"mia@" not in wire
    assert b"zo@" not in wire
    sent = summarise(blobs().read(entries_of(ann, Role.SENT)[0].message.digest))
    assert [each.address for each in sent.bcc] == ["mia@far.test", "zo@far.test"]


@pytest.mark.parametrize(
    ("written", "field"),
    [
        (replace(WRITTEN, to=""), "to"),
        (replace(WRITTEN, to="Wen"), "to"),
        (replace(WRITTEN, cc="wen@"), "cc"),
        (replace(WRITTEN, bcc="a@b@c, x@y.test"), "bcc"),
    ],
)
def test_letter_to_nobody_or_to_no_address_stays_a_draft(
    draft: Draft, written: Written, field: str
) -> None:
    save_draft(draft, written)

    with pytest.raises(InvalidInput) as caught:
        send_draft(draft, undo_seconds=10)

    assert caught.value.field == field
    assert not OutgoingEnvelope.objects.exists()


def test_letter_without_room_or_too_large_is_not_half_sent(
    ann: Account, draft: Draft, settings: Settings
) -> None:
    add_file(draft, "a.bin", "application/octet-stream", b"x" * 5000)
    settings.MAILSVC_MESSAGE_LIMIT = 5000
    with pytest.raises(MessageTooBig):
        send_draft(draft, undo_seconds=10)
    settings.MAILSVC_MESSAGE_LIMIT = 50_000
    Mailbox.objects.update(quota_bytes=5000)
    with pytest.raises(MailboxFull):
        send_draft(Draft.objects.get(), undo_seconds=10)

    assert entries_of(ann, Role.SENT) == []
    assert not OutgoingEnvelope.objects.exists()


def test_letter_comes_from_an_address_of_ones_own(ann: Account, draft: Draft) -> None:
    MailAddress.objects.create(address="kiln@example.test", mailbox=mailbox_of(ann))
    save_draft(draft, replace(WRITTEN, from_address="ben@example.test"))
    assert draft.from_address == "ann@example.test"
    save_draft(draft, replace(WRITTEN, from_address="kiln@example.test"))

    envelope = send_draft(draft, undo_seconds=0)

    assert envelope.reverse_path == "kiln@example.test"
    (author,) = summarise(blobs().read(envelope.digest)).from_
    assert (author.name, author.address) == ("Ann", "kiln@example.test")


def test_taken_back_letter_is_a_draft_again_and_nothing_leaves(
    ann: Account, draft: Draft
) -> None:
    add_file(draft, "a.txt", "text/plain", b"a")
    envelope = send_draft(draft, undo_seconds=10)

    taken = take_back(envelope)

    assert (taken.pk, taken.text) == (draft.pk, "Dear")
    assert taken.files.count() == 1
    assert entries_of(ann, Role.SENT) == []
    envelope.refresh_from_db()
    assert envelope.state == EnvelopeState.CANCELLED
    with clock.at(envelope.not_before):
        assert not attempt(envelope.pk, NO_DNS)
    again = send_draft(taken, undo_seconds=10)
    assert again.pk != envelope.pk


def test_letter_that_has_left_can_not_be_taken_back(ann: Account, draft: Draft) -> None:
    envelope = send_draft(draft, undo_seconds=0)
    attempt(envelope.pk, FakeResolver(silent={"remote.test"}))

    with pytest.raises(TooLate):
        take_back(envelope)
    assert len(entries_of(ann, Role.SENT)) == 1
    assert not Draft.objects.exists()


def test_parent_is_answered_until_its_last_answer_is_taken_back(ann: Account) -> None:
    (parent,) = receive(ann, Letter(author=WEN))
    first, second = answer(ann, parent), answer(ann, parent)

    take_back(second)
    assert [entry.answered for entry in entries_of(ann)] == [True]
    take_back(first)
    assert [entry.answered for entry in entries_of(ann)] == [False]


def test_forward_is_noted_apart_from_an_answer(ann: Account) -> None:
    (parent,) = receive(ann, Letter(author=WEN))
    answer(ann, parent)
    forward = answer(ann, parent, forwards=True)
    (entry,) = entries_of(ann)
    assert (entry.answered, entry.forwarded) == (True, True)

    take_back(forward)

    (entry,) = entries_of(ann)
    assert (entry.answered, entry.forwarded) == (True, False)


def test_answer_stands_in_the_conversation_of_its_parent(ann: Account) -> None:
    (parent,) = receive(ann, Letter(author=WEN))

    envelope = answer(ann, parent)

    sent = Message.objects.get(pk=envelope.message_number or 0)
    assert sent.conversation_id == parent.conversation_id


def test_signature_holds_on_what_leaves(
    ann: Account, draft: Draft, settings: Settings
) -> None:
    save_draft(
        draft, replace(WRITTEN, subject="年度报告：" + "窑" * 60, text=".\n你好\n")
    )
    add_file(draft, "报告 2026.pdf", "application/pdf", bytes(range(256)) * 40)
    envelope = send_draft(draft, undo_seconds=0)
    with PolitePeer() as peer:
        settings.MAILSVC_ROUTES = {"remote.test": Hop("127.0.0.1", peer.port)}
        attempt(envelope.pk, NO_DNS)

    (letter,) = peer.accepted
    asked: list[bytes] = []

    def dns(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        public = Domain.objects.get(name="example.test").dkim_public
        return f"v=DKIM1; k=rsa; p={public}".encode()

    assert dkim.verify(letter.raw, dnsfunc=dns)
    assert not dkim.verify(letter.raw.replace(b"pdf", b"exe"), dnsfunc=dns)
    assert asked[0] == b"mailsvc1._domainkey.example.test."
    assert letter.raw.isascii()


def test_letter_to_oneself_comes_in_at_once(ann: Account, draft: Draft) -> None:
    save_draft(draft, replace(WRITTEN, to="ann+self@example.test"))
    envelope = send_draft(draft, undo_seconds=0)

    attempt(envelope.pk, NO_DNS)
    file_waiting()

    (entry,) = entries_of(ann)
    assert not entry.seen
    assert len(entries_of(ann, Role.SENT)) == 1
