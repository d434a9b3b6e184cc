"""Typed text becomes a query, whatever it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.search.faults import Fault
from mailbox.search.grammar import parse_query
from mailbox.search.query import Field, Kind, Operator, State, Words
from mailbox.search.tokens import Phrase

NOON = datetime(2026, 9, 24, 12, tzinfo=UTC)
PIECES = st.sampled_from(
    [
        *("from:", "发件人：", "subject:", "before:", "larger:", "has:", "is:", "in:"),
        *("tag:", "-", '"', "“", "”", " ", "\u3000", "*", ":", "：", "report", "报告"),
        *("2026-09-24", "2026年", "9999-99-99", "5MB", "unread", "(", "AND", "NOT"),
        *("after:", "last", "week", "7d", "上周", "之前", "大于", "未读", "form:", ";"),
        *("on:", "03/04", "有：", "pdf", "cc:", "larger: 5", "1 march", "一", "年"),
    ]
)


def words(*tokens: str, field: Field | None = None, negated: bool = False) -> Words:
    return Words(Phrase(tokens), field, negated)


def test_words_phrases_and_refusals() -> None:
    query = parse_query('report "annual plan" -draft -"old version"')

    assert query.words == (
        words("report"),
        words("annual", "plan"),
        words("draft", negated=True),
        words("old", "version", negated=True),
    )


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("from:张三", Field.SENDER),
        ("From: 张三", Field.SENDER),
        ("发件人：张三", Field.SENDER),
        ("to:张三", Field.RECIPIENTS),
        ("收件人:张三", Field.RECIPIENTS),
        ("cc:张三", Field.COPIES),
        ("抄送：“张三”", Field.COPIES),
        ("主题：张三", Field.SUBJECT),
        ("body:张三", Field.BODY),
        ("filename:张三", Field.FILES),
        ("附件:张三", Field.FILES),
        ("附件名：张三", Field.FILES),
    ],
)
def test_fields_are_named_in_english_and_chinese(typed: str, field: Field) -> None:
    assert parse_query(typed).words == (words("张三", field=field),)


def test_an_address_is_a_phrase_of_its_pieces() -> None:
    query = parse_query("from:ann@example.test")

    assert query.words == (words("ann", "example", "test", field=Field.SENDER),)


@pytest.mark.parametrize(
    "typed", ["re: hello", "10:30", "http://a.test/b", "C++ (draft", "a:b:c"]
)
def test_what_is_no_operator_is_text(typed: str) -> None:
    query = parse_query(typed)

    assert query.words
    assert not query.faults
    assert all(each.field is None for each in query.words)


def test_a_quote_may_be_left_open() -> None:
    assert parse_query('"annual pl').words == (words("annual", "pl"),)


def test_a_star_asks_for_a_beginning() -> None:
    assert parse_query("rep*").words == (Words(Phrase(("rep",), is_prefix=True)),)
    assert parse_query('"rep*"').words == (words("rep"),)


@pytest.mark.parametrize(
    "typed", ["2026-09-24", "2026/9/24", "2026.9.24", "2026年9月24日", "２０２６-9-24"]
)
def test_dates_are_read_in_many_spellings(typed: str) -> None:
    query = parse_query(f"after:{typed}")

    assert query.after == datetime(2026, 9, 24, tzinfo=UTC)


def test_a_month_or_year_begins_with_its_first_day() -> None:
    query = parse_query("after:2026 before:2026年9月")

    assert query.after == datetime(2026, 1, 1, tzinfo=UTC)
    assert query.before == datetime(2026, 9, 1, tzinfo=UTC)


def test_days_begin_in_the_readers_time_zone() -> None:
    beijing = timezone(timedelta(hours=8))

    query = parse_query("after:2026-09-24", zone=beijing)

    assert query.after == datetime(2026, 9, 23, 16, tzinfo=UTC)


def test_the_tightest_of_several_dates_counts() -> None:
    query = parse_query("after:2025 after:2026 -after:2026-03 before:2027")

    assert query.after == datetime(2026, 1, 1, tzinfo=UTC)
    assert query.before == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "size"),
    [("5MB", 5 << 20), ("5m", 5 << 20), ("1.5GB", 3 << 29), ("500k", 500 << 10)],
)
def test_sizes_are_read_in_many_spellings(typed: str, size: int) -> None:
    assert parse_query(f"larger:{typed}").larger_than == size
    assert parse_query(f"-larger:{typed}").smaller_than == size
    assert parse_query(f"小于：{typed}").smaller_than == size


def test_states_files_folders_and_tags() -> None:
    query = parse_query('is:unread -is:starred has:file in:"My Folder" -标签:旧')

    assert query.states == {State.UNREAD, State.UNSTARRED}
    assert query.has_files is True
    assert [(each.name, each.is_negated) for each in query.folders] == [
        ("My Folder", False)
    ]
    assert [(each.name, each.is_negated) for each in query.tags] == [("旧", True)]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("report before:soon", Fault("date", "before:soon", 7)),
        (
            "after:2026-02-30",
            Fault("date", "after:2026-02-30", 0, ("after:2026-02-28",)),
        ),
        (
            "before:03/04/2026",
            Fault(
                *("date-order", "before:03/04/2026", 0),
                ("before:2026-04-03", "before:2026-03-04"),
            ),
        ),
        ("-on:2026", Fault("negated", "-on:2026", 0)),
        ("larger:5megs", Fault("size", "larger:5megs", 0, ("larger:5MB",))),
        ("has:attachmant", Fault("has", "has:attachmant", 0, ("has:attachment",))),
        ("-is:unred", Fault("state", "-is:unred", 0, ("-is:unread",))),
        ("larger:big", Fault("size", "larger:big", 0)),
        ("has:money", Fault("has", "has:money", 0)),
        ("is:late", Fault("state", "is:late", 0)),
        ("from:", Fault("value", "from:", 0)),
        ("to: subject:plan", Fault("value", "to:", 0)),
        ("from:!!!", Fault("letters", "from:!!!", 0)),
        ("???", Fault("letters", "???", 0)),
    ],
)
def test_a_fault_points_at_the_word(typed: str, fault: Fault) -> None:
    query = parse_query(typed)

    assert query.faults == (fault,)
    assert typed[fault.start : fault.end] == fault.word
    assert query.faults[0].words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("form:ann", "from:ann"),
        ("from;ann", "from:ann"),
        ("发件人；张三", "发件人:张三"),
        ("-subjct:plan", "-subject:plan"),
        ("附件民：报表", "附件名:报表"),
    ],
)
def test_a_mistyped_operator_is_text_and_explained(typed: str, meant: str) -> None:
    query = parse_query(typed)

    assert query.faults == (Fault("operator", typed, 0, (meant,)),)
    assert query.words
    assert parse_query(meant).words[0].field is not None


def test_terms_tell_how_each_piece_was_read() -> None:
    query = parse_query('plan -from:"Ann Lee" after:last week 未读')

    assert [(t.operator, t.value, t.typed) for t in query.terms] == [
        (None, "plan", "plan"),
        (Operator.FROM, "Ann Lee", '-from:"Ann Lee"'),
        (Operator.AFTER, "last week", "after:last week"),
        (Operator.IS, "未读", "未读"),
    ]


@pytest.mark.parametrize("typed", ["未读", "is:unread", "状态：未读", "-is:read"])
def test_unread_is_asked_for_in_many_ways(typed: str) -> None:
    assert parse_query(typed).states == {State.UNREAD}


def test_chinese_words_that_need_no_colon() -> None:
    query = parse_query("有附件 星标 3月1日之后 2026年9月以前 大于5MB", now=NOON)

    assert query.has_files is True
    assert query.states == {State.STARRED}
    assert query.after == datetime(2026, 3, 1, tzinfo=UTC)
    assert query.before == datetime(2026, 9, 1, tzinfo=UTC)
    assert query.larger_than == 5 << 20
    assert parse_query("无附件").has_files is False


def test_in_quotes_they_are_words() -> None:
    assert parse_query("“未读”").words == (words("未读"),)
    assert parse_query("会议之后").words[0].phrase.tokens[0] == "会议"


def test_kinds_of_files_are_asked_for() -> None:
    assert parse_query("has:pdf -有：图片").kinds == (
        Kind("pdf"),
        Kind("image", is_negated=True),
    )


def test_dates_and_sizes_may_have_spaces() -> None:
    query = parse_query("after:last week larger: 5 MB plan", now=NOON)

    assert query.after == datetime(2026, 9, 14, tzinfo=UTC)
    assert query.larger_than == 5 << 20
    assert query.words == (words("plan"),)


def test_on_is_a_span_of_days() -> None:
    query = parse_query("on:2026-09", now=NOON)

    assert query.after == datetime(2026, 9, 1, tzinfo=UTC)
    assert query.before == datetime(2026, 10, 1, tzinfo=UTC)


def test_what_is_wrong_takes_no_part() -> None:
    query = parse_query("report before:soon")

    assert query.words == (words("report"),)
    assert query.before is None


def test_a_lone_dash_between_words_is_no_fault() -> None:
    query = parse_query("plan - draft")

    assert query.words == (words("plan"), words("draft"))
    assert not query.faults


def test_too_long_a_search_is_cut_and_says_so() -> None:
    many = parse_query(" ".join(["word"] * 50))
    long = parse_query("x " + "y" * 5000)

    assert len(many.words) == 32
    assert [each.code for each in (*many.faults, *long.faults)] == ["length"] * 2


@given(st.text() | st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join))
def test_no_text_makes_the_parser_raise(typed: str) -> None:
    query = parse_query(typed)

    for fault in query.faults:
        assert typed[fault.start : fault.end] == fault.word
        assert fault.words
    for term in query.terms:
        assert typed[term.start : term.end].startswith(term.typed)
