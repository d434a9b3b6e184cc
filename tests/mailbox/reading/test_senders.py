"""What is said of a sender is true, and said once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from mailbox.messages.changes import changing
from mailbox.messages.filing import Filing, Flags, file_messages
from mailbox.mime.summary import summarise
from mailbox.models import KnownAddress, Message, Role
from mailbox.portability.importing import Imported, import_messages
from mailbox.reading.senders import Note, Sender, SenderNote, look_at_senders
from mailbox.store.blobs import blobs
from mailsvc.kit import clock
from tests.builders.mail import (
    Letter,
    folder_of,
    mailbox_of,
    open_test_account,
    receive,
)


def letter_from(address: str, name: str = "Wen Jing", **fields: str) -> Letter:
    return Letter(author=address, author_name=name, **fields)  # type: ignore[arg-type]


def look_at(account: Account, message: Message) -> Sender:
    return look_at_senders(mailbox_of(account), [message])[message.pk]


def notes(account: Account, message: Message) -> list[Note]:
    return [each.note for each in look_at(account, message).notes]


def send(account: Account, to: str) -> None:
    """File a letter that the account sent."""
    mailbox = mailbox_of(account)
    raw = Letter(author=account.address, to=(to,)).raw
    ref = blobs().put(raw)
    with changing(mailbox.pk) as change:
        filing = Filing(
            summary=summarise(raw),
            digest=ref.digest,
            size_bytes=ref.size_bytes,
            received_at=clock.now(),
            folder_id=folder_of(account, Role.SENT).pk,
            flags=Flags(seen=True),
            is_outgoing=True,
        )
        file_messages(change, [filing])


def test_the_first_letter_from_outside_is_said_to_be_so(ann: Account) -> None:
    first, second = receive(
        ann, letter_from("wen@hearth.example"), letter_from("Wen@hearth.example")
    )

    assert look_at(ann, first) == Sender(True, (SenderNote(Note.FIRST),))
    assert look_at(ann, second) == Sender(is_outside=True)


def test_a_colleague_is_not_outside(ann: Account) -> None:
    open_test_account("cleo")

    (message,) = receive(ann, letter_from("cleo@example.test"))

    assert look_at(ann, message) == Sender()


def test_an_answer_from_somebody_one_wrote_to_is_no_stranger_s(ann: Account) -> None:
    send(ann, "wen@hearth.example")

    (message,) = receive(ann, letter_from("wen@hearth.example"))

    assert look_at(ann, message) == Sender(is_outside=True)


def test_it_stays_the_first_letter_when_others_are_erased(ann: Account) -> None:
    first, second = receive(
        ann, letter_from("wen@hearth.example"), letter_from("wen@hearth.example")
    )
    first.entries.all().delete()

    assert notes(ann, second) == []


def test_an_older_letter_that_is_brought_in_is_the_first(ann: Account) -> None:
    (message,) = receive(ann, letter_from("wen@hearth.example"))

    older = Imported(
        raw=letter_from("wen@hearth.example", subject="Old").raw,
        received_at=clock.now() - timedelta(days=400),
        folder_id=folder_of(ann, Role.INBOX).pk,
        flags=Flags(),
    )
    import_messages(mailbox_of(ann), [older])

    assert notes(ann, message) == []
    old = Message.objects.get(mailbox__account=ann, subject="Old")
    assert notes(ann, old) == [Note.FIRST]


@pytest.mark.parametrize(
    "twin",
    [
        "wen@heаrth.example",  # a Cyrillic a
        "wen@hearth.exarnple",
        "vven@hearth.example",
        "other@h\u0435arth.example",
    ],
)
def test_an_address_that_looks_like_a_known_one_is_noticed(
    ann: Account, twin: str
) -> None:
    receive(ann, letter_from("wen@hearth.example"))

    (message,) = receive(ann, letter_from(twin, name="Someone"))

    first = look_at(ann, message).notes[0]
    assert first.note is Note.LIKE_KNOWN
    assert first.other.endswith("hearth.example")


def test_the_one_that_was_known_first_is_not_the_twin(ann: Account) -> None:
    (first,) = receive(ann, letter_from("wen@hearth.example"))
    receive(ann, letter_from("wen@heаrth.example"))

    assert notes(ann, first) == [Note.FIRST]


@pytest.mark.parametrize(
    "domain", ["examp1e.test", "еxample.test", "example.test.a.co"]
)
def test_a_domain_that_looks_like_ours_is_noticed(ann: Account, domain: str) -> None:
    (message,) = receive(ann, letter_from(f"it-help@{domain}"))

    assert look_at(ann, message).notes[0] == SenderNote(Note.LIKE_US, "example.test")


def test_a_name_that_holds_another_address_is_noticed(ann: Account) -> None:
    said, same = receive(
        ann,
        letter_from("x@evil.example", name="service@bank.example"),
        letter_from("wen@hearth.example", name="Wen (WEN@hearth.example)"),
    )

    assert SenderNote(Note.NAME_IS_ADDRESS, "service@bank.example") in (
        look_at(ann, said).notes
    )
    assert Note.NAME_IS_ADDRESS not in notes(ann, same)


def test_alphabets_mixed_in_a_domain_are_noticed(ann: Account) -> None:
    (message,) = receive(ann, letter_from("help@pаypal.example"))

    assert notes(ann, message)[0] is Note.MIXED_LETTERS


def test_a_stranger_with_a_known_name_is_told_apart(ann: Account) -> None:
    receive(ann, letter_from("wen@hearth.example", name="Wen Jing"))

    twin, colleague = receive(
        ann,
        letter_from("boss@mail.example", name="WEN JING"),
        letter_from("notices@hearth.example", name="Wen Jing"),
    )

    assert look_at(ann, twin).notes == (
        SenderNote(Note.SAME_NAME, "wen@hearth.example"),
        SenderNote(Note.FIRST),
    )
    assert notes(ann, colleague) == [Note.FIRST]


def test_what_ben_knows_is_nothing_to_ann(ann: Account, ben: Account) -> None:
    receive(ben, letter_from("wen@hearth.example"))

    (message,) = receive(ann, letter_from("wen@heаrth.example"))

    assert Note.LIKE_KNOWN not in notes(ann, message)


def test_a_draft_makes_nobody_known(ann: Account) -> None:
    before = KnownAddress.objects.count()
    mailbox = mailbox_of(ann)
    raw = Letter(author=ann.address, to=("wen@hearth.example",)).raw
    ref = blobs().put(raw)
    with changing(mailbox.pk) as change:
        filing = Filing(
            summary=summarise(raw),
            digest=ref.digest,
            size_bytes=ref.size_bytes,
            received_at=clock.now(),
            folder_id=folder_of(ann, Role.DRAFTS).pk,
            flags=Flags(draft=True),
            is_outgoing=True,
        )
        file_messages(change, [filing])

    assert KnownAddress.objects.count() == before


def test_any_number_of_senders_costs_two_queries(ann: Account) -> None:
    messages = receive(
        ann, *(letter_from(f"p{number}@a{number}.example") for number in range(12))
    )
    mailbox = mailbox_of(ann)

    with CaptureQueriesContext(connection) as asked:
        look_at_senders(mailbox, messages)

    assert len(asked) == 2
