"""Each page, filled with values: its outline, its labels, its words."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from mailbox.web.compose_values import ComposePage, DraftFileLink, VersionPage
from mailbox.web.detail_values import (
    ConfirmPage,
    FoldersPage,
    HeaderLine,
    NameFault,
    SourcePage,
    Step,
    TagsPage,
    TracePage,
)
from mailbox.web.search_values import (
    FacetGroup,
    FacetLink,
    FacetsPage,
    Fix,
    QueryFault,
    SavedLink,
    SavedPage,
    SearchPage,
)
from mailsvc.kit import clock
from tests.builders.pages import NOW, OWN, TAGS, a_list, a_shell, a_thread

LABELLED = {"input", "select", "textarea"}


class LetterFields(forms.Form):
    """The fields that the compose page shows."""

    from_address = forms.ChoiceField(choices=[("ann@linden.test", "Ann")])
    to = forms.CharField()
    cc = forms.CharField(required=False)
    bcc = forms.CharField(required=False)
    subject = forms.CharField(required=False)
    body = forms.CharField(required=False)


PAGES: dict[str, dict[str, Any]] = {
    "mailbox/folder.html": {"list": a_list()},
    "mailbox/conversation.html": {"list": a_list(), "thread": a_thread()},
    "mailbox/search.html": {
        "list": a_list(),
        "search": SearchPage(
            "x",
            (
                QueryFault(
                    "has:flie", "is not known", (Fix("has:file", "?q=a"),), "?q="
                ),
            ),
            "?all=1",
        ),
    },
    "mailbox/compose.html": {
        "form": LetterFields({"to": ""}),
        "compose": ComposePage(
            "new", "/compose/", "/", "New", files=(DraftFileLink(1, "a.pdf", 9),)
        ),
    },
    "mailbox/compose_version.html": {
        "version": VersionPage("S", NOW, (("To", "a@b.example"),), "T", "/v/", "/d/")
    },
    "mailbox/source.html": {
        "source": SourcePage(1, "S", 9, (HeaderLine("From", "a"),), "From: a", "/")
    },
    "mailbox/trace.html": {"trace": TracePage(1, "S", (Step(NOW, "Accepted"),), "/")},
    "mailbox/folders_manage.html": {
        "upkeep": FoldersPage(OWN, NameFault(7, "Inbox", "This name is taken."))
    },
    "mailbox/tags_manage.html": {"upkeep": TagsPage(TAGS), "hues": range(12)},
    "mailbox/search_facets.html": {
        "facets": FacetsPage(
            "kiln",
            "/",
            (FacetGroup("y", "Year", (FacetLink("2026", "/", 2),)),),
            9,
            False,
        )
    },
    "mailbox/searches_manage.html": {
        "upkeep": SavedPage(
            (SavedLink(7, "Kilns", "kiln"),), NameFault(7, "x", "Taken."), "oven"
        )
    },
    "mailbox/confirm.html": {"confirm": ConfirmPage("Sure?", "W", "Delete", "/", "/")},
}


class Page(HTMLParser):
    """The parts of a page that its reader's tools rely on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.targets: set[str] = set()
        self.unlabelled: list[str] = []
        self.controls: list[dict[str, str | None]] = []
        self.inside_label = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags[tag] += 1
        self.inside_label += tag == "label"
        if given.get("id"):
            self.ids[str(given["id"])] += 1
        if tag == "label" and given.get("for"):
            self.targets.add(str(given["for"]))
        if tag in LABELLED and given.get("type") != "hidden" and not self.inside_label:
            self.controls.append(given)

    def handle_endtag(self, tag: str) -> None:
        self.inside_label -= tag == "label"

    def nameless(self) -> list[dict[str, str | None]]:
        """List the controls that no label names."""
        return [
            control
            for control in self.controls
            if not control.get("aria-label") and control.get("id") not in self.targets
        ]


def show(name: str, language: str = "en") -> str:
    context = {"shell": a_shell(), "site": {"name": "Linden Mail"}, **PAGES[name]}
    with clock.at(NOW), translation.override(language):
        return render_to_string(name, context)


@pytest.mark.parametrize("name", PAGES)
def test_page_has_one_main_and_one_first_heading(name: str) -> None:
    page = Page(show(name))

    assert (page.tags["main"], page.tags["h1"]) == (1, 1)


@pytest.mark.parametrize("name", PAGES)
def test_every_control_has_a_name_and_every_id_is_alone(name: str) -> None:
    page = Page(show(name))

    assert page.nameless() == []
    assert {id_ for id_, count in page.ids.items() if count > 1} == set()


@pytest.mark.parametrize("name", PAGES)
def test_every_icon_on_the_page_is_in_the_sprite(name: str) -> None:
    sprite = (Path(settings.BASE_DIR) / "static/icons/icons.svg").read_text()

    used = {part.split('"')[0] for part in show(name).split("icons.svg#")[1:]}
    assert used
    assert {each for each in used if f'id="{each}"' not in sprite} == set()


@pytest.mark.parametrize("name", PAGES)
def test_page_speaks_chinese(name: str) -> None:
    html = show(name, "zh-hans")

    assert '<html lang="zh-hans"' in html
    assert "写邮件" in html
    assert "收件箱" in html
    assert ">Compose<" not in html


def test_folder_page_offers_every_action_without_a_script() -> None:
    html = show("mailbox/folder.html")

    for action in ("archive", "delete", "junk", "read", "unread", "star", "unstar"):
        assert f'name="action" value="{action}"' in html
    for action in ("move:7", "tag:1", "untag:2"):
        assert f'name="action" value="{action}"' in html
    assert html.count('name="conversation"') == 3


def test_letter_in_a_frame_may_run_nothing() -> None:
    html = show("mailbox/conversation.html")

    frame = html.split("<iframe")[1].split(">")[0]
    assert "allow-scripts" not in frame
    assert "allow-forms" not in frame
    assert 'sandbox="allow-same-origin' in frame


def test_earlier_messages_are_folded_and_the_newest_is_open() -> None:
    html = show("mailbox/conversation.html")

    first, second, third = html.split('class="msg-slot"')[1:]
    assert '<a class="msg-fold" href="?open=1"' in first
    assert 'class="msg"' not in first
    assert "data-open>" in second
    assert "<p>Hello</p>" in second
    assert "data-open>" in third


def test_enter_in_a_field_of_a_letter_saves_and_does_not_send() -> None:
    html = show("mailbox/compose.html")

    first = html.split('class="compose"')[1].split("<button")[1].split(">")[0]
    assert 'name="do" value="save"' in first


def test_long_search_says_how_far_back_it_came() -> None:
    page = SearchPage("x", searched_back_to=NOW)
    context = {"shell": a_shell(), "list": a_list(), "search": page}

    with translation.override("zh-hans"):
        html = render_to_string("mailbox/search.html", context)

    assert "已搜索至2026年9月24日。" in html
    assert 'rel="next">继续搜索更早的邮件' in html


def test_held_letter_can_be_taken_back_from_any_page() -> None:
    html = show("mailbox/trace.html")

    assert 'action="/sent/4/undo/"' in html
    assert 'data-seconds="7"' in html
