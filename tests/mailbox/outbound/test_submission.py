"""What a mail program may send, and what is made of it (RFC 6409)."""

from __future__ import annotations

import email
import email.policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Account
from mailbox.errors import (
    BadAddress,
    BadHeader,
    MailboxFull,
    MailError,
    SenderNotAllowed,
    TooManyRecipients,
)
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.completing import complete_submission
from mailbox.models import MailAddress, Mailbox, OutgoingEnvelope, Role
from mailbox.outbound.submission import MOST_RECIPIENTS, check_recipients, submit
from mailbox.store.blobs import blobs
from tests.builders.mail import NOON, entries_of, mailbox_of
from tests.builders.outgoing import states_of

ANN = "ann@example.test"
BEN = "ben@remote.test"


def letter(*fields: str, body: str = "Hi") -> bytes:
    return "\r\n".join([*fields, "", body, ""]).encode()


def hand_in(
    account: Account, raw: bytes, *recipients: str, sender: str = ANN
) -> OutgoingEnvelope:
    """Submit, and give the envelope that came of it."""
    receipt = submit(account, sender, recipients or (BEN,), raw)
    return OutgoingEnvelope.objects.get(pk=int(receipt.removeprefix("out-")))


def wire_and_kept(account: Account, envelope: OutgoingEnvelope) -> tuple[bytes, bytes]:
    (entry,) = entries_of(account, Role.SENT)
    return blobs().read(envelope.digest), blobs().read(entry.message.digest)


def test_submitted_letter_is_queued_and_kept_in_sent(ann: Account) -> None:
    raw = letter(f"From: Ann <{ANN}>", f"To: {BEN}", "Subject: Hi", "Message-ID: <1@x>")

    envelope = hand_in(ann, raw, BEN, "cleo@remote.test")

    assert states_of(envelope) == {BEN: "waiting", "cleo@remote.test": "waiting"}
    assert (envelope.subject, envelope.message_id) == ("Hi", "1@x")
    assert envelope.not_before == envelope.queued_at
    wire, kept = wire_and_kept(ann, envelope)
    assert wire == kept
    assert wire.endswith(raw)


def test_what_is_missing_is_added(ann: Account) -> None:
    envelope = hand_in(ann, letter("Subject: x"))

    raw, _kept = wire_and_kept(ann, envelope)
    read = email.message_from_bytes(raw, policy=email.policy.strict)
    assert read["From"] == f"Ann <{ANN}>"
    assert read["Date"].datetime
    assert read["Message-ID"].endswith("@example.test>")


@pytest.mark.parametrize(
    "field",
    [
        "Bcc: hidden@far.test",
        "bcc:hidden@far.test",
        "BCC : hidden@far.test",
        "Bcc\t:\r\n\thidden@far.test,\r\n more-hidden@far.test",
        "Resent-Bcc: hidden@far.test",
    ],
)
def test_hidden_recipients_are_kept_for_the_author_alone(
    ann: Account, field: str
) -> None:
    raw = letter("Subject: x", f"From: {ANN}", field, "Cc: cleo@far.test")

    envelope = hand_in(ann, raw, "hidden@far.test")

    wire, kept = wire_and_kept(ann, envelope)
    assert b"hidden" not in wire
    assert b"hidden@far.test" in kept
    assert b"Cc: cleo@far.test" in wire
    assert states_of(envelope) == {"hidden@far.test": "waiting"}


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        (["From: ben@example.test"], SenderNotAllowed),
        (["From: Ann <ann@example.test>, Ben <ben@example.test>"], SenderNotAllowed),
        (["From: ann@example.test <ben@example.test>"], SenderNotAllowed),
        (["From: ben@example.test (ann@example.test)"], SenderNotAllowed),
        (["From: ann@example.test.evil.test"], SenderNotAllowed),
        (["From: =?utf-8?q?ben=40example=2Etest?="], SenderNotAllowed),
        (["From: Friends: ann@example.test, ben@example.test;"], SenderNotAllowed),
        (["From: nobody:;"], SenderNotAllowed),
        (["From:"], SenderNotAllowed),
        (["From: ann@example.test", "Sender: ben@example.test"], SenderNotAllowed),
        (["From: ann@example.test", "From: ben@example.test"], BadHeader),
        (["From: ann@example.test", "FROM : ann@example.test"], BadHeader),
        (["From: ann@example.test", *["X: y"] * 20_000], BadHeader),
    ],
)
def test_nobody_is_written_for_but_oneself(
    ann: Account, ben: Account, fields: list[str], error: type[MailError]
) -> None:
    with pytest.raises(error):
        hand_in(ann, letter(*fields))
    assert not OutgoingEnvelope.objects.exists()

    hand_in(ann, letter(f"From: Ann Becker <{ANN}>", f"Sender: {ANN}"))


@pytest.mark.parametrize("sender", ["", "ben@example.test", "ann@far.test", "ann"])
def test_reverse_path_is_ones_own(ann: Account, ben: Account, sender: str) -> None:
    with pytest.raises(SenderNotAllowed):
        hand_in(ann, letter(f"From: {ANN}"), sender=sender)


@pytest.mark.parametrize(
    "address", ["ANN@Example.Test", "ann+orders@example.test", "kiln@example.test"]
)
def test_every_address_of_ones_own_may_be_used(ann: Account, address: str) -> None:
    MailAddress.objects.create(address="kiln@example.test", mailbox=mailbox_of(ann))

    envelope = hand_in(ann, letter(f"From: <{address}>"), sender=address)

    assert envelope.reverse_path == address


def test_alias_of_ones_own_that_goes_to_another_may_not(
    ann: Account, ben: Account
) -> None:
    MailAddress.objects.create(address="kiln@example.test", mailbox=mailbox_of(ben))

    with pytest.raises(SenderNotAllowed):
        hand_in(ann, letter("From: kiln@example.test"))


def test_full_mailbox_sends_nothing_that_it_could_not_keep(ann: Account) -> None:
    Mailbox.objects.update(quota_bytes=10)

    with pytest.raises(MailboxFull):
        hand_in(ann, letter(f"From: {ANN}"))
    assert not OutgoingEnvelope.objects.exists()


def test_recipients_are_checked_and_named_once() -> None:
    assert check_recipients(["Ben@Remote.test", "ben@remote.TEST"]) == (
        "ben@remote.TEST",
    )
    with pytest.raises(BadAddress):
        check_recipients([BEN, "ben@remote@test"])
    with pytest.raises(TooManyRecipients):
        check_recipients(f"p{number}@x.test" for number in range(MOST_RECIPIENTS + 1))


@given(st.binary(max_size=200), st.booleans())
def test_completing_never_raises_and_loses_nothing(raw: bytes, is_named: bool) -> None:
    message = b"From: ann@example.test\r\n" * is_named + raw

    wire, kept = complete_submission(message, author=NamedAddress("Ann", ANN), now=NOON)

    assert kept.endswith(message)
    if b"bcc" not in raw.lower():
        assert wire == kept
