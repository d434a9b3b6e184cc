"""Hits are marked where they stand, and escaped all the same."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbox.search.grammar import parse_query
from mailbox.web.page_values import Person, Row
from mailbox.web.row_markup import collect_words, marked, row_markup
from mailbox.web.search_marks import RowMarker
from mailbox.web.times import today_of
from tests.builders.pages import NOW, WEI

ROW = Row(
    1,
    "/mail/1/c/1/",
    (Person("wen@hearth.test", "Wen Jing"), WEI),
    "Kiln contract <b>",
    "收到，年度报告请查收 & sign",
    NOW,
    files=("photo.jpg", "合同 kiln.pdf"),
    message_id=9,
)


def shown(typed: str, row: Row = ROW) -> str:
    marker = RowMarker(parse_query(typed))
    return row_markup(marker.mark(row), collect_words(), today_of(NOW))


def test_words_are_marked_in_subject_preview_and_people() -> None:
    html = shown("contract 报告 wen")

    assert "Kiln <mark>contract</mark> &lt;b&gt;</a>" in html
    assert "收到，年度<mark>报告</mark>请查收 &amp; sign" in html
    assert "<mark>Wen</mark> Jing" in html
    assert "data-deeper" not in html


def test_an_operator_marks_its_own_field_alone() -> None:
    html = shown("from:wen subject:kiln")

    assert "<mark>Kiln</mark> contract" in html
    assert "<mark>Wen</mark>" in html
    assert "合同 kiln.pdf" not in html.replace("+1", "")
    assert "photo.jpg" in html


def test_a_file_that_was_found_comes_first_and_says_so() -> None:
    html = shown("合同")

    assert "Found in the name of a file: </span><mark>合同</mark> kiln.pdf" in html
    assert "+1" in html


def test_what_stands_further_down_is_said() -> None:
    assert "data-deeper" in shown("warranty")
    assert "data-deeper" in shown("body:contract")
    assert "data-deeper" not in shown("is:unread")
    assert "data-deeper" not in shown("to:ben")


def test_what_i_sent_is_marked_by_its_recipients() -> None:
    sent = replace(ROW, is_outgoing=True)

    assert "<mark>张伟</mark>" in shown("to:张伟", sent)
    assert "<mark>张伟</mark>" not in shown("from:张伟", sent)


@pytest.mark.parametrize(
    ("text", "spans", "html"),
    [
        ("a<b", (), "a&lt;b"),
        ("<i>x</i>", ((3, 4),), "&lt;i&gt;<mark>x</mark>&lt;/i&gt;"),
        ("<>&", ((0, 1), (2, 3)), "<mark>&lt;</mark>&gt;<mark>&amp;</mark>"),
    ],
)
def test_marks_are_the_only_markup(
    text: str, spans: tuple[tuple[int, int], ...], html: str
) -> None:
    assert marked(text, spans) == html
