"""The words around a hit are cut out of a letter, however far down they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Account
from mailbox.reading.excerpts import LONGEST, excerpt_of, find_excerpt
from mailbox.search.grammar import parse_query
from mailbox.search.highlight import Highlighter
from tests.builders.mail import Letter, receive

FILLER = "The kiln hall was quiet that morning. " * 400


def words(typed: str) -> Highlighter:
    return Highlighter(parse_query(typed))


def test_a_line_begins_a_few_words_before_the_first_hit() -> None:
    found = excerpt_of(f"{FILLER}\nThe  warranty runs 24 months. {FILLER}", words("24"))

    assert found is not None
    assert found.text.startswith("…")
    assert "The warranty runs 24 months. The kiln" in found.text
    assert [found.text[a:b] for a, b in found.spans] == ["24"]
    assert len(found.text) <= LONGEST + 2


def test_chinese_is_found_without_spaces() -> None:
    found = excerpt_of(
        "各位好，" + "今天开会。" * 900 + "年度报告已完成。", words("报告")
    )

    assert found is not None
    assert found.text.endswith("年度报告已完成。")


@given(st.integers(3_700, 4_300))
def test_no_phrase_is_lost_between_two_pieces(length: int) -> None:
    text = "x" * length + " annual plan " + "y" * 9_000

    assert excerpt_of(text, words('"annual plan"')) is not None


def test_nothing_found_is_none() -> None:
    assert excerpt_of(FILLER, words("zebra")) is None
    assert excerpt_of("", words("zebra")) is None


@pytest.mark.parametrize("html", [None, f"<p>{FILLER}</p><p>Our <b>zebra</b> came</p>"])
def test_a_letter_is_looked_through(ann: Account, html: str | None) -> None:
    text = f"{FILLER} Our zebra came" if html is None else " "
    (message,) = receive(ann, Letter(text=text, html=html))

    found = find_excerpt(message, words("zebra"))

    assert found is not None
    assert found.text.endswith("Our zebra came")
