"""A mailbox without room: what pages say and refuse, and how room is made."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Account
from mailbox.errors import MailboxFull
from mailbox.models import Draft, Mailbox, OutgoingEnvelope, Role
from mailbox.recipients import resolve_recipient
from tests.builders.mail import Letter, folder_of, mailbox_of, receive

FULL = "Mailbox full. New mail cannot arrive until you make room."
NEARLY = "Mailbox nearly full"
LETTER = {"to": "friend@remote.test", "subject": "Plans", "body": "My words"}


def leave_room(account: Account, bytes_: int, *, of: int = 5 << 30) -> None:
    """Set the used bytes so that this much is left."""
    rows = Mailbox.objects.filter(account=account)
    rows.update(used_bytes=of - bytes_, quota_bytes=of)


@pytest.mark.parametrize(
    ("left", "strip"),
    [(0, FULL), (-5, FULL), (50_000, FULL), (200_000_000, NEARLY), (1 << 30, "")],
)
def test_strip_says_that_room_is_short(
    left: int, strip: str, as_ann: Client, ann: Account
) -> None:
    leave_room(ann, left)

    page = as_ann.get("/", follow=True).text

    assert [each for each in (FULL, NEARLY) if each in page] == (
        [strip] if strip else []
    )
    assert ("Show large letters" in page) is bool(strip)


@pytest.mark.parametrize("do", ["send", "attach"])
def test_what_has_no_room_is_refused_in_words_and_nothing_written_is_lost(
    do: str, as_ann: Client, ann: Account
) -> None:
    leave_room(ann, 10)
    file = SimpleUploadedFile("a.txt", b"x" * 1000)

    page = as_ann.post("/compose/", {**LETTER, "do": do, "files": [file]}).text

    assert "The mailbox is full." in page
    assert "My words" in page
    assert not OutgoingEnvelope.objects.exists()


def test_draft_can_be_saved_in_a_full_mailbox(as_ann: Client, ann: Account) -> None:
    leave_room(ann, 0)

    as_ann.post("/compose/", {**LETTER, "do": "save"})

    assert Draft.objects.get().text == "My words"


def test_room_is_made_by_erasing(as_ann: Client, ann: Account) -> None:
    (message,) = receive(ann, Letter(text="x" * 200_000))
    used = mailbox_of(ann).used_bytes
    Mailbox.objects.filter(account=ann).update(quota_bytes=used - 1)
    with pytest.raises(MailboxFull):
        resolve_recipient(ann.address)

    fields = {"conversation": str(message.conversation_id)}
    as_ann.post("/mail/act/", {**fields, "action": "delete"})
    trash = str(folder_of(ann, Role.TRASH).pk)
    fields |= {"action": "erase", "folder": trash, "confirmed": "yes"}
    page = as_ann.post("/mail/act/", fields, follow=True).text

    assert FULL not in page
    assert resolve_recipient(ann.address).mailbox_id == mailbox_of(ann).pk
