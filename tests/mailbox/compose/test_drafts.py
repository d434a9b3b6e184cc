"""A draft's files, a draft of another client, and one that is discarded."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings

from accounts.models import Account
from mailbox.compose.copies import renew_copy
from mailbox.compose.drafts import (
    adopt_draft,
    begin_forward_of_files,
    discard_draft,
    find_draft_of,
)
from mailbox.compose.replies import begin_forward
from mailbox.compose.saving import Written, save_draft
from mailbox.errors import MessageTooBig
from mailbox.messages.changes import changing
from mailbox.messages.filing import Filing, Flags, file_messages
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.build import FileToSend, with_bcc
from mailbox.mime.summary import summarise
from mailbox.models import Draft, Message, Role
from mailbox.store.blobs import blobs
from mailsvc.kit import clock
from mailsvc.kit.errors import NotFound
from tests.builders.draft_files import add_file
from tests.builders.mail import Letter, entries_of, folder_of, mailbox_of, receive

PLAN = FileToSend("计划.txt", "text/plain", "窑".encode())


@pytest.fixture
def draft(ann: Account) -> Draft:
    return Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)


def left_by_another_client(account: Account, raw: bytes) -> Message:
    """File a draft as a client does that puts it there by itself."""
    ref = blobs().put(raw)
    filing = Filing(
        summary=summarise(raw),
        digest=ref.digest,
        size_bytes=ref.size_bytes,
        received_at=clock.now(),
        folder_id=folder_of(account, Role.DRAFTS).pk,
        flags=Flags(seen=True, draft=True),
    )
    with changing(mailbox_of(account).pk) as change:
        return file_messages(change, [filing])[0]


def test_file_keeps_its_bytes_and_a_tidy_name(draft: Draft) -> None:
    file = add_file(draft, "C:\\work\\..\\plan\n2.txt.", "text/plain", b"plan")

    assert file.filename == "plan2.txt"
    assert blobs().read(file.digest) == b"plan"
    assert add_file(draft, "../", "", b"").filename == "file"


def test_files_that_could_not_be_sent_together_are_refused(
    draft: Draft, settings: Settings
) -> None:
    settings.MAILSVC_MESSAGE_LIMIT = 1000
    add_file(draft, "a", "text/plain", b"a" * 600)

    with pytest.raises(MessageTooBig):
        add_file(draft, "b", "text/plain", b"b" * 200)
    assert draft.files.count() == 1


def test_forward_brings_the_files_of_its_letter(ann: Account) -> None:
    (parent,) = receive(ann, Letter(files=(PLAN, PLAN)))
    beginning = begin_forward(mailbox_of(ann), parent)

    draft = begin_forward_of_files(mailbox_of(ann), beginning, parent)

    files = draft.files.order_by("pk")
    assert [(file.filename, file.content_type) for file in files] == [
        ("计划.txt", "text/plain")
    ] * 2
    assert blobs().read(files[0].digest) == PLAN.data
    assert begin_forward_of_files(mailbox_of(ann), beginning, parent) == draft


def test_forward_that_was_written_is_not_begun_upon_again(ann: Account) -> None:
    (parent,) = receive(ann, Letter(files=(PLAN,)))
    beginning = begin_forward(mailbox_of(ann), parent)
    first = begin_forward_of_files(mailbox_of(ann), beginning, parent)
    save_draft(first, Written(ann.address, to="wen@hearthworks.example"))

    assert begin_forward_of_files(mailbox_of(ann), beginning, parent) != first


def test_draft_of_another_client_is_taken_over_whole(ann: Account) -> None:
    raw = Letter(
        author=ann.address,
        to=("wen@hearthworks.example",),
        cc=("lu@far.test",),
        subject="窑",
        text="Dear Wen",
        files=(PLAN,),
        in_reply_to="1@far.test",
    ).raw
    raw = with_bcc(raw, [NamedAddress("Mia", "mia@far.test")])
    message = left_by_another_client(ann, raw)

    draft = adopt_draft(mailbox_of(ann), message)

    assert (draft.to, draft.cc) == ("wen@hearthworks.example", "lu@far.test")
    assert draft.bcc == "Mia <mia@far.test>"
    assert (draft.subject, draft.text.strip()) == ("窑", "Dear Wen")
    assert draft.in_reply_to == "1@far.test"
    assert [file.filename for file in draft.files.all()] == ["计划.txt"]
    assert find_draft_of(mailbox_of(ann), message.pk) == draft


def test_letter_that_came_in_is_no_draft(ann: Account) -> None:
    (message,) = receive(ann, Letter())

    with pytest.raises(NotFound):
        adopt_draft(mailbox_of(ann), message)


def test_discarded_draft_is_gone_with_its_copy(ann: Account, draft: Draft) -> None:
    save_draft(draft, Written(ann.address, text="Dear Wen"))
    renew_copy(draft)
    assert len(entries_of(ann, Role.DRAFTS)) == 1

    discard_draft(draft)

    assert entries_of(ann, Role.DRAFTS) == []
    assert not Draft.objects.exists()
