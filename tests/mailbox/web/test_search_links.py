"""A search with a piece left out or mended is a link."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from mailbox.search.grammar import parse_query
from mailbox.search.near import replace_piece
from mailbox.web.search_links import explain_fault, search_url


def asked(url: str) -> str:
    return parse_qs(urlsplit(url).query).get("q", [""])[0]


def test_a_fault_links_to_what_was_meant_and_to_the_rest() -> None:
    typed = "plan is:unred report"

    shown = explain_fault(typed, parse_query(typed).faults[0])

    assert shown.word == "is:unred"
    assert [fix.words for fix in shown.fixes] == ["is:unread"]
    assert asked(shown.fixes[0].url) == "plan is:unread report"
    assert asked(shown.left_out_url) == "plan report"


def test_a_search_may_take_in_spam_and_trash() -> None:
    assert search_url("a b", everywhere=True).endswith("?q=a+b&all=1")


@given(st.text(max_size=30))
def test_without_its_faults_a_search_has_none(typed: str) -> None:
    faults = parse_query(typed).faults
    left = typed
    for fault in reversed(faults):
        if fault.code not in {"length", "operator"}:
            left = replace_piece(left, fault.start, fault.end)

    codes = {fault.code for fault in parse_query(left).faults}
    assert codes <= {"operator", "letters"}
