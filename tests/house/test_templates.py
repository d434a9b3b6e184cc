"""What holds for every template: it compiles, says what it wants, obeys the CSP."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))
ICON = re.compile(r'{% icon "([a-z]+)"')


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_compiles(name: str) -> None:
    engines["django"].get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_first_line_says_what_the_template_expects(name: str) -> None:
    first = (ROOT / name).read_text(encoding="utf-8").splitlines()[0]

    assert first.startswith("{# ")
    assert "#}" in first


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_in_a_page_needs_a_loose_policy(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|\son[a-z]+=\"|javascript:|\|safe\b", source)
    assert not re.search(r"<script(?! type=\"module\" src=)|<style", source)


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_form_that_changes_something_carries_its_token(name: str) -> None:
    source = (ROOT / name).read_text(encoding="utf-8")

    posts = source.count('method="post"')
    assert source.count("{% csrf_token %}") == posts


def test_every_icon_named_is_in_the_sprite() -> None:
    sprite = (Path(settings.BASE_DIR) / "static/icons/icons.svg").read_text()
    named = {
        icon
        for name in TEMPLATES
        for icon in ICON.findall((ROOT / name).read_text(encoding="utf-8"))
    }

    assert {icon for icon in named if f'id="i-{icon}"' not in sprite} == set()
