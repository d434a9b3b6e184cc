"""The queue, arrivals and traces: seen and acted on, never with a letter's words."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from accounts.models import Account
from mailbox.models import (
    Arrival,
    EnvelopeState,
    OutgoingEnvelope,
    OutgoingRecipient,
    RecipientState,
    Step,
    TraceStep,
)
from mailsvc.kit import clock
from tests.builders.mail import Letter, mailbox_of, receive

QUEUE = "admin:mailbox_outgoingenvelope_changelist"
SECRET = "The warranty runs 24 months"


@pytest.fixture
def envelope(ann: Account) -> OutgoingEnvelope:
    made = OutgoingEnvelope.objects.create(
        mailbox=mailbox_of(ann),
        reverse_path=ann.address,
        digest="0" * 64,
        size_bytes=2048,
        subject=SECRET,
    )
    for address in ("wen@hearthworks.example", "pieter@maas.example"):
        OutgoingRecipient.objects.create(
            envelope=made, address=address, text="451 4.7.1 Greylisted, come back"
        )
    return made


def act(pages: Client, action: str, *rows: OutgoingEnvelope, **more: str) -> str:
    form = {"action": action, "_selected_action": [row.pk for row in rows], **more}
    return pages.post(reverse(QUEUE), form, follow=True).content.decode()


def state_of(envelope: OutgoingEnvelope) -> str:
    return OutgoingEnvelope.objects.get(pk=envelope.pk).state


def test_the_queue_says_who_to_whom_and_what_was_answered(
    pages: Client, envelope: OutgoingEnvelope
) -> None:
    page = pages.get(reverse(QUEUE)).content.decode()
    assert "ann@example.test" in page

    url = reverse("admin:mailbox_outgoingenvelope_change", args=[envelope.pk])
    page = pages.get(url).content.decode()

    assert "wen@hearthworks.example" in page
    assert "451 4.7.1 Greylisted, come back" in page


def test_the_queue_is_searched_by_recipient(
    pages: Client, envelope: OutgoingEnvelope
) -> None:
    found = pages.get(reverse(QUEUE), {"q": "maas.example"}).content.decode()
    missed = pages.get(reverse(QUEUE), {"q": "nobody.example"}).content.decode()

    assert "ann@example.test" in found
    assert "ann@example.test" not in missed


def test_an_envelope_is_held_released_and_tried_again(
    pages: Client, envelope: OutgoingEnvelope
) -> None:
    assert "Done for 1 message." in act(pages, "hold", envelope)
    assert state_of(envelope) == EnvelopeState.HELD

    assert "1 is not in a state that allows it." in act(pages, "retry", envelope)

    act(pages, "release", envelope)
    assert state_of(envelope) == EnvelopeState.QUEUED
    later = clock.now().replace(year=2100)
    OutgoingEnvelope.objects.update(not_before=later, attempts=1)
    act(pages, "retry", envelope)
    envelope.refresh_from_db()
    assert envelope.not_before <= clock.now()
    words = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert list(words) == ["held", "tried again", "released", "tried again"]


def test_dropping_asks_first(pages: Client, envelope: OutgoingEnvelope) -> None:
    assert "Drop these messages?" in act(pages, "drop", envelope)
    assert state_of(envelope) == EnvelopeState.QUEUED

    act(pages, "drop", envelope, sure="Drop them")

    assert state_of(envelope) == EnvelopeState.CANCELLED
    states = {row.state for row in envelope.recipients.all()}
    assert states == {RecipientState.CANCELLED}
    assert TraceStep.objects.filter(step=Step.DROPPED).exists()


def test_no_row_of_the_queue_or_a_record_is_changed_by_hand(
    pages: Client, envelope: OutgoingEnvelope
) -> None:
    step = TraceStep.objects.create(step=Step.ACCEPTED)
    for name, row in (("outgoingenvelope", envelope), ("tracestep", step)):
        for verb in ("change", "delete"):
            url = reverse(f"admin:mailbox_{name}_{verb}", args=[row.pk])
            assert pages.post(url, {"post": "yes"}).status_code == 403
        assert pages.get(reverse(f"admin:mailbox_{name}_add")).status_code == 403


def test_what_is_not_filed_yet_is_seen_without_its_words(
    pages: Client, ann: Account
) -> None:
    arrival = Arrival.objects.create(
        receipt="abc123",
        mailbox=mailbox_of(ann),
        digest="0" * 64,
        size_bytes=1,
        recipient=ann.address,
        protocol="ESMTPS",
        failure="disk full",
    )

    page = pages.get(reverse("admin:mailbox_arrival_changelist")).content.decode()
    url = reverse("admin:mailbox_arrival_change", args=[arrival.pk])
    assert "abc123" in page
    assert "disk full" in page
    assert "ESMTPS" in pages.get(url).content.decode()


def test_a_trace_is_found_by_its_receipt(pages: Client, ann: Account) -> None:
    receive(ann, Letter(subject=SECRET, text=SECRET))
    receipt = TraceStep.objects.filter(step=Step.ACCEPTED).latest("pk").receipt

    page = pages.get(
        reverse("admin:mailbox_tracestep_changelist"), {"q": receipt}
    ).content.decode()

    assert page.count(receipt) >= 2
    assert "from: wen@hearthworks.example" in page


def test_no_letters_words_are_on_any_page(
    pages: Client, ann: Account, envelope: OutgoingEnvelope
) -> None:
    receive(ann, Letter(subject=SECRET, text=SECRET))
    names = ("mailbox", "mailaddress", "outgoingenvelope", "arrival", "tracestep")
    urls = [reverse(f"admin:mailbox_{name}_changelist") for name in names]
    urls += [
        reverse("admin:mailbox_outgoingenvelope_change", args=[envelope.pk]),
        reverse("admin:mailbox_mailbox_change", args=[mailbox_of(ann).pk]),
        *(
            reverse("admin:mailbox_tracestep_change", args=[step.pk])
            for step in TraceStep.objects.all()
        ),
    ]

    for url in urls:
        assert SECRET not in pages.get(url).content.decode(), url
