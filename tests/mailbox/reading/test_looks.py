"""Letters without colours take the theme; letters with colours stay on paper."""

from __future__ import annotations

import pytest

from mailbox.reading.frame import NO_WISHES, Wishes, make_document
from mailbox.reading.looks import Look, look_of


@pytest.mark.parametrize(
    "html",
    [
        "<p>Hi</p>",
        "<div style='color:rgb(34,34,34);background-color:rgb(255,255,255)'>Hi</div>",
        "<p style='color:#000000;background:#fff'>Hi</p>",
        "<body bgcolor=white text='#000000'>Hi",
        "<style>a:link{color:#0563C1} p{color:windowtext}</style><p>Hi",
        "<span style='color:#1f2937;border:1px solid red'>Hi</span>",
        "<span style='background:transparent;color: black !important'>Hi</span>",
    ],
)
def test_ink_and_paper_are_no_colours(html: str) -> None:
    assert look_of(html) is Look.PLAIN


@pytest.mark.parametrize(
    "html",
    [
        "<p style='color:red'>Hi</p>",
        "<td bgcolor='#f7f1e8'>Hi",
        "<body background='https://a.test/x.png'>",
        "<div style='background-image:url(x)'>Hi",
        "<style>.x{background:#123}</style>",
        "<font color='#c00'>Hi</font>",
        "<p style='color:#fff'>Hi</p>",
        "<p style='color:var(--x)'>Hi</p>",
        "<b style='color:#000'>" * 6_000,
    ],
)
def test_what_has_colours_of_its_own_is_shown_on_paper(html: str) -> None:
    assert look_of(html) is Look.PAPER


def test_a_plain_letter_takes_the_reader_s_theme() -> None:
    dark = make_document("", "<p>Hi", look=Look.PLAIN, wishes=Wishes("dark"))
    light = make_document("", "<p>Hi", look=Look.PLAIN, wishes=Wishes("light"))
    either = make_document("", "<p>Hi", look=Look.PLAIN, wishes=Wishes("system"))

    assert "color-scheme:dark}" in dark
    assert "color-scheme:dark}" not in light
    assert "@media (prefers-color-scheme:dark)" in either


def test_a_letter_on_paper_is_light_in_every_theme() -> None:
    for theme in ("light", "dark", "system"):
        shown = make_document("", "<p>Hi", look=Look.PAPER, wishes=Wishes(theme))

        assert ":root{color-scheme:light}" in shown
        assert "prefers-color-scheme" not in shown


def test_a_letter_that_knows_dark_itself_is_not_turned() -> None:
    sheet = "@media (prefers-color-scheme:dark){p{color:#eee}}"

    assert "invert" not in make_document(
        sheet, "", look=Look.DARK, wishes=Wishes("dark")
    )
    assert "invert" in make_document("", "", look=Look.DARK, wishes=Wishes("dark"))


def test_size_and_font_are_the_readers_where_the_letter_has_none() -> None:
    wishes = Wishes(font="serif", size_percent=120)

    shown = make_document("p{font-size:9px}", "<p>Hi", look=Look.PAPER, wishes=wishes)

    assert "body{zoom:120%}" in shown
    assert shown.index("Songti SC") < shown.index("p{font-size:9px}")
    assert "zoom" not in make_document("", "", look=Look.PAPER, wishes=NO_WISHES)
