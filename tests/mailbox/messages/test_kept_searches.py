"""Searches are kept: the recent ones by themselves, others under a name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Account
from mailbox.messages import access
from mailbox.messages.kept_searches import (
    MOST_RECENT,
    delete_saved,
    forget_recent,
    list_recent,
    list_saved,
    note_search,
    rename_saved,
    save_search,
)
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput, NotFound
from tests.builders.mail import NOON, mailbox_of


def test_the_latest_come_first_and_the_oldest_are_dropped(ann: Account) -> None:
    mailbox = mailbox_of(ann)

    for number in range(MOST_RECENT + 5):
        with clock.at(NOON + timedelta(minutes=number)):
            note_search(mailbox, f"search {number}")
    with clock.at(NOON + timedelta(hours=1)):
        note_search(mailbox, " search   7\x00 ")
        note_search(mailbox, "   ")

    recent = list_recent(mailbox)
    assert recent[:2] == ["search 7", f"search {MOST_RECENT + 4}"]
    assert len(recent) == len(set(recent)) == MOST_RECENT


def test_what_ann_searched_for_is_hers_to_forget(ann: Account, ben: Account) -> None:
    note_search(mailbox_of(ann), "plan")
    note_search(mailbox_of(ben), "lunch")

    forget_recent(mailbox_of(ann))

    assert list_recent(mailbox_of(ann)) == []
    assert list_recent(mailbox_of(ben)) == ["lunch"]


def test_a_search_is_saved_renamed_and_deleted(ann: Account) -> None:
    mailbox = mailbox_of(ann)
    saved = save_search(mailbox, "  From   Wen ", "from:wen  is:unread")
    save_search(mailbox, "contracts", "tag:Contracts")

    rename_saved(saved, "Wen")

    assert [each.name for each in list_saved(mailbox)] == ["contracts", "Wen"]
    assert access.get_saved_search(ann, saved.pk).typed == "from:wen is:unread"
    delete_saved(saved)
    assert [each.name for each in list_saved(mailbox)] == ["contracts"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [("", "x"), ("a/b", "x"), ("n" * 101, "x"), ("y", " "), ("z", "x")],
)
def test_a_search_without_a_name_of_its_own_is_refused(
    ann: Account, name: str, typed: str
) -> None:
    save_search(mailbox_of(ann), "z", "first")

    with pytest.raises(InvalidInput):
        save_search(mailbox_of(ann), name, typed)


def test_ben_cannot_reach_what_ann_saved(ann: Account, ben: Account) -> None:
    saved = save_search(mailbox_of(ann), "Wen", "from:wen")

    with pytest.raises(NotFound):
        access.get_saved_search(ben, saved.pk)
