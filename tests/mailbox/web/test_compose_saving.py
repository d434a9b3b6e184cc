"""Saving while one writes: answers in JSON, and the pages of versions."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client

from accounts.models import Account
from mailbox.compose.copies import renew_copy
from mailbox.models import Draft
from tests.builders.mail import mailbox_of

FORM = {"from_address": "ann@example.test", "to": "wen@", "body": "Dear", "version": 1}


@pytest.fixture
def draft(ann: Account) -> Draft:
    return Draft.objects.create(mailbox=mailbox_of(ann), from_address=ann.address)


@pytest.fixture
def page(ann: Account, client: Client) -> Client:
    client.force_login(ann)
    return client


def test_save_answers_with_the_new_version_and_the_time(
    page: Client, draft: Draft
) -> None:
    response = page.post(f"/compose/{draft.pk}/save/", FORM | {"window": "w1"})

    assert response.status_code == 200
    assert response.json()["version"] == 2
    assert response.json()["words"].startswith("Saved ")
    assert Draft.objects.get().to == "wen@"


def test_only_the_first_save_asks_for_a_copy_at_once(
    page: Client,
    draft: Draft,
    django_capture_on_commit_callbacks: Callable[[], AbstractContextManager[list[Any]]],
) -> None:
    url = f"/compose/{draft.pk}/save/"
    with django_capture_on_commit_callbacks() as first:
        page.post(url, FORM | {"window": "w1", "serial": 1})
    renew_copy(Draft.objects.get())
    with django_capture_on_commit_callbacks() as second:
        page.post(url, FORM | {"window": "w1", "serial": 2})
    with django_capture_on_commit_callbacks() as leaving:
        page.post(url, FORM | {"window": "w1", "serial": 3, "away": "1"})

    assert (len(first), len(second), len(leaving)) == (1, 0, 1)


def test_second_window_is_answered_with_both(page: Client, draft: Draft) -> None:
    url = f"/compose/{draft.pk}/save/"
    page.post(url, FORM | {"window": "desk", "body": "desk"})

    response = page.post(url, FORM | {"window": "phone", "body": "phone"})

    assert response.status_code == 409
    answer = response.json()
    assert answer["version"] == 3
    assert (answer["yours"]["text"], answer["other"]["text"]) == ("phone", "desk")
    assert "desk" in page.get(answer["other"]["url"]).text


def test_page_without_scripts_says_that_both_are_kept(
    page: Client, draft: Draft
) -> None:
    url = f"/compose/{draft.pk}/"
    page.post(url, FORM | {"do": "save", "body": "one window"})

    response = page.post(url, FORM | {"do": "send", "body": "another"})

    assert response.status_code == 409
    assert "See the other version" in response.text
    assert not Draft.objects.get().envelope


def test_kept_version_can_be_put_into_the_letter(page: Client, draft: Draft) -> None:
    url = f"/compose/{draft.pk}/"
    page.post(f"{url}save/", FORM | {"window": "desk", "body": "desk"})
    page.post(f"{url}save/", FORM | {"window": "phone", "body": "phone"})
    kept = f"{url}versions/{draft.versions.get().pk}/"

    response = page.post(kept)

    assert response.headers["Location"] == url
    assert Draft.objects.get().text == "desk"


def test_letter_sent_or_discarded_meanwhile_is_gone(page: Client, draft: Draft) -> None:
    url = f"/compose/{draft.pk}/"
    page.post(
        url, FORM | {"to": "wen@hearthworks.example", "subject": "Kiln", "do": "send"}
    )

    sent = page.post(f"{url}save/", FORM)
    Draft.objects.all().delete()
    discarded = page.post(f"{url}save/", FORM)

    assert (sent.status_code, discarded.status_code) == (410, 404)
    assert sent.json()["words"] == "This message has been sent."


def test_ben_can_neither_save_nor_see_anns_draft(
    client: Client, ben: Account, draft: Draft
) -> None:
    client.force_login(ben)
    kept = draft.versions.create(from_address="", written_at=draft.updated_at)

    saved = client.post(f"/compose/{draft.pk}/save/", FORM | {"body": "mine now"})

    assert saved.status_code == 404
    assert client.get(f"/compose/{draft.pk}/versions/{kept.pk}/").status_code == 404
    assert client.post(f"/compose/{draft.pk}/versions/{kept.pk}/").status_code == 404
    assert Draft.objects.get().text == ""
