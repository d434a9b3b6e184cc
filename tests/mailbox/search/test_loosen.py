"""A search that finds nothing offers what would find something, and how much."""

from __future__ import annotations

import pytest

from mailbox.search.execute import search_mailbox
from mailbox.search.loosen import MOST_COUNTED, Loosened, loosen
from tests.mailbox.search.conftest import Desk

pytestmark = pytest.mark.django_db


def ask(desk: Desk, typed: str, *, everywhere: bool = False) -> Loosened:
    found = search_mailbox(desk.mailbox, typed, everywhere=everywhere)
    assert found.message_ids == ()
    return loosen(desk.mailbox, typed, found.query, everywhere=everywhere)


def test_each_piece_is_left_out_in_turn(ann: Desk) -> None:
    for _ in range(3):
        ann.file("kiln contract", sender="Wen Jing")
    ann.file("报告", sender="张伟")

    dropped = ask(ann, "kiln from:张伟 is:unread").dropped

    assert [(each.piece, each.typed, each.count) for each in dropped] == [
        ("kiln", "from:张伟 is:unread", 1),
        ("from:张伟", "kiln is:unread", 3),
    ]


def test_where_leaving_out_one_does_not_help_each_is_tried_alone(ann: Desk) -> None:
    ann.file("kiln contract", sender="Wen Jing")
    ann.file("报告", sender="张伟")

    instead = ask(ann, "报告 from:wen is:starred contarct")

    assert instead.dropped == ()
    assert [each.piece for each in instead.alone] == ["报告", "from:wen"]
    assert [each.typed for each in instead.respelt] == ["contract"]


def test_counting_ends_at_a_few(ann: Desk) -> None:
    for _ in range(MOST_COUNTED + 1):
        ann.file("kiln")

    (dropped,) = ask(ann, "kiln from:nobody").dropped

    assert (dropped.count, dropped.is_more) == (MOST_COUNTED, True)


def test_spam_and_trash_are_looked_into(ann: Desk) -> None:
    ann.file("cheap kiln", folder=ann.folder("junk"))

    widened = ask(ann, "cheap").widened

    assert widened is not None
    assert widened.count == 1
    assert ask(ann, "zebra").widened is None
    assert ask(ann, "zebra", everywhere=True).widened is None


def test_a_slip_in_a_word_is_seen_by_what_the_letters_say(ann: Desk, ben: Desk) -> None:
    ann.file("Kiln contract")
    ben.file("Zebra crossing")

    assert [each.piece for each in ask(ann, "contarct").respelt] == ["contract"]
    assert [each.typed for each in ask(ann, "kiln subject:contrac").respelt] == [
        "kiln subject:contract"
    ]
    assert ask(ann, "zebar").respelt == ()
    assert ask(ann, "-kiln contract").respelt == ()


def test_a_word_that_is_there_is_not_respelt(ann: Desk) -> None:
    ann.file("Kiln contract")
    ann.file("Contacts")

    assert ask(ann, "contract from:nobody").respelt == ()
