"""A search answers from index and rows together, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from mailbox.models import Entry, Folder, Message
from mailbox.search.execute import ORDINARY, Budget, search_mailbox
from mailbox.search.index import forget_messages
from tests.mailbox.search.conftest import NOON, Desk

pytestmark = pytest.mark.django_db

TINY = Budget(candidates=4, first_chunk=2, window=2, windows=1)


def find(desk: Desk, typed: str, *, everywhere: bool = False) -> list[int]:
    return list(search_mailbox(desk.mailbox, typed, everywhere=everywhere).message_ids)


def test_ann_finds_her_own_mail_and_ben_never_does(ann: Desk, ben: Desk) -> None:
    first = ann.file("Annual report")
    second = ann.file("年度报告 report")

    assert find(ann, "report") == [first, second]
    assert find(ann, "年度") == [second]
    assert find(ben, "report") == find(ben, "is:unread") == []


def test_junk_and_trash_are_left_out_until_asked_for(ann: Desk) -> None:
    kept = ann.file("offer")
    junk = ann.file("offer", folder=ann.folder("junk"))
    trash = ann.file("offer", folder=ann.folder("trash"))

    assert find(ann, "offer") == [kept]
    assert find(ann, "offer", everywhere=True) == [kept, junk, trash]
    assert find(ann, "offer in:anywhere") == [kept, junk, trash]
    assert find(ann, "offer in:spam") == [junk]
    assert find(ann, "in:废纸篓") == [trash]
    assert find(ann, "is:unread") == [kept]


def test_folders_are_named_by_role_name_and_title(ann: Desk) -> None:
    inbox = ann.file("plan")
    sent = ann.file("plan", folder=ann.folder("sent"))
    taxes = ann.file("plan", folder=ann.folder("", "Täxes 2026"))

    assert find(ann, "plan in:sent") == [sent]
    assert find(ann, 'plan in:"taxes 2026"') == [taxes]
    assert find(ann, "plan in:inbox in:sent") == [inbox, sent]
    assert find(ann, "plan -in:inbox") == [sent, taxes]
    with translation.override("zh-hans"):
        assert find(ann, f"in:{ann.folder('sent').title}") == [sent]


def test_states_sizes_and_tags_are_asked_of_the_entry(ann: Desk) -> None:
    read = ann.file("plan", flags={"seen": True}, size_bytes=5 << 20)
    star = ann.file("plan", flags={"flagged": True}, tags=("Work", "Urgent"))
    plain = ann.file("plan", tags=("work-old",))

    assert find(ann, "plan is:unread") == [star, plain]
    assert find(ann, "plan is:read") == [read]
    assert find(ann, "is:starred") == find(ann, "-is:unstarred") == [star]
    assert find(ann, "larger:1MB") == [read]
    assert find(ann, "plan smaller:1MB") == [star, plain]
    assert find(ann, "tag:work") == [star]
    assert find(ann, "tag:work 标签：urgent plan") == [star]
    assert find(ann, "plan -tag:work") == [read, plain]
    assert find(ann, "is:read is:unread") == []


def test_dates_bound_the_search_in_the_readers_zone(ann: Desk) -> None:
    day = datetime(2026, 9, 24, tzinfo=UTC)
    inside = ann.file("plan", at=day)
    before = ann.file("plan", at=day - timedelta(seconds=1))

    assert find(ann, "plan after:2026-09-24") == [inside]
    assert find(ann, "before:2026-09-24") == [before]
    assert find(ann, "plan after:2026-09-24 before:2026-09-24") == []
    with timezone.override("Asia/Shanghai"):
        assert find(ann, "after:2026-09-24") == [inside, before]


def test_an_unknown_folder_or_tag_is_a_fault_and_left_out(ann: Desk) -> None:
    number = ann.file("plan")

    found = search_mailbox(ann.mailbox, "plan in:nowhere tag:nothing before:soon")

    assert found.message_ids == (number,)
    assert [(each.code, each.word) for each in found.faults] == [
        ("date", "before:soon"),
        ("folder", "in:nowhere"),
        ("tag", "tag:nothing"),
    ]


@pytest.mark.parametrize("typed", ["", "   ", "???", "before:soon", "from:"])
def test_what_asks_for_nothing_finds_nothing(ann: Desk, typed: str) -> None:
    ann.file("plan")

    assert find(ann, typed) == []


@pytest.mark.parametrize(
    "typed", ["plan", "is:unread", "plan is:unread", "-lunch", "plan tag:work"]
)
def test_pages_join_without_gap_or_double(ann: Desk, typed: str) -> None:
    filed = [ann.file("plan", tags=("work",)) for _ in range(25)]
    also_in_sent = Message.objects.get(pk=filed[7])
    ann.enter(also_in_sent, ann.folder("sent"))

    pages = list(_pages(ann, typed))

    assert [number for page in pages for number in page] == filed
    assert [len(page) for page in pages] == [10, 10, 5]


@pytest.mark.parametrize("few", [1, 1000])
def test_a_small_folder_is_searched_whole(ann: Desk, few: int) -> None:
    taxes = ann.folder("", "Taxes")
    old = [ann.file("plan", folder=taxes) for _ in range(3)]
    for _ in range(10):
        ann.file("plan", at=NOON + timedelta(days=1))
    query = "plan in:taxes"

    found = search_mailbox(ann.mailbox, query, limit=2, budget=Budget(few=few))

    assert found.message_ids == tuple(old[:2])
    assert found.older == old[1]


@pytest.mark.parametrize("typed", ["plan is:unread", "is:unread"])
def test_a_search_that_gives_up_says_so_and_can_go_on(ann: Desk, typed: str) -> None:
    numbers = [ann.file("plan", flags={"seen": True}) for _ in range(20)]
    Entry.objects.filter(message_id=numbers[-1]).update(seen=False)

    first = search_mailbox(ann.mailbox, typed, limit=1, budget=TINY)

    assert first.message_ids == ()
    assert first.searched_back_to is not None
    assert first.searched_back_to < NOON
    pages = _pages(ann, typed, limit=1, budget=TINY)
    assert [number for page in pages for number in page] == [numbers[-1]]


def test_a_message_that_is_gone_is_not_found(ann: Desk) -> None:
    gone, left = ann.file("plan"), ann.file("plan")

    forget_messages(ann.mailbox.pk, [gone])
    Message.objects.filter(pk=gone).delete()

    assert find(ann, "plan") == [left]


def test_a_message_in_no_folder_is_not_found(ann: Desk) -> None:
    number = ann.file("plan")
    Entry.objects.filter(message_id=number).delete()

    assert find(ann, "plan") == find(ann, "in:anywhere") == []


def test_a_search_takes_few_queries(
    ann: Desk, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        ann.file("plan", tags=("work",))
    assert Folder.objects.filter(mailbox=ann.mailbox).count() > 5

    with django_assert_max_num_queries(4):
        assert len(find(ann, "plan tag:work is:unread")) == 30


def _pages(
    desk: Desk, typed: str, limit: int = 10, budget: Budget = ORDINARY
) -> Iterable[list[int]]:
    before = None
    while True:
        found = search_mailbox(
            desk.mailbox, typed, before_id=before, limit=limit, budget=budget
        )
        yield list(found.message_ids)
        before = found.older
        if before is None:
            return
