"""What a search found is marked where it stands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailbox.search.grammar import parse_query
from mailbox.search.highlight import highlight
from mailbox.search.query import Field
from mailbox.search.tokens import tokenise


def marked(text: str, typed: str, field: Field | None = None) -> list[str]:
    return [text[a:b] for a, b in highlight(text, parse_query(typed), field)]


def test_words_are_marked_as_written() -> None:
    assert marked("Über the ÜBER-plan, ubered", "uber") == ["Über", "ÜBER"]


def test_chinese_is_marked_inside_a_longer_run() -> None:
    assert marked("二〇二六年度报告已完成", "报告") == ["报告"]
    assert marked("二〇二六年度报告已完成", "年度报告") == ["年度报告"]
    assert marked("报表和报告", "报") == ["报", "报"]


def test_a_phrase_is_marked_whole_and_only_where_it_stands() -> None:
    assert marked("plan annual, annual plan", '"annual plan"') == ["annual plan"]


def test_a_prefix_marks_the_beginning() -> None:
    assert marked("reports and repairs", "rep*") == ["rep", "rep"]


def test_refused_words_and_words_of_other_fields_are_not_marked() -> None:
    text = "plan for ann"

    assert marked(text, "for -plan from:ann", Field.SUBJECT) == ["for"]
    assert marked(text, "subject:plan", Field.SUBJECT) == ["plan"]


def test_decomposed_accents_are_marked_whole() -> None:
    assert marked("cafe\u0301 noir", "café") == ["cafe\u0301"]


def test_marks_that_touch_become_one() -> None:
    assert marked("年度报告", "年度 度报") == ["年度报"]


@given(st.text(max_size=60), st.text(max_size=30))
def test_marks_are_ordered_apart_and_within_the_text(text: str, typed: str) -> None:
    spans = highlight(text, parse_query(typed))

    flat = [place for span in spans for place in span]
    assert flat == sorted(flat)
    assert all(start < end <= len(text) for start, end in spans)


@given(st.text(alphabet="年度报告书ab é", min_size=1, max_size=12))
def test_a_word_marks_itself(word: str) -> None:
    query = parse_query(f'"{word}"')
    if query.words:
        assert highlight(f"…{word}…", query)


PIECES = st.sampled_from(
    [*"年度报告书 a b é _ - ，。", "ab", "Kiln", "v3", "ﬁ", "e\u0301"]
)


@given(
    st.lists(PIECES, max_size=14).map("".join), st.lists(PIECES, min_size=1, max_size=4)
)
def test_what_is_marked_is_what_the_index_would_find(
    text: str, typed: list[str]
) -> None:
    query = parse_query('"' + "".join(typed) + '"')
    if not query.words:
        return

    phrase, tokens = query.words[0].phrase, tokenise(text)

    size = len(phrase.tokens)
    found = any(
        tuple(run[:-1]) == phrase.tokens[:-1]
        and (
            run[-1] == phrase.tokens[-1]
            or (phrase.is_prefix and run[-1].startswith(phrase.tokens[-1]))
        )
        for at in range(len(tokens) - size + 1)
        for run in [tokens[at : at + size]]
    )
    assert bool(highlight(text, query)) == found
