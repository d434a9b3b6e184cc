"""What one may begin to type for a person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.compose.typed_keys import keys_of, wanted_keys
from mailbox.models.correspondent import LONGEST_KEY


def is_found(typed: str, name: str, address: str = "x1@a.test") -> bool:
    wanted = wanted_keys(typed)
    assert wanted
    keys = keys_of(name, address)
    if wanted.exact:
        return wanted.exact in keys
    return any(wanted.start <= key < wanted.end for key in keys)


@pytest.mark.parametrize(
    "typed",
    ["张", "张伟", "伟", "zhang", "zhangwei", "zhang wei", "ZhangW", "zw", "wei", "x1"],
)
def test_chinese_name_is_found_by_characters_pinyin_and_initials(typed: str) -> None:
    assert is_found(typed, "张伟")


@pytest.mark.parametrize("typed", ["zeng", "ceng", "曾", "zxw"])
def test_name_with_two_readings_is_found_by_either(typed: str) -> None:
    assert is_found(typed, "曾小文")


@pytest.mark.parametrize(
    "typed", ["wen", "jing", "wen j", "jing w", "wenj", "wj", "WEN", "Wén"]
)
def test_latin_name_is_found_by_its_words_in_either_order(typed: str) -> None:
    assert is_found(typed, "Wen Jing")


@pytest.mark.parametrize("typed", ["jose", "José", "muller"])
def test_accents_do_not_matter(typed: str) -> None:
    assert is_found(typed, "José Müller")


@pytest.mark.parametrize("typed", ["yue.lin", "lin@", "linden", "yue.lin@linden.test"])
def test_address_is_found_by_its_parts(typed: str) -> None:
    assert is_found(typed, "", "yue.lin@linden.test")


@pytest.mark.parametrize("typed", ["hang", "ang", "ing", "@"])
def test_nothing_is_found_by_a_middle(typed: str) -> None:
    assert not is_found(typed, "张伟 Wen Jing")


@given(st.text(max_size=400), st.text(max_size=100))
def test_keys_are_few_short_and_whole(name: str, address: str) -> None:
    keys = keys_of(name, address)

    assert len(keys) <= 24 * 5
    assert all(0 < len(key) <= LONGEST_KEY and key.decode() for key in keys)
