"""What the search field suggests can be searched for, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mailbox.mime.addresses import NamedAddress
from mailbox.models import Tag
from mailbox.search.grammar import parse_query
from mailbox.search.operators import NAMES
from mailbox.search.wording import ABOUT
from mailbox.search.wording import NAMES as WORDED
from mailbox.web.page_values import SYSTEM_FOLDERS, FolderLink
from mailbox.web.search_options import Known, suggest
from mailbox.web.search_values import Option

KNOWN = Known(
    recent=("kiln contract", "from:wen", "报告"),
    folders=(
        *(FolderLink(n, role, role) for n, role in enumerate(SYSTEM_FOLDERS)),
        FolderLink(7, "", "Kiln project"),
    ),
    tags=(Tag(name="Contracts", hue=3), Tag(name="差旅", hue=4)),
)


def options(text: str, known: Known = KNOWN) -> Iterator[Option]:
    for group in suggest(text, known).groups:
        yield from group.options


def typed(text: str) -> list[str]:
    return [option.typed for option in options(text)]


def test_with_nothing_typed_recent_searches_come_first() -> None:
    assert typed("")[:5] == ["kiln contract", "from:wen", "报告", "from:", "to:"]
    assert typed("done ")[3:5] == ["from:", "to:"]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("kil", ["kiln contract", 'in:"Kiln project"']),
        ("fr", ["from:wen", "from:"]),
        ("contr", ["kiln contract", "tag:Contracts"]),
        ("差", ["tag:差旅"]),
        ("发件", ["from:"]),
        ("in:kiln", ['in:"Kiln project"']),
        ("in:any", ["in:anywhere"]),
        ("-in:spa", ["-in:Spam"]),
        ("tag:", ["tag:Contracts", "tag:差旅"]),
        ("标签：差", ["tag:差旅"]),
        ("is:unr", ["is:unread"]),
        ("状态:未", ["is:unread", "is:unanswered"]),
        ("has:p", ["has:pdf", "has:image", "has:slides"]),
        (
            "after:last",
            ['after:"last week"', 'after:"last month"', 'after:"last year"'],
        ),
        ("larger:5", ["larger:5MB"]),
        ("subject:x", []),
    ],
)
def test_the_last_piece_is_completed(text: str, offered: list[str]) -> None:
    assert typed(text) == offered


def test_where_the_piece_begins_is_told() -> None:
    assert suggest("report from:we", KNOWN).start == 7
    assert suggest("report ", KNOWN).start == 7
    assert suggest('in:"kiln pro', KNOWN).start == 0


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "text",
    ["", "in:", "tag:", "is:", "has:", "after:", "before:", "on:", "larger:", "-is:"],
)
def test_what_is_offered_can_be_read(text: str, language: str) -> None:
    with translation.override(language):
        for option in options(text):
            query = parse_query(option.typed)
            if option.act == "chip":
                assert not query.faults, option.typed
                assert len(query.terms) == 1
                assert query.terms[0].operator is not None
            elif option.act == "start":
                assert parse_query(f"{option.typed}x").terms[0].operator is not None


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_operator_is_named_and_explained(language: str) -> None:
    with translation.override(language):
        named = {operator: NAMES[str(name)] for operator, name in WORDED.items()}

    assert all(operator is meant for operator, meant in named.items())
    assert WORDED.keys() == ABOUT.keys() == set(NAMES.values())


def test_the_script_knows_the_same_operators() -> None:
    script = Path(settings.BASE_DIR) / "static/js/parts/search_chips.js"
    listed = re.search(r"new Set\(\s*\((.*?)\)\.split", script.read_text(), re.S)

    assert listed is not None
    assert set("".join(re.findall(r'"([^"]*)"', listed[1])).split()) == NAMES.keys()


@given(st.text(max_size=40))
def test_no_text_makes_it_raise(text: str) -> None:
    found = suggest(text, KNOWN)

    assert 0 <= found.start <= len(text)


def people(typed: str) -> list[NamedAddress]:
    known = [
        NamedAddress("Wen Jing", "wen@hearthworks.example"),
        NamedAddress("", "wendy@remote.test"),
    ]
    return [each for each in known if each.address.startswith(typed)]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("we", ["from:wen@hearthworks.example", "from:wendy@remote.test"]),
        ("kiln to:wen@", ["to:wen@hearthworks.example"]),
        ("-cc:wendy", ["-cc:wendy@remote.test"]),
        ("subject:wen", []),
        ("zzz", []),
    ],
)
def test_people_are_offered_where_they_can_be_meant(
    text: str, offered: list[str]
) -> None:
    known = Known(people=people)

    assert [each.typed for each in options(text, known) if each.icon == "user"] == (
        offered
    )


def test_a_person_is_shown_by_name() -> None:
    option = next(iter(options("we", Known(people=people))))

    assert (option.label, option.detail) == ("Wen Jing", "from:wen@hearthworks.example")
