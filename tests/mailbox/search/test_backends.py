"""The search engine of the database in use, through its seam."""

from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mailbox.models.message_id import bounds
from mailbox.search.documents import SearchDocument, Span
from mailbox.search.fts5 import match_text
from mailbox.search.grammar import parse_query
from mailbox.search.index import backend, purge_forgotten
from mailbox.search.postgres import LONGEST_VECTOR, write_query, write_vector

pytestmark = pytest.mark.django_db

MAILBOX = 7
LOW, HIGH = bounds(MAILBOX)
ALL = Span(MAILBOX, LOW, HIGH)
CHINESE = st.text(alphabet="年度报告书通知会议一二", min_size=2, max_size=30)


def document(serial: int, **text: object) -> SearchDocument:
    return SearchDocument(LOW + serial, MAILBOX, **text)  # type: ignore[arg-type]


def find(typed: str, span: Span = ALL, limit: int = 50) -> list[int]:
    return [
        number - LOW for number in backend().search(parse_query(typed), span, limit)
    ]


@pytest.fixture
def _letters() -> None:
    backend().index(
        [
            document(
                1,
                subject="Annual report",
                sender="Ann Lee ann@example.test",
                recipients=("Ben ben@example.test", "Cleo cleo@example.test"),
                body="The numbers for 2026, as promised.",
                attachment_names=("numbers.xlsx", "财务报表.pdf"),
                has_attachment=True,
            ),
            document(2, subject="年度报告", sender="张三", body="请查收，谢谢。report"),
            document(3, subject="Lunch?", sender="Ben", body="About that annual plan"),
        ]
    )


@pytest.mark.usefixtures("_letters")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("report", [2, 1]),
        ("REPORT", [2, 1]),
        ("repor", []),
        ("repor*", [2, 1]),
        ("annual", [3, 1]),
        ("annual report", [1]),
        ('"annual report"', [1]),
        ('"report annual"', []),
        ("annual -report", [3]),
        ("-annual", [2]),
        ("-annual -报告", []),
        ("报告", [2]),
        ("度报", [2]),
        ("年度报告", [2]),
        ("告", [2]),
        ("财", [1]),
        ("subject:report", [1]),
        ("subject:annual", [1]),
        ("body:report", [2]),
        ("from:ann", [1]),
        ("from:ann@example.test", [1]),
        ("from:张三", [2]),
        ("to:ben", [1]),
        ("from:ben", [3]),
        ("to:cleo to:ben", [1]),
        ('to:"test cleo"', []),
        ("filename:报表", [1]),
        ("filename:xlsx -plan", [1]),
        ("has:file", [1]),
        ("-has:file", [3, 2]),
        ("has:file 2026", [1]),
        ("subject:年度 report", [2]),
        ("from:an*", [1]),
    ],
)
def test_a_search_finds_newest_first(typed: str, found: list[int]) -> None:
    assert find(typed) == found


@pytest.mark.usefixtures("_letters")
def test_no_typed_word_meets_the_index_own_tokens() -> None:
    assert find("any") == find("files") == find("m") == []


@pytest.mark.usefixtures("_letters")
def test_a_search_keeps_to_its_span_and_limit() -> None:
    assert find("report", Span(MAILBOX, LOW, LOW + 2)) == [1]
    assert find("report", Span(MAILBOX, LOW + 2, HIGH)) == [2]
    assert find("report", limit=1) == [2]


@pytest.mark.usefixtures("_letters")
def test_another_mailbox_finds_nothing() -> None:
    low, high = bounds(MAILBOX + 1)

    assert find("report", Span(MAILBOX + 1, low, high)) == []


@pytest.mark.usefixtures("_letters")
def test_indexing_twice_changes_nothing() -> None:
    backend().index([document(3, subject="Lunch?", sender="Ben", body="About lunch")])
    backend().index([document(3, subject="Lunch?", sender="Ben", body="About lunch")])

    assert find("lunch") == [3]
    assert find("from:ben") == [3]
    assert find("plan") == []


@pytest.mark.usefixtures("_letters")
def test_what_is_forgotten_is_not_found_and_can_be_wiped() -> None:
    backend().forget([LOW + 1])

    assert find("annual") == [3]
    assert find("-lunch") == [2]
    while purge_forgotten(limit=1):
        pass
    assert find("annual") == [3]
    assert purge_forgotten() == 0


