"""Before a letter goes: asked once, confirmed exactly, with and without scripts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from mailbox.models import Draft, OutgoingEnvelope
from mailsvc.kit import clock

LETTER = {
    "from_address": "ann@example.test",
    "to": "wen@remote.test",
    "subject": "Kiln",
    "body": "The plan is attached.",
}
JSON = {"Accept": "application/json"}


def tokens_in(text: str) -> list[str]:
    return re.findall(r'name="checked" value="([^"]+)"', text)


def url_of_draft() -> str:
    return reverse("mailbox:draft", args=[Draft.objects.get().pk])


@pytest.mark.parametrize("as_script", [True, False])
def test_letter_is_asked_about_once_and_sent_anyway(
    as_ann: Client, as_script: bool
) -> None:
    headers = JSON if as_script else {}
    answer = as_ann.post(
        reverse("mailbox:compose"), {**LETTER, "do": "send"}, headers=headers
    )
    assert answer.status_code == 422
    shown = answer.json()["noticed"] if as_script else answer.text
    assert "no file is attached" in shown
    assert not OutgoingEnvelope.objects.exists()

    confirmed = {"do": "anyway", "doing": "send", "checked": tokens_in(shown)}
    as_ann.post(url_of_draft(), {**LETTER, **confirmed}, headers=headers)

    assert OutgoingEnvelope.objects.count() == 1


def test_confirming_one_thing_confirms_no_other(as_ann: Client) -> None:
    answer = as_ann.post(
        reverse("mailbox:compose"), {**LETTER, "do": "send"}, headers=JSON
    )
    confirmed = {
        "do": "anyway",
        "doing": "send",
        "checked": tokens_in(answer.json()["noticed"]),
    }

    again = as_ann.post(
        url_of_draft(), {**LETTER, **confirmed, "subject": ""}, headers=JSON
    )

    assert again.status_code == 422
    assert "The subject is empty." in again.json()["noticed"]
    assert not OutgoingEnvelope.objects.exists()


def test_plain_send_confirms_nothing_even_with_tokens(as_ann: Client) -> None:
    answer = as_ann.post(
        reverse("mailbox:compose"), {**LETTER, "do": "send"}, headers=JSON
    )
    seen = {"do": "send", "checked": tokens_in(answer.json()["noticed"])}

    again = as_ann.post(url_of_draft(), {**LETTER, **seen}, headers=JSON)

    assert again.status_code == 422
    assert not OutgoingEnvelope.objects.exists()


def test_scheduling_is_asked_about_too_and_keeps_its_time(as_ann: Client) -> None:
    at = (clock.now() + timedelta(days=2)).replace(microsecond=0)
    verb = f"schedule:{int(at.timestamp())}"
    answer = as_ann.post(reverse("mailbox:compose"), {**LETTER, "do": verb})
    assert "Schedule anyway" in answer.text

    confirmed = {"do": "anyway", "doing": verb, "checked": tokens_in(answer.text)}
    as_ann.post(url_of_draft(), {**LETTER, **confirmed})

    assert Draft.objects.get().scheduled_for == at


def test_going_back_keeps_the_letter(as_ann: Client) -> None:
    as_ann.post(reverse("mailbox:compose"), {**LETTER, "do": "send"})

    page = as_ann.post(url_of_draft(), {**LETTER, "do": "look"}, follow=True)

    assert "The plan is attached." in page.text
    assert "Send anyway" not in page.text
    assert not OutgoingEnvelope.objects.exists()
