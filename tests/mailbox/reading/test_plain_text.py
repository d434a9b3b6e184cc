"""Plain text as HTML, and the headers that files are served with."""

from __future__ import annotations

import re
import time

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


def test_brackets_that_an_address_opened_belong_to_it() -> None:
    shown = text_to_html("(see https://ok.test/a_(b)) and www.ok.test.")

    assert 'href="https://ok.test/a_(b)"' in shown
    assert 'href="http://www.ok.test"' in shown


def test_a_mail_address_leads_to_where_one_writes() -> None:
    shown = text_to_html(
        "写信给wen@ok.test。", write_to=lambda address: f"/compose/?to={address}"
    )

    assert 'href="/compose/?to=wen@ok.test"' in shown
    assert "</a>。" in shown


def test_the_quote_at_the_end_is_folded_with_its_heading() -> None:
    shown = text_to_html("Yes.\n\nOn Tue, Wen wrote:\n> Really?\n>\n> Wen\n")

    own, quoted = shown.split("<details")
    assert "Yes." in own
    assert "wrote" not in own
    assert "Really?" in quoted
    assert "<blockquote>" in quoted


def test_a_chinese_client_s_header_block_is_folded() -> None:
    shown = text_to_html(
        "收到。\n\n发件人： Wen\n发送时间： 周一\n收件人： Ann\n主题： x\n\nold"
    )

    assert "old" in shown.split("<details")[1]


def test_a_letter_of_nothing_but_a_quote_is_shown() -> None:
    assert "<details" not in text_to_html("> all\n> quoted")


def test_an_answer_between_quotes_stays_in_its_place() -> None:
    shown = text_to_html("> Coming?\nYes.\n> When?\nAt ten.")

    assert "<details" not in shown
    assert shown.index("Coming") < shown.index("Yes") < shown.index("When")


def test_marked_lines_are_a_list() -> None:
    shown = text_to_html("Three points:\n* one\n* two\n  goes on\n* three\nEnd.")

    assert "<p>Three points:</p><ul><li>one</li><li>two\ngoes on</li>" in shown
    assert "<p>End.</p>" in shown


def test_numbers_keep_their_value_or_stay_text() -> None:
    assert '<ol start="3"><li>a</li><li>b</li></ol>' in text_to_html("3. a\n4. b")
    assert "<ol" not in text_to_html("1. a\n7. b")
    assert "<ol" not in text_to_html("2024. was a good year")


@pytest.mark.parametrize(
    "text",
    ["Yes.\n\n-- \nWen Jing\nHearthworks", "Yes.\n\nWen Jing 温静\nHearthworks"],
    ids=["marked", "by the author's name"],
)
def test_a_signature_is_quiet(text: str) -> None:
    shown = text_to_html(text, author="Wen Jing")

    assert "<p>Yes.</p>" in shown
    assert "Hearthworks" in shown.split('<p class="sig"')[1]


def test_columns_keep_their_places() -> None:
    assert '<pre class="columns">' in text_to_html("name    price\ncup     12")


def test_each_paragraph_says_its_language() -> None:
    shown = text_to_html("Hello\n\n您好")

    assert "<p>Hello</p>" in shown
    assert '<p lang="zh-Hans">您好</p>' in shown


@pytest.mark.parametrize(
    "text",
    [
        "> " * 200_000,
        ">\n" * 250_000,
        "* a\n" * 120_000,
        "a@" * 250_000,
        "-- \n" * 99_999,
        "www." * 120_000,
        "a   b\n" * 80_000,
        "https://a" + ")" * 400_000,
    ],
    ids=lambda text: repr(text[:6]),
)
def test_hostile_text_is_answered_quickly(text: str) -> None:
    start = time.process_time()

    text_to_html(text, author="a")

    assert time.process_time() - start < 3


MADE = re.compile(
    r"(?:p|/p|ul|/ul|ol|/ol|li|/li|blockquote|/blockquote|/pre|/a|/details|/summary|/span)>"
    r'|p class="sig"|(?:p|li)(?: class="sig")? lang="|pre class="columns">|ol start="'
    r'|a href="|details class="quoted">|summary title="|span class="vh">'
)


@given(
    st.text(alphabet=">*-1.\n <&'\"ab@:/wh漢", max_size=300),
    st.text(alphabet="ab ", max_size=3),
)
def test_no_text_makes_a_tag_of_its_own(text: str, author: str) -> None:
    for piece in text_to_html(text, author=author).split("<")[1:]:
        assert MADE.match(piece)


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
