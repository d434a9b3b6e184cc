"""Typed text → `Query`; no text makes it raise.

Only known operators are operators: `re: hello`, `10:30`, `http://…` and `C++`
are words like any other. A colon may be full-width, quotes curly, and a quote
may be left open. What an operator cannot read becomes a fault that points at
the word; the rest is searched for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Final

from mailbox.search.operators import (
    EVERYWHERE,
    FILE_WORDS,
    STATES,
    find_operator,
    read_date,
    read_size,
)
from mailbox.search.query import OPPOSITES, Fault, Field, Named, Query, Words
from mailbox.search.tokens import fold, read_phrase

LONGEST: Final = 1000
MOST_ITEMS: Final = 32

_QUOTES: Final = '"“”„＂'
_MINUS: Final = re.compile(r"[-－−](?=\S)")
_OPERATOR: Final = re.compile(r"([^\W\d_]{1,16})[:：]\s*")
_VALUE: Final = re.compile(
    rf"[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<bare>\S+)"
)
_SPACE: Final = re.compile(r"\s*")


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of the typed text, from `start` to `end`."""

    start: int
    end: int
    typed: str
    operator: str | Field | None
    value: str
    is_quoted: bool
    is_negated: bool


def parse_query(text: str, *, zone: tzinfo = UTC) -> Query:
    """Read a search as typed; never raises.

    Args:
        text: What the person typed.
        zone: The person's time zone: where the days of before: and after: begin.
    """
    items = list(_cut(text[:LONGEST]))
    query = Query()
    for item in items[:MOST_ITEMS]:
        query = _add(query, item, zone)
    if query.is_empty and not query.faults and items:
        query = _blame(query, "letters", items[0])
    if len(items) > MOST_ITEMS:
        return _blame(query, "length", items[MOST_ITEMS])
    if len(text) > LONGEST:
        return _blame(query, "length", items[-1])
    return query


def _cut(text: str) -> Iterator[Item]:
    """Cut text into items; each takes at least one character."""
    at = _skip_space(text, 0)
    while at < len(text):
        item = _next_item(text, at)
        yield item
        at = _skip_space(text, item.end)


def _next_item(text: str, start: int) -> Item:
    is_negated = _MINUS.match(text, start) is not None
    at = start + is_negated
    operator = None
    named = _OPERATOR.match(text, at)
    if named is not None:
        operator = find_operator(named[1])
    if operator is not None and named is not None:
        at = named.end()
    value = None if operator and _starts_operator(text, at) else _VALUE.match(text, at)
    end = value.end() if value else at
    quoted = value["quoted"] if value else None
    return Item(
        start=start,
        end=end,
        typed=text[start:end].rstrip(),
        operator=operator,
        value=quoted if quoted is not None else (value["bare"] if value else ""),
        is_quoted=quoted is not None,
        is_negated=is_negated,
    )


def _starts_operator(text: str, at: int) -> bool:
    named = _OPERATOR.match(text, _skip_minus(text, at))
    return named is not None and find_operator(named[1]) is not None


def _skip_minus(text: str, at: int) -> int:
    return at + (_MINUS.match(text, at) is not None)


def _skip_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _add(query: Query, item: Item, zone: tzinfo) -> Query:
    operator = item.operator
    if operator is None or isinstance(operator, Field):
        return _add_words(query, item, operator)
    if not item.value.strip():
        return _blame(query, "value", item)
    if operator in {"before", "after"}:
        return _add_date(query, item, operator, read_date(item.value, zone))
    if operator in {"larger", "smaller"}:
        return _add_size(query, item, operator, read_size(item.value))
    return {"in": _add_folder, "tag": _add_tag, "has": _add_has, "is": _add_state}[
        operator
    ](query, item)


def _add_words(query: Query, item: Item, field: Field | None) -> Query:
    is_prefix = not item.is_quoted and item.value.endswith(("*", "＊"))
    phrase = read_phrase(item.value, is_prefix=is_prefix)
    if phrase is not None:
        words = Words(phrase, field, item.is_negated)
        return replace(query, words=(*query.words, words))
    if field is None:
        return query  # a dash or a smiley between words
    return _blame(query, "letters" if item.value.strip() else "value", item)


def _add_date(
    query: Query, item: Item, operator: str, moment: datetime | None
) -> Query:
    if moment is None:
        return _blame(query, "date", item)
    if (operator == "before") != item.is_negated:
        return replace(query, before=min(query.before or moment, moment))
    return replace(query, after=max(query.after or moment, moment))


def _add_size(query: Query, item: Item, operator: str, size: int | None) -> Query:
    if size is None:
        return _blame(query, "size", item)
    if (operator == "larger") != item.is_negated:
        least = query.larger_than
        return replace(query, larger_than=size if least is None else max(least, size))
    most = query.smaller_than
    return replace(query, smaller_than=size if most is None else min(most, size))


def _add_folder(query: Query, item: Item) -> Query:
    if fold(item.value) in EVERYWHERE and not item.is_negated:
        return replace(query, is_everywhere=True)
    return replace(query, folders=(*query.folders, _named(item)))


def _add_tag(query: Query, item: Item) -> Query:
    return replace(query, tags=(*query.tags, _named(item)))


def _add_has(query: Query, item: Item) -> Query:
    if fold(item.value) not in FILE_WORDS:
        return _blame(query, "has", item)
    return replace(query, has_files=not item.is_negated)


def _add_state(query: Query, item: Item) -> Query:
    state = STATES.get(fold(item.value))
    if state is None:
        return _blame(query, "state", item)
    state = OPPOSITES[state] if item.is_negated else state
    return replace(query, states=query.states | {state})


def _named(item: Item) -> Named:
    return Named(item.value, item.typed, item.start, item.is_negated)


def _blame(query: Query, code: str, item: Item) -> Query:
    fault = Fault(code, item.typed, item.start)
    return replace(query, faults=(*query.faults, fault))
