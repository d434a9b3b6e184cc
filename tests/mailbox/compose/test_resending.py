"""What did not arrive opens again: as it was, for those only whom it did not reach."""

from __future__ import annotations

import pytest

from accounts.models import Account
from mailbox.compose.resending import (
    NothingFailed,
    find_failed_of_report,
    send_again,
)
from mailbox.compose.saving import Format, Written, save_draft
from mailbox.compose.sending import send_draft
from mailbox.inbound.sorting import file_waiting
from mailbox.models import Draft, Entry, OutgoingEnvelope, Role
from mailbox.outbound.delivery import attempt
from mailsvc.kit.errors import NotFound
from tests.builders.draft_files import add_file
from tests.builders.mail import entries_of, mailbox_of
from tests.fakes.resolver import FakeResolver

DNS = FakeResolver(null={"null.test"})
WRITTEN = Written(
    "ann@example.test",
    to="Wen Jing <wen@null.test>, ben@example.test",
    cc="lu@null.test",
    bcc="zo@null.test",
    subject="Kiln",
    html="<div>It is <b>warm</b>.</div>",
    format=Format.RICH,
)


@pytest.fixture
def envelope(ann: Account, ben: Account) -> OutgoingEnvelope:
    """A letter that only Ben got, and its report in Ann's Inbox."""
    draft = Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)
    add_file(draft, "plan.pdf", "application/pdf", b"%PDF kiln")
    save_draft(draft, WRITTEN)
    envelope = send_draft(draft, undo_seconds=0)
    assert attempt(envelope.pk, DNS)
    file_waiting()
    envelope.refresh_from_db()
    return envelope


def test_letter_opens_as_it_was_for_those_who_did_not_get_it(
    ann: Account, envelope: OutgoingEnvelope
) -> None:
    draft = send_again(mailbox_of(ann), envelope)

    assert draft.to == "Wen Jing <wen@null.test>"
    assert (draft.cc, draft.bcc) == ("lu@null.test", "zo@null.test")
    assert draft.subject == "Kiln"
    assert "<b>warm</b>" in draft.html
    assert [file.filename for file in draft.files.all()] == ["plan.pdf"]
    assert "wen@null.test: Not delivered" in draft.fault


def test_asking_twice_gives_the_same_draft(
    ann: Account, envelope: OutgoingEnvelope
) -> None:
    first = send_again(mailbox_of(ann), envelope)

    assert send_again(mailbox_of(ann), envelope) == first
    assert Draft.objects.count() == 1


def test_new_letter_goes_its_own_way_and_forgets_the_reason(
    ann: Account, envelope: OutgoingEnvelope
) -> None:
    draft = send_again(mailbox_of(ann), envelope)

    again = send_draft(draft, undo_seconds=10)

    assert again != envelope
    assert again.recipients.count() == 3
    assert Draft.objects.get().fault == ""


def test_report_leads_to_the_letter_it_tells_of(
    ann: Account, envelope: OutgoingEnvelope
) -> None:
    (report,) = [each.message for each in entries_of(ann)]

    assert find_failed_of_report(report) == envelope.pk
    assert find_failed_of_report(entries_of(ann, Role.SENT)[0].message) is None


def test_letter_that_everybody_got_is_not_opened_again(
    ann: Account, envelope: OutgoingEnvelope
) -> None:
    envelope.recipients.update(state="delivered")

    with pytest.raises(NothingFailed):
        send_again(mailbox_of(ann), envelope)


def test_letter_that_is_gone_from_the_mailbox_is_not_here(
    ann: Account, ben: Account, envelope: OutgoingEnvelope
) -> None:
    with pytest.raises(NotFound):
        send_again(mailbox_of(ben), envelope)
    assert Entry.objects.exists()
