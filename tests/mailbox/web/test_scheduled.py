"""Sending later over HTTP: with and without scripts, in the reader's zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Account
from mailbox.models import Draft, Mailbox, OutgoingEnvelope, Role
from mailbox.web.schedule_times import list_choices, read_schedule
from mailsvc.kit import clock
from tests.builders.mail import NOON, Letter, entries_of, receive

LETTER = {
    "from_address": "ann@example.test",
    "to": "wen@remote.test",
    "subject": "Kiln",
    "body": "It is warm.",
}
JSON = {"Accept": "application/json"}
TOMORROW = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[None]:
    with clock.at(NOON):
        yield


def schedule(client: Client, **fields: str) -> Draft:
    """Write a letter and schedule it, without scripts."""
    verb = f"schedule:{int(TOMORROW.timestamp())}"
    client.post(reverse("mailbox:compose"), {**LETTER, "do": verb, **fields})
    return Draft.objects.get()


def test_letter_is_scheduled_by_one_press_and_stands_in_the_rail(
    as_ann: Client,
) -> None:
    draft = schedule(as_ann)

    assert draft.scheduled_for == TOMORROW
    page = as_ann.get(reverse("mailbox:scheduled"))
    assert page.content.count(b"Kiln") >= 1
    assert "Times in UTC" in page.text
    assert "Scheduled: it goes at" in page.text
    assert reverse("mailbox:scheduled") in as_ann.get("/", follow=True).text


def test_rail_says_nothing_of_it_while_nothing_waits(as_ann: Client) -> None:
    page = as_ann.get("/", follow=True)

    assert reverse("mailbox:scheduled") not in page.text
    assert "Nothing is scheduled" in as_ann.get(reverse("mailbox:scheduled")).text


def test_time_of_ones_own_is_read_in_ones_zone(as_ann: Client) -> None:
    Account.objects.update(time_zone="Asia/Shanghai")

    draft = schedule(as_ann, do="schedule", when="2026-09-25T09:30")

    assert draft.scheduled_for == datetime(2026, 9, 25, 1, 30, tzinfo=UTC)
    page = as_ann.get(reverse("mailbox:scheduled_letter", args=[draft.pk]))
    assert "09:30 UTC+8" in page.text


@pytest.mark.parametrize(
    "fields",
    [
        {"do": "schedule", "when": ""},
        {"do": "schedule", "when": "2026-09-24T11:00"},
        {"do": "schedule", "when": "2028-01-01T00:00"},
        {"do": "schedule:1"},
        {"do": "schedule:" + "9" * 30},
        {"do": "schedule:x"},
        {"do": "schedule", "when": "0001-01-01T00:00+23:59"},
    ],
)
def test_time_that_will_not_do_is_refused_with_words(
    as_ann: Client, fields: dict[str, str]
) -> None:
    as_script = as_ann.post(
        reverse("mailbox:compose"), {**LETTER, **fields}, headers=JSON
    )
    page = as_ann.post(reverse("mailbox:compose"), {**LETTER, **fields})

    assert as_script.status_code == page.status_code == 422
    assert as_script.json()["words"] == "Choose a time to come, at most a year ahead."
    assert "Choose a time to come" in page.text
    assert "It is warm." in page.text
    assert Draft.objects.filter(scheduled_for=None).count() == 2


def test_wrong_address_is_said_when_it_is_scheduled(as_ann: Client) -> None:
    verb = f"schedule:{int(TOMORROW.timestamp())}"

    answer = as_ann.post(
        reverse("mailbox:compose"), {**LETTER, "to": "Wen", "do": verb}, headers=JSON
    )

    assert answer.status_code == 422
    assert "to" in answer.json()["faults"]


def test_script_is_told_where_to_go_and_may_undo(as_ann: Client) -> None:
    verb = f"schedule:{int(TOMORROW.timestamp())}"
    answer = as_ann.post(
        reverse("mailbox:compose"),
        {**LETTER, "do": verb},
        headers={**JSON, "HX-Target": "dock"},
    )

    edit = reverse("mailbox:scheduled_edit", args=[Draft.objects.get().pk])
    assert answer.status_code == 200
    assert edit in answer.json()["html"]


def test_scheduled_letter_is_not_opened_for_writing(as_ann: Client) -> None:
    draft = schedule(as_ann)
    composer = reverse("mailbox:draft", args=[draft.pk])

    assert as_ann.get(composer).url == reverse(  # type: ignore[attr-defined]
        "mailbox:scheduled_letter", args=[draft.pk]
    )
    for do in ("save", "send", "discard"):
        answer = as_ann.post(composer, {**LETTER, "do": do}, headers=JSON)
        assert answer.status_code == 410
    saved = as_ann.post(f"{composer}save/", {**LETTER, "body": "cold"}, headers=JSON)
    assert saved.status_code == 410
    assert Draft.objects.get().text == "It is warm."


def test_editing_takes_it_off_the_schedule_and_says_so(
    ann: Account, as_ann: Client
) -> None:
    draft = schedule(as_ann)

    page = as_ann.post(reverse("mailbox:scheduled_edit", args=[draft.pk]), follow=True)

    assert "Taken off the schedule" in page.text
    assert 'name="body"' in page.text
    assert Draft.objects.get().scheduled_for is None
    assert len(entries_of(ann, Role.DRAFTS)) == 1


def test_it_can_be_sent_now_moved_and_cancelled(ann: Account, as_ann: Client) -> None:
    draft = schedule(as_ann)
    url = reverse("mailbox:scheduled_letter", args=[draft.pk])

    later = f"schedule:{int((TOMORROW + timedelta(days=1)).timestamp())}"
    as_ann.post(url, {"do": later})
    assert Draft.objects.get().scheduled_for == TOMORROW + timedelta(days=1)
    as_ann.post(url, {"do": "cancel"})
    assert Draft.objects.get().scheduled_for is None
    assert as_ann.post(url, {"do": "now"}).status_code == 302
    assert not OutgoingEnvelope.objects.exists()
    Draft.objects.all().delete()

    draft = schedule(as_ann)
    as_ann.post(reverse("mailbox:scheduled_letter", args=[draft.pk]), {"do": "now"})
    assert OutgoingEnvelope.objects.count() == 1
    assert Mailbox.objects.get(account=ann).scheduled_letters == 0


def test_conversation_says_that_an_answer_is_scheduled(
    ann: Account, as_ann: Client
) -> None:
    (letter,) = receive(ann, Letter())
    entry = entries_of(ann)[0]
    place = [entry.folder_id, entry.conversation_id]
    url = reverse("mailbox:conversation", args=place)
    assert "goes by itself" not in as_ann.get(url).text

    verb = f"schedule:{int(TOMORROW.timestamp())}"
    as_ann.post(reverse("mailbox:reply", args=[letter.pk]), {**LETTER, "do": verb})

    page = as_ann.get(url).text
    assert "Your letter to wen@remote.test goes by itself at" in page
    assert reverse("mailbox:scheduled_letter", args=[Draft.objects.get().pk]) in page


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (9, ["Later today", "Tomorrow morning", "Tomorrow afternoon"]),
        (20, ["Tomorrow morning", "Tomorrow afternoon"]),
    ],
)
def test_choices_are_reckoned_in_the_readers_zone(hour: int, words: list[str]) -> None:
    sunday_in_shanghai = datetime(2026, 9, 27, hour, 10, tzinfo=UTC) - timedelta(
        hours=8
    )

    with timezone.override("Asia/Shanghai"):
        choices = list_choices(sunday_in_shanghai)

    assert [choice.words for choice in choices] == words
    morning = next(each for each in choices if each.words == "Tomorrow morning")
    assert morning.at == datetime(2026, 9, 28, 0, 0, tzinfo=UTC)
    assert read_schedule(morning.verb, "", NOON) == morning.at


def test_hour_that_the_change_of_clocks_leaves_out_is_moved() -> None:
    with timezone.override("Europe/Berlin"):
        at = read_schedule("schedule", "2027-03-28T02:30", NOON)

    assert at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
