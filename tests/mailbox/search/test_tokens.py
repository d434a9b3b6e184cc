"""Tokens: what both search engines hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailbox.search.tokens import (
    Phrase,
    fold,
    fold_with_origins,
    folds_evenly,
    read_phrase,
    tokenise,
)

MIXED = st.text(
    alphabet="aZ9_ -'.@é你好报告务ßがｶﾞ한เ\u0301\u00ad\u200b\ufe0f😀", max_size=40
)


def test_words_are_folded_and_punctuation_ends_them() -> None:
    assert tokenise("Re-Use of ann_lee@example.test!") == [
        *("re", "use", "of", "ann", "lee", "example", "test"),
    ]


def test_accents_strokes_ligatures_and_wide_letters_are_as_plain_ones() -> None:
    assert tokenise("Café øre Łódź Straße ﬁne ＡＢＣ İstanbul") == [
        *("cafe", "ore", "lodz", "strasse", "fine", "abc", "istanbul"),
    ]


def test_a_soft_hyphen_does_not_cut_a_word() -> None:
    assert tokenise("in\u00advoice \u200bpaid") == ["invoice", "paid"]


def test_chinese_becomes_pairs_and_a_last_character() -> None:
    assert tokenise("财务报告，好") == ["财务", "务报", "报告", "告", "好"]


def test_scripts_meet_without_a_space() -> None:
    assert tokenise("Q3报告v2") == ["q3", "报告", "告", "v2"]


def test_vowel_signs_stay_in_their_word() -> None:
    assert tokenise("हिन्दी में") == ["हिन्दी", "में"]


def test_accents_that_are_letters_of_their_own_stay() -> None:
    assert tokenise("й が") == ["й", "が"]


def test_a_very_long_word_is_cut() -> None:
    assert tokenise("x" * 200 + " é" + "y" * 200) == ["x" * 64, "e" + "y" * 63]


def test_a_phrase_leaves_its_end_open() -> None:
    assert read_phrase("年度报告") == Phrase(("年度", "度报", "报告"))
    assert read_phrase("年度 report") == Phrase(("年度", "度", "report"))
    assert read_phrase("告") == Phrase(("告",), is_prefix=True)
    assert read_phrase("report 告") == Phrase(("report", "告"), is_prefix=True)
    assert read_phrase("好好") == Phrase(("好好",))
    assert read_phrase("—!") is None


@given(st.text() | MIXED)
def test_tokens_hold_nothing_that_an_engine_could_misread(text: str) -> None:
    for token in tokenise(text):
        assert token
        assert len(token) <= 64
        assert not set(token) & set(" '\"\\*:()‖§©/\n\0")
        token.encode()


@given(st.text() | MIXED)
def test_every_folded_character_has_an_origin(text: str) -> None:
    folded, origins = fold_with_origins(text)

    assert len(origins) == len(folded) + 1
    assert origins == sorted(origins)
    assert origins[-1] == len(text)


def test_what_folds_evenly_does() -> None:
    even = [chr(code) for code in range(0x20000) if folds_evenly(chr(code))]

    assert len(even) > 21_000
    assert [each for each in even if len(fold(f"a{each}b")) != 3] == []
