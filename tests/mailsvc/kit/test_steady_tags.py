"""Constant texts and paths: kept, but by language and arguments."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import Context, Template
from django.urls import reverse, set_script_prefix
from django.utils import translation


def show(source: str, **values: Any) -> str:
    return Template("{% load i18n %}" + source).render(Context(values))


def test_a_text_follows_the_language() -> None:
    template = Template('{% load i18n %}{% translate "Archive" context "folder" %}')

    with translation.override("en"):
        english = template.render(Context())
    with translation.override("zh-hans"):
        chinese = template.render(Context())
    with translation.override("en"):
        again = template.render(Context())

    assert (english, chinese, again) == ("Archive", "归档", "Archive")


def test_a_text_in_a_variable_is_not_kept() -> None:
    template = Template("{% load i18n %}{% translate word %}")

    shown = [template.render(Context({"word": word})) for word in ("one", "<two>")]

    assert shown == ["one", "&lt;two&gt;"]


def test_a_text_may_still_be_given_a_name() -> None:
    assert show('{% translate "Archive" as word %}[{{ word }}]') == "[Archive]"


def test_a_path_follows_its_arguments() -> None:
    template = Template('{% url "mailbox:folder" number %}')

    paths = [template.render(Context({"number": number})) for number in (1, 2, 1)]

    assert paths == [reverse("mailbox:folder", args=[n]) for n in (1, 2, 1)]


def test_a_path_follows_where_the_service_is_mounted() -> None:
    template = Template('{% url "mailbox:compose" %}')
    before = template.render(Context())

    set_script_prefix("/post/")
    try:
        assert template.render(Context()) == f"/post{before}"
    finally:
        set_script_prefix("/")


@pytest.mark.parametrize("source", ['{% url "mailbox:nowhere" %}', '{% url "x:y" 1 %}'])
def test_an_unknown_name_is_an_error_as_ever(source: str) -> None:
    with pytest.raises(Exception, match="not a"):
        show(source)
