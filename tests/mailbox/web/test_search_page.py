"""The search page over HTTP: hits, faults, and how far back a long search came."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final

import pytest
from django.test import Client

from accounts.models import Account
from mailbox.messages.moving import move_entries
from mailbox.models import Role
from mailbox.search.execute import Budget, search_mailbox
from mailsvc.kit import clock
from tests.builders.mail import Letter, entries_of, folder_of, mailbox_of, receive

MARCH: Final = datetime(2024, 3, 1, 12, tzinfo=UTC)
TINY: Final = Budget(candidates=2, first_chunk=2, largest_chunk=2, few=0)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let searches give up after two candidates, as they do after 20,000."""
    quick = partial(search_mailbox, budget=TINY, limit=1)
    monkeypatch.setattr("mailbox.web.search.search_mailbox", quick)


def test_words_of_subject_people_text_and_files_are_found(
    as_ann: Client, ann: Account
) -> None:
    receive(ann, Letter("年度报告", text="请查收。"), Letter("Clay", text="Kiln two"))

    assert "年度报告" in as_ann.get("/search/?q=报告").text
    assert "Clay" in as_ann.get("/search/?q=kiln").text
    assert "Nothing found" in as_ann.get("/search/?q=glaze").text


@pytest.mark.parametrize("typed", ["", "%00", "%00报告", "%F0%9F", "(" * 600, '"'])
def test_any_words_are_answered(typed: str, as_ann: Client, ann: Account) -> None:
    receive(ann, Letter())

    assert as_ann.get(f"/search/?q={typed}").status_code == 200


def test_spam_and_trash_are_searched_when_asked_for(
    as_ann: Client, ann: Account
) -> None:
    receive(ann, Letter("Lottery"))
    ids = [entry.pk for entry in entries_of(ann)]
    move_entries(mailbox_of(ann).pk, ids, folder_of(ann, Role.JUNK).pk)

    page = as_ann.get("/search/?q=lottery").text

    assert "Nothing found" in page
    assert "Search Spam and Trash too" in page
    assert ">Lottery<" in as_ann.get("/search/?q=lottery&all=1").text


def test_another_persons_letters_are_not_found(
    as_ben: Client, ann: Account, ben: Account
) -> None:
    receive(ann, Letter("Lottery"))

    assert "Lottery" not in as_ben.get("/search/?q=in:anywhere wen").text
    assert "Nothing found" in as_ben.get("/search/?q=lottery&all=1").text


@pytest.mark.usefixtures("hasty")
def test_long_search_says_how_far_it_came_and_goes_on(
    as_ann: Client, ann: Account
) -> None:
    for day in range(3):
        with clock.at(MARCH + timedelta(days=day)):
            receive(ann, Letter(f"Kiln {day}"), Letter(f"Kiln, too, {day}"))
    archived = entries_of(ann)[0]
    move_entries(mailbox_of(ann).pk, [archived.pk], folder_of(ann, Role.ARCHIVE).pk)
    page = as_ann.get("/search/?q=kiln in:archive")

    for day in (3, 2):
        assert "Nothing found yet" in page.text
        assert f"Searched back to {day} March 2024." in page.text
        assert "Search further back" in page.text
        page = as_ann.get(page.context["list"].older_url)
    assert "<mark>Kiln</mark> 0<" in page.text
