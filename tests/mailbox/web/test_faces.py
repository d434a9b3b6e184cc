"""Initials, hues and languages are chosen by the text alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.reading.languages import language_of
from mailbox.web import faces


@pytest.mark.parametrize(
    ("name", "address", "letters"),
    [
        ("Wen Jing", "wen@hearth.test", "WJ"),
        ("Pieter van Dijk", "p@dijk.test", "PD"),
        ("张伟", "wei@linden.test", "张"),
        ("林悦 Lin Yue", "yue@linden.test", "林"),
        ("Lin Yue 林悦", "yue@linden.test", "LY"),
        ("Northline", "t@north.test", "N"),
        ("", "ann.lee@linden.test", "A"),
        ("", "", "?"),
        ("☃", "", "?"),
    ],
)
def test_initials_are_what_a_person_would_write(
    name: str, address: str, letters: str
) -> None:
    assert faces.initials_of(name, address) == letters


@given(st.text(), st.text())
def test_initials_are_one_or_two_letters_of_anything(name: str, address: str) -> None:
    assert 1 <= len(faces.initials_of(name, address)) <= 4


def test_hue_is_the_same_however_the_address_is_written() -> None:
    assert faces.hue_of(" Ann@Linden.Test ") == faces.hue_of("ann@linden.test")


@given(st.text())
def test_hue_is_one_of_twelve(address: str) -> None:
    assert faces.hue_of(address) in range(faces.HUES)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Lunch before the holiday?", ""),
        ("Überraschung", ""),
        ("周四例会纪要", "zh-Hans"),
        ("会議のお知らせ", "ja"),
        ("회의 안내", "ko"),
    ],
)
def test_language_is_guessed_by_the_script(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("filename", "word", "hue"),
    [
        ("Contract-v3.pdf", "PDF", 0),
        ("附件B.XLSX", "XLSX", 4),
        ("archive.verylongending", "VERY", 11),
        ("README", "", 11),
        ("x.中文", "", 11),
    ],
)
def test_icon_of_a_file_names_its_kind(filename: str, word: str, hue: int) -> None:
    assert faces.extension_of(filename) == word
    assert faces.file_hue_of(filename) == hue
