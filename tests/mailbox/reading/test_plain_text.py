"""Plain text as HTML, and the headers that files are served with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.reading.attachments_headers import attachment_headers
from mailbox.reading.plain_text import text_to_html


def test_every_character_is_escaped() -> None:
    assert "<script>" not in text_to_html("<script>alert('x')</script> & \"y\"")


def test_a_link_glued_to_chinese_is_found() -> None:
    shown = text_to_html("请访问https://ok.test/a?b=1，谢谢")

    assert 'href="https://ok.test/a?b=1"' in shown
    assert "</a>，谢谢" in shown


def test_a_sentence_s_full_stop_is_not_part_of_the_link() -> None:
    assert 'href="https://ok.test/a"' in text_to_html("See https://ok.test/a.")


def test_the_quote_at_the_end_is_folded_with_its_heading() -> None:
    shown = text_to_html("Yes.\n\nOn Tue, Wen wrote:\n> Really?\n>\n> Wen\n")

    own, quoted = shown.split("<details>")
    assert "Yes." in own
    assert "wrote" not in own
    assert "Really?" in quoted


def test_a_letter_of_nothing_but_a_quote_is_shown() -> None:
    assert "<details>" not in text_to_html("> all\n> quoted")


@given(st.text(max_size=300))
def test_no_text_makes_a_tag_of_its_own(text: str) -> None:
    shown = text_to_html(text)

    for piece in shown.split("<")[1:]:
        assert piece.startswith(
            (
                "pre>",
                "/pre>",
                "a href=",
                "/a>",
                "details>",
                "/details>",
                "summary>",
                "/summary>",
            )
        )


@pytest.mark.parametrize(
    ("content_type", "served"),
    [
        ("image/png", "inline"),
        ("application/pdf", "inline"),
        ("image/svg+xml", "attachment"),
        ("text/html", "attachment"),
        ("application/xhtml+xml", "attachment"),
        ("text/plain", "attachment"),
        ("nonsense\r\nSet-Cookie: a=b", "attachment"),
    ],
)
def test_only_harmless_kinds_are_shown_in_the_page(
    content_type: str, served: str
) -> None:
    headers = attachment_headers(content_type, "x", inline=True)

    assert headers["Content-Disposition"].startswith(served)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "html" not in headers["Content-Type"]
    assert "\n" not in headers["Content-Type"]


def test_a_chinese_name_is_given_both_ways() -> None:
    disposition = attachment_headers("image/png", '报告"1".png')["Content-Disposition"]

    assert "filename*=UTF-8''%E6%8A%A5%E5%91%8A%221%22.png" in disposition
    assert disposition.isascii()
