"""Our template tags print icons, people and sizes."""

from __future__ import annotations

import pytest
from django.template import engines
from django.utils import translation

from mailbox.web.page_values import Person
from mailbox.web.templatetags import mail

ME = Person("ann@linden.test", "Ann", is_me=True)
WEI = Person("wei@linden.test", "张伟")


def show(source: str, **context: object) -> str:
    template = engines["django"].from_string("{% load mail %}" + source)
    return str(template.render(context))


def test_icon_is_a_reference_into_the_sprite() -> None:
    html = show('{% icon "star" "i-s" %}')

    assert 'class="i i-s"' in html
    assert 'href="/static/icons/icons.svg#i-star"' in html


def test_reader_is_called_you_in_the_readers_language() -> None:
    assert show("{% senders people %}", people=[ME]) == "<span>You</span>"
    assert show("{% recipients people %}", people=[ME]) == "<span>you</span>"
    with translation.override("zh-hans"):
        html = show("{% recipients people %}", people=[ME, WEI])
    assert html == "<span>我</span>、<span>张伟</span>"


def test_name_in_another_script_says_its_language() -> None:
    html = show("{% senders people %}", people=[WEI])

    assert html == '<span lang="zh-Hans">张伟</span>'


def test_avatar_of_nobody_is_nothing() -> None:
    assert show("{% avatar nobody %}") == ""


def test_avatar_of_a_firm_is_square() -> None:
    firm = Person("tickets@north.test", "Northline Rail", is_org=True)

    assert 'class="av h' in show("{% avatar firm %}", firm=firm)
    assert "av--org av--lg" in show('{% avatar firm "av--lg" %}', firm=firm)


@pytest.mark.parametrize(
    ("size_bytes", "words"),
    [
        (None, "0 KB"),
        (0, "0 KB"),
        (1, "1 KB"),
        (64 * 1024, "64 KB"),
        (1_880_000, "1.8 MB"),
        (50 * 1024**2, "50 MB"),
        (200 * 1024**2, "200 MB"),
        (1000 * 1024**2, "1 GB"),
        (int(16.8 * 1024**3), "16.8 GB"),
        (5 * 1024**4, "5 TB"),
        (5000 * 1024**4, "5000 TB"),
    ],
)
def test_sizes_are_short(size_bytes: int | None, words: str) -> None:
    assert mail.size(size_bytes).replace("\N{NO-BREAK SPACE}", " ") == words
