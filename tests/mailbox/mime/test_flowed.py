"""Wrapped text comes back as the paragraphs that were written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailbox.mime.flowed import is_flowed, unflow


def test_lines_that_end_in_a_space_are_one_paragraph() -> None:
    assert unflow("One \r\ntwo \r\nthree.\r\n\r\nFour.\r\n") == (
        "One two three.\n\nFour.\n"
    )


def test_chinese_is_joined_without_the_space_that_was_added() -> None:
    assert (
        unflow("收到， \n我和法务 \n确认。", delete_space=True)
        == "收到，我和法务确认。"
    )


def test_a_quote_flows_only_with_its_own_level() -> None:
    assert unflow("> One \n> two\n>> three \nfour") == "> One two\n>> three \nfour"


def test_the_signature_s_line_does_not_flow() -> None:
    assert unflow("Bye \n-- \nWen") == "Bye \n-- \nWen"


def test_what_was_stuffed_is_unstuffed() -> None:
    assert unflow(" From here\n > not quoted") == "From here\n> not quoted"


def test_only_format_flowed_flows() -> None:
    assert is_flowed({"format": "Flowed"})
    assert not is_flowed({"charset": "utf-8"})


@given(st.text(alphabet="> a-\n\r.", max_size=200), st.booleans())
def test_no_text_loses_a_letter(text: str, delete: bool) -> None:
    shown = unflow(text, delete_space=delete)

    assert shown.count("a") == text.count("a")
    assert shown.count(".") == text.count(".")
