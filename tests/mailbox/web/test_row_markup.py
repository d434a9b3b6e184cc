"""A row says everything it knows, and nothing that came by mail is trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from mailbox.web.page_values import Person, Row, TagLink
from mailbox.web.row_markup import collect_words, row_markup

TODAY = date(2026, 9, 24)
ANN = Person("ann@linden.test", "Ann Lee")
PLAIN = Row(
    conversation_id=7,
    url="/mail/1/c/7/",
    people=(ANN,),
    subject="Kiln no. 2",
    snippet="Contract attached",
    at=datetime(2026, 9, 24, 10, 42, tzinfo=UTC),
)
EVIL = '"><script>alert(1)</script>'


def markup(row: Row) -> str:
    return row_markup(row, collect_words(), TODAY)


def test_row_has_a_real_link_and_a_real_checkbox() -> None:
    html = markup(PLAIN)

    assert '<a href="/mail/1/c/7/">' in html
    assert "</span>Kiln no. 2</a>" in html
    assert 'type="checkbox" name="conversation" value="7"' in html
    assert 'aria-label="Select: Kiln no. 2"' in html


def test_states_are_said_in_words_too() -> None:
    html = markup(replace(PLAIN, is_unread=True, is_starred=True, is_replied=True))

    assert "data-unread" in html
    assert '<span class="vh unread">Unread. </span>' in html
    assert '<span class="vh starred">Starred </span>' in html
    assert '<span class="vh">Replied </span>' in html


def test_read_row_keeps_the_word_unread_hidden() -> None:
    assert '<span class="vh unread" hidden>Unread. </span>' in markup(PLAIN)


def test_row_without_subject_can_still_be_opened() -> None:
    assert ">(no subject)</a>" in markup(replace(PLAIN, subject=""))


def test_row_without_people_is_still_a_row() -> None:
    assert 'class="av h0"' in markup(replace(PLAIN, people=()))


def test_chinese_mail_is_marked_on_an_english_page_only() -> None:
    row = replace(PLAIN, subject="周四例会纪要")

    assert '<h4 class="subj" lang="zh-Hans">' in markup(row)
    with translation.override("zh-hans"):
        assert '<h4 class="subj">' in markup(row)


def test_row_shows_its_star_and_its_first_file() -> None:
    row = replace(PLAIN, is_starred=True, files=("a.pdf", "b.pdf"))

    html = markup(row)

    assert all(f"#i-{name}" in html for name in ("star", "clip"))
    assert '<span class="chip">+1</span>' in html


def test_everything_that_came_by_mail_is_escaped() -> None:
    html = markup(
        replace(
            PLAIN,
            people=(Person(EVIL, EVIL),),
            subject=EVIL,
            snippet=EVIL,
            files=(EVIL,),
            tags=(TagLink(1, EVIL, 3),),
            folder_label=EVIL,
            url=EVIL,
        )
    )

    assert "<script" not in html
    assert 'href="&quot;&gt;' in html


@given(st.text(), st.text(), st.text())
def test_no_text_adds_an_element(name: str, subject: str, snippet: str) -> None:
    row = replace(
        PLAIN, people=(Person("a@b.test", name),), subject=subject, snippet=snippet
    )
    counter = _Counter()
    counter.feed(markup(row))

    assert counter.tags.count("a") == 1
    assert set(counter.tags) <= {
        "li", "span", "input", "p", "time", "h4", "a"
    }  # fmt: skip


class _Counter(HTMLParser):
    """Notes every element that begins."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)
