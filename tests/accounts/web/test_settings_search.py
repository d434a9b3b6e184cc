"""Any setting is found by everyday words, in both languages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import translation

from accounts.models import Account, Device
from accounts.preferences.choosing import change_choice
from accounts.web.settings_search import find_settings


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ("dark", "set-theme"),
        ("Dark mode", "set-theme"),
        ("深色", "set-theme"),
        ("深色模式", "set-theme"),
        ("夜间", "set-theme"),
        ("font", "set-font"),
        ("fonts", "set-font"),
        ("how do I change the font", "set-font"),
        ("字体", "set-font"),
        ("怎么换字体", "set-font"),
        ("bigger text", "set-size"),
        ("字号", "set-size"),
        ("compact", "set-density"),
        ("threads", "set-conversations"),
        ("撤回", "set-undo_seconds"),
        ("undo", "set-undo_seconds"),
        ("timezone", "set-time_zone"),
        ("时区", "set-time_zone"),
        ("中文", "set-language"),
        ("tracking", "set-images"),
        ("显示名", "set-name"),
        ("am pm", "set-hour_clock"),
    ],
)
def test_setting_is_found(query: str, anchor: str, language: str) -> None:
    with translation.override(language):
        assert anchor in [found.anchor for found in find_settings(query)][:3]


@pytest.mark.parametrize("query", ["password", "密码", "change password", "改密码"])
def test_page_is_found(query: str) -> None:
    assert find_settings(query)[0].page.url_name == "accounts:settings_account"


@pytest.mark.parametrize("query", ["", "  ", "xyzzy", "？！", "\x00", "a" * 10_000])
def test_nonsense_finds_nothing(query: str) -> None:
    assert find_settings(query) == []


def test_search_page_leads_to_the_setting(browser: Client) -> None:
    html = browser.get("/settings/", {"q": "dark"}).text

    assert 'href="/settings/look/#set-theme"' in html
    assert 'value="dark"' in html


def test_search_page_says_when_nothing_is_found(browser: Client, ann: Account) -> None:
    change_choice(ann, "language", "zh-hans", Device.DESK)

    html = browser.get("/settings/", {"q": "<b>xyzzy"}).text

    assert "没有找到与“&lt;b&gt;xyzzy”有关的设置" in html


def test_script_gets_only_what_was_found(browser: Client) -> None:
    answer = browser.get("/settings/", {"q": "dark"}, headers={"HX-Request": "true"})

    assert answer.text.startswith('<hx-partial hx-target="#found">')
    assert "<html" not in answer.text
