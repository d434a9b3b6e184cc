"""Typed text → `Query`; no text makes it raise.

Only known operators are operators: `re: hello`, `10:30`, `http://…` and `C++`
are words like any other. A colon may be full-width, quotes curly, and a quote
may be left open. What an operator cannot read becomes a fault that points at
the word; the rest is searched for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, tzinfo
from typing import Final

from mailbox.search.cutting import cut
from mailbox.search.dates import guess_dates, read_days
from mailbox.search.file_kinds import KINDS, find_kind
from mailbox.search.near import find_near, find_near_operator, replace_value
from mailbox.search.operators import (
    DATED,
    EVERYWHERE,
    FIELDS,
    FILE_WORDS,
    SIZED,
    STATES,
    guess_sizes,
    read_size,
)
from mailbox.search.query import (
    OPPOSITES,
    Field,
    Kind,
    Named,
    Operator,
    Query,
    Term,
    Words,
)
from mailbox.search.tokens import fold, read_phrase
from mailsvc.kit import clock

LONGEST: Final = 1000
MOST_TERMS: Final = 32


def parse_query(text: str, *, zone: tzinfo = UTC, now: datetime | None = None) -> Query:
    """Read a search as typed; never raises.

    Args:
        text: What the person typed.
        zone: The person's time zone: where days begin.
        now: The present moment, which "yesterday" is reckoned from.
    """
    local = (now or clock.now()).astimezone(zone)
    terms = tuple(cut(text[:LONGEST], local.date()))
    query = Query(terms=terms[:MOST_TERMS])
    for term in query.terms:
        query = _add(query, term, local)
    if query.is_empty and not query.faults and terms:
        query = _blame(query, terms[0], "letters")
    if len(terms) > MOST_TERMS:
        return _blame(query, terms[MOST_TERMS], "length")
    if len(text) > LONGEST:
        return _blame(query, terms[-1], "length")
    return query


def _add(query: Query, term: Term, now: datetime) -> Query:
    operator = term.operator
    if operator is None:
        return _add_text(query, term)
    if operator in FIELDS:
        return _add_words(query, term, FIELDS[operator])
    if not term.value.strip():
        return _blame(query, term, "value")
    if operator in DATED:
        return _add_date(query, term, now)
    if operator in SIZED:
        return _add_size(query, term)
    adders = {
        Operator.IN: _add_folder,
        Operator.TAG: _add_tag,
        Operator.HAS: _add_has,
        Operator.IS: _add_state,
    }
    return adders[operator](query, term)


def _add_text(query: Query, term: Term) -> Query:
    meant = "" if term.is_quoted else find_near_operator(term.typed)
    if meant:
        query = _blame(query, term, "operator", meant)
    phrase = read_phrase(term.value, is_prefix=_is_prefix(term))
    if phrase is None:
        return query  # a dash or a smiley between words
    return replace(query, words=(*query.words, Words(phrase, None, term.is_negated)))


def _add_words(query: Query, term: Term, field: Field) -> Query:
    phrase = read_phrase(term.value, is_prefix=_is_prefix(term))
    if phrase is None:
        return _blame(query, term, "letters" if term.value.strip() else "value")
    return replace(query, words=(*query.words, Words(phrase, field, term.is_negated)))


def _is_prefix(term: Term) -> bool:
    return not term.is_quoted and term.value.endswith(("*", "＊"))


def _add_date(query: Query, term: Term, now: datetime) -> Query:
    days = read_days(term.value, now.date())
    if days is None:
        guesses = guess_dates(term.value, now.date())
        code = "date-order" if len(guesses) > 1 else "date"
        return _blame(query, term, code, *_with_values(term, guesses))
    first, end = (
        datetime.combine(day, time(), now.tzinfo) for day in (days.first, days.end)
    )
    if term.operator is Operator.ON:
        if term.is_negated:
            return _blame(query, term, "negated")
        return _until(_since(query, first), end)
    if (term.operator is Operator.BEFORE) != term.is_negated:
        return _until(query, first)
    return _since(query, first)


def _since(query: Query, moment: datetime) -> Query:
    return replace(query, after=max(query.after or moment, moment))


def _until(query: Query, moment: datetime) -> Query:
    return replace(query, before=min(query.before or moment, moment))


def _add_size(query: Query, term: Term) -> Query:
    size = read_size(term.value)
    if size is None:
        guesses = guess_sizes(term.value)
        return _blame(query, term, "size", *_with_values(term, guesses))
    if (term.operator is Operator.LARGER) != term.is_negated:
        least = query.larger_than
        return replace(query, larger_than=size if least is None else max(least, size))
    most = query.smaller_than
    return replace(query, smaller_than=size if most is None else min(most, size))


def _add_folder(query: Query, term: Term) -> Query:
    if fold(term.value) in EVERYWHERE and not term.is_negated:
        return replace(query, is_everywhere=True)
    return replace(query, folders=(*query.folders, Named(term.value, term)))


def _add_tag(query: Query, term: Term) -> Query:
    return replace(query, tags=(*query.tags, Named(term.value, term)))


def _add_has(query: Query, term: Term) -> Query:
    word = fold(term.value)
    if word in FILE_WORDS:
        return replace(query, has_files=not term.is_negated)
    kind = find_kind(word)
    if kind:
        return replace(query, kinds=(*query.kinds, Kind(kind, term.is_negated)))
    near = find_near(word, (*FILE_WORDS, *KINDS))
    return _blame(query, term, "has", *_with_values(term, near))


def _add_state(query: Query, term: Term) -> Query:
    state = STATES.get(fold(term.value))
    if state is None:
        near = find_near(term.value, STATES)
        return _blame(query, term, "state", *_with_values(term, near))
    state = OPPOSITES[state] if term.is_negated else state
    return replace(query, states=query.states | {state})


def _with_values(term: Term, values: Iterable[str]) -> list[str]:
    return [replace_value(term, each) for each in values]


def _blame(query: Query, term: Term, code: str, *fixes: str) -> Query:
    return replace(query, faults=(*query.faults, term.blame(code, *fixes)))
