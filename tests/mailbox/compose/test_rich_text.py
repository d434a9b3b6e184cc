"""What leaves as HTML is harmless, and its plain text says the same."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.compose.rich_text import TooMuchFormatting, clean_letter, html_of_text
from mailbox.compose.text_alternative import text_alternative


def clean(html: str) -> str:
    return clean_letter(html, picture=lambda src: src if "/own/" in src else None)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java\nscript:alert(1)">x</a>',
        "<svg><script>alert(1)</script></svg>",
        "<iframe src=//evil.test></iframe>",
        '<form action="//evil.test"><input name=p><button>go</button></form>',
        '<div style="background:url(//evil.test/x)">x</div>',
        '<div data-style="background:url(//evil.test/x)">x</div>',
        '<p onclick="alert(1)">x</p>',
        '<meta http-equiv="refresh" content="0;url=//evil.test">',
        '<base href="//evil.test">',
        '<img data-remote="javascript:alert(1)">',
        "<style>body{display:none}</style>",
        '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    ],
)
def test_nothing_that_runs_or_loads_is_left(hostile: str) -> None:
    cleaned = clean(f"<p>a</p>{hostile}<p>b</p>")

    assert "evil" not in cleaned
    assert "alert" not in cleaned or "<" not in cleaned.split("alert")[0][-1:]
    assert not re.search(r"<(?:script|svg|iframe|form|input|meta|base|style)", cleaned)
    assert not re.search(r"\son\w+=|javascript:", cleaned)


def test_what_an_editor_could_not_hold_is_turned_back() -> None:
    held = '<b data-style="color:red">a data-style="x"</b><img data-remote="/own/1">'

    assert clean(held) == (
        '<b style="color:red">a data-style="x"</b><img src="/own/1">'
    )


def test_pictures_from_elsewhere_go_and_leave_no_hole() -> None:
    assert clean('a<img src="http://evil.test/t.gif" alt="t">b') == "ab"


def test_page_that_is_too_deep_is_refused_quickly() -> None:
    started = time.monotonic()

    with pytest.raises(TooMuchFormatting):
        clean("<div>" * 200_000)

    assert time.monotonic() - started < 1


def test_plain_text_becomes_blocks_and_comes_back() -> None:
    text = "Dear <Wen>,\n\n  two  spaces & more\n完"

    assert text_alternative(html_of_text(text)) == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<div>测试<b>邮件</b></div>", "测试邮件"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", "- a\n- b\n  - c"),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        ("x<blockquote>q<blockquote>r</blockquote></blockquote>y", "x\n> q\n> > r\ny"),
        ('<a href="https://a.test/x">here</a>', "here <https://a.test/x>"),
        ('<a href="https://a.test/">https://a.test/</a>', "https://a.test/"),
        ('<a href="mailto:a@b.test">a@b.test</a>', "a@b.test"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a\tb\nc"),
        ('<div>x</div><div class="signature">Ann</div>', "x\n-- \nAnn"),
        ('<img src="/own/1" alt="Kiln">', "[Kiln]"),
    ],
)
def test_plain_text_says_what_the_page_says(html: str, text: str) -> None:
    assert text_alternative(clean(html)) == text


@given(st.text(max_size=400))
def test_any_page_can_be_cleaned_and_read(page: str) -> None:
    assert isinstance(text_alternative(clean(page)), str)


@given(st.text(alphabet=st.characters(exclude_categories=["C", "Z"]), max_size=200))
def test_no_word_of_a_plain_text_is_lost(text: str) -> None:
    assert text_alternative(html_of_text(text)).split() == text.split()
