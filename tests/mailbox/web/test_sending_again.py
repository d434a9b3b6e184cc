"""A host refuses; the author opens the letter again from Sent or from the report."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import Account
from mailbox.inbound.sorting import file_waiting
from mailbox.models import Draft, Entry, OutgoingEnvelope, Role
from mailbox.outbound.delivery import attempt
from mailbox.outbound.next_hops import Hop
from tests.builders.mail import entries_of
from tests.fakes.resolver import FakeResolver
from tests.fakes.smtp_peer import PolitePeer

WEN, LU = "wen@remote.test", "lu@remote.test"
REFUSED = {WEN: "550 5.1.1 No such user"}
LETTER = {"do": "send", "to": f"{WEN}, {LU}", "subject": "Kiln", "body": "Warm."}


@pytest.fixture
def remote(settings: Settings) -> Iterator[PolitePeer]:
    """The host of remote.test, which does not know Wen."""
    with PolitePeer(refused=REFUSED) as peer:
        hop = Hop("mx.remote.test", peer.port, addresses=("127.0.0.1",))
        settings.MAILSVC_ROUTES = {"remote.test": hop}
        yield peer


@pytest.fixture
def again(as_ann: Client, remote: PolitePeer) -> str:
    """A letter that Lu got and Wen did not; where it is opened again."""
    as_ann.post(reverse("mailbox:compose"), LETTER)
    OutgoingEnvelope.objects.update(not_before="2026-01-01T00:00Z")
    envelope = OutgoingEnvelope.objects.get()
    assert attempt(envelope.pk, FakeResolver())
    file_waiting()
    return reverse("mailbox:send_again", args=[envelope.pk])


def page_of(client: Client, entry: Entry) -> str:
    place = [entry.folder_id, entry.conversation_id]
    url = reverse("mailbox:conversation", args=place)
    return client.get(f"{url}?open={entry.message_id}").text


@pytest.mark.parametrize("role", [Role.SENT, Role.INBOX])
def test_letter_and_report_lead_to_a_draft_for_whom_it_did_not_reach(
    as_ann: Client, ann: Account, again: str, role: Role
) -> None:
    (entry,) = entries_of(ann, role)
    assert again in page_of(as_ann, entry)

    composer = as_ann.post(again, follow=True)

    assert "wen@remote.test: Not delivered" in composer.text
    assert "No such user" in composer.text
    assert "Warm." in composer.text
    assert Draft.objects.get().to == WEN


def test_second_press_opens_the_same_draft(as_ann: Client, again: str) -> None:
    first, second = (as_ann.post(again).headers["Location"] for _ in range(2))

    assert first == second
    assert Draft.objects.count() == 1


def test_letter_that_arrived_offers_nothing(
    as_ann: Client, ann: Account, again: str
) -> None:
    OutgoingEnvelope.objects.get().recipients.update(state="delivered")

    assert again not in page_of(as_ann, entries_of(ann, Role.SENT)[0])
    refused = as_ann.post(again, follow=True)
    assert "Nobody is left out" in refused.text
    assert not Draft.objects.exists()
