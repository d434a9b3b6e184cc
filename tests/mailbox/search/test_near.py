"""What was likely meant is offered; what is plain text is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.search.grammar import parse_query
from mailbox.search.near import find_near, find_near_operator, replace_value


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("form:ann", "from:ann"),
        ("fro:ann", "from:ann"),
        ("fromm:ann", "from:ann"),
        ("frm:ann", "from:ann"),
        ("fron：ann", "from:ann"),
        ("larger=5MB", "larger:5MB"),
        ("tag;work", "tag:work"),
        ("发件：张三", "发件人:张三"),
        ("收件入：张三", "收件人:张三"),
    ],
)
def test_one_slip_is_seen_through(typed: str, meant: str) -> None:
    assert find_near_operator(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "re:hello",
        "10:30",
        "http://a.test",
        "C++",
        "room:5",
        "form: x",
        "主席：张三",
        "a=b",
    ],
)
def test_plain_text_is_left_alone(typed: str) -> None:
    assert find_near_operator(typed) == ""


def test_near_names_are_found_whatever_their_case() -> None:
    assert find_near("invoces", ["Travel", "Invoices"]) == ["Invoices"]
    assert find_near("发漂", ["发票", "差旅"]) == ["发票"]
    assert find_near("zebra", ["Travel", "Invoices"]) == []


def test_a_value_is_replaced_and_quoted_where_it_must_be() -> None:
    term = parse_query("-文件夹：xs").terms[0]

    assert replace_value(term, "Taxes") == "-文件夹：Taxes"
    assert replace_value(term, "Taxes 2026") == '-文件夹："Taxes 2026"'


@given(st.text(max_size=20))
def test_no_text_raises(typed: str) -> None:
    meant = find_near_operator(typed)

    assert meant == "" or parse_query(meant).terms[0].operator is not None