@pytest.mark.usefixtures("_letters")
def test_what_is_wiped_leaves_a_sound_index() -> None:
    backend().forget([LOW + 1])
    purge_forgotten()

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO search_index (search_index) VALUES ('optimize')"
            )
            cursor.execute(
                "INSERT INTO search_index (search_index) VALUES ('integrity-check')"
            )
            cursor.execute("SELECT count(*) FROM search_document")
            assert cursor.fetchone() == (2,)
    assert find("report") == [2]


@pytest.mark.usefixtures("_letters")
def test_a_few_messages_can_be_chosen_from() -> None:
    query = parse_query("report")

    assert backend().choose(query, [LOW + 1, LOW + 3]) == [LOW + 1]
    assert backend().choose(query, [LOW + 1, LOW + 2]) == [LOW + 2, LOW + 1]
    assert backend().choose(query, []) == []


def test_a_batch_may_come_in_any_order_and_hold_a_message_twice() -> None:
    one, two = document(1, body="plan"), document(2, body="plan")

    backend().index([two, one, two])

    assert find("plan") == [2, 1]


def test_a_word_that_was_common_of_late_is_found_further_back_too() -> None:
    backend().index([document(n, body="old plan x") for n in range(1, 900)])
    backend().index([document(n, body="new plan") for n in range(900, 1000)])
    backend().index([document(n, body="noise") for n in range(1000, 1250)])

    assert find("new", limit=150) == list(range(999, 899, -1))
    assert find("plan", limit=5) == [999, 998, 997, 996, 995]
    assert find("plan", limit=950) == list(range(999, 49, -1))
    assert find("noise") == list(range(1249, 1199, -1))
    assert find('"plan x"', limit=2) == [899, 898]
    assert find("-noise", limit=2) == [999, 998]


def test_a_long_text_is_found_by_its_first_and_last_words() -> None:
    body = "alpha 开始 " + "filler 文字 " * 11_000 + "omega 结束了"

    backend().index([document(1, body=body)])

    assert find("alpha omega") == [1]
    assert find("开始 结束了") == [1]


def test_a_text_beyond_the_room_of_a_vector_is_cut_not_refused() -> None:
    wide = "".join(chr(0x20000 + n) for n in range(40_000))
    deseret = " ".join(chr(0x10400 + n % 40) * 8 + str(n) for n in range(14_000))
    hostile = document(1, subject="plan", body=wide + " " + deseret)

    assert len(write_vector(hostile).encode()) <= LONGEST_VECTOR
    backend().index([hostile])
    assert find("plan") == [1]


def test_every_two_characters_of_chinese_are_found() -> None:
    serials = iter(range(1, 10_000))

    @given(CHINESE, st.data())
    @hypothesis_settings(max_examples=40)
    def check(text: str, data: st.DataObject) -> None:
        serial = next(serials)
        backend().index([document(serial, body=text)])
        start = data.draw(st.integers(0, len(text) - 2))
        end = data.draw(st.integers(start + 2, len(text)))
        at = Span(MAILBOX, LOW + serial, LOW + serial + 1)

        assert find(text[start:end], at) == [serial]
        assert find(text[start], at) == [serial]

    check()


def test_no_typed_text_is_a_syntax_error() -> None:
    backend().index([document(1, body="report 报告")])
    pieces = st.sampled_from(
        ['"', "'", "*", "-", "(", ")", "NEAR", "AND", "NOT", ":", "\\", "subject:", "^"]
    )

    @given(st.text() | st.lists(pieces | st.text(max_size=4), max_size=12).map("".join))
    @hypothesis_settings(max_examples=150)
    def check(typed: str) -> None:
        query = parse_query(typed)
        if query.asks_index:
            backend().search(query, ALL, 10)

    check()


def test_the_longest_search_that_is_taken_is_answered() -> None:
    backend().index([document(1, body="report")])

    assert find(" ".join(f"-w{n}" for n in range(32))) == [1]
    assert find(" ".join(['"a b c d e f g h i j k l"'] * 32)) == []


def test_queries_are_written_in_each_engines_language() -> None:
    query = parse_query('report* subject:"annual plan" -body:报告 has:file')

    assert match_text(query) == (
        '("report"* AND subject : "annual plan" AND facts : "§files")'
        ' NOT (body : "报告")'
    )
    assert write_query(query) == (
        "('report':*) & ('s/annual' <-> 's/plan') & !(('报告':D)) & '§files'"
    )
