"""What looks alike has one skeleton; letters of two alphabets in a word are noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailsvc.kit.confusables import mixes_alphabets, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "pаypal"),  # a Cyrillic a
        ("paypal", "paypa1"),
        ("paypal", "PayPaI"),
        ("modern", "modem"),
        ("google", "gооgle"),
        ("wen.jing", "wеn.jіng"),
        ("bank", "bаnк"),
        ("bücher", "bucher"),
        ("ｌｉｎｄｅｎ", "linden"),
        ("lin\u200bden", "linden"),
        ("张伟", "张伟"),
    ],
)
def test_what_looks_alike_is_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("wen", "wan"), ("张伟", "张玮"), ("kiln", "kale")]
)
def test_what_looks_different_is_different(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


def test_only_alphabets_that_look_alike_count_as_mixed() -> None:
    assert mixes_alphabets("pаypal")
    assert not mixes_alphabets("paypal")
    assert not mixes_alphabets("пример")
    assert not mixes_alphabets("张伟-shop")


@given(st.text(max_size=60))
def test_any_text_has_a_skeleton(text: str) -> None:
    skeleton(text)
    mixes_alphabets(text)
