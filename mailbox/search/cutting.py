"""Typed text cut into terms: words, phrases, and operators with their values.

An operator is a known name with a colon ("from:ann"), or what people write
without one: 未读, 3月1日之前, 大于5MB. A date or size may have spaces in it
("last week", "5 MB"). Every cut takes at least one character, so any text ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from mailbox.search.dates import MOST_WORDS, read_days
from mailbox.search.operators import (
    BARE,
    DATED,
    OVER,
    REFUSED_BARE,
    SINCE,
    SIZED,
    UNDER,
    UNTIL,
    find_operator,
    read_size,
)
from mailbox.search.query import Operator, Term
from mailbox.search.tokens import fold

QUOTES: Final = '"“”„＂'
_MINUS: Final = re.compile(r"[-－−](?=\S)")
_OPERATOR: Final = re.compile(r"([^\W\d_]{1,16})[:：]\s*")
_VALUE: Final = re.compile(
    rf"[{QUOTES}](?P<quoted>[^{QUOTES}]*)[{QUOTES}]?|(?P<bare>\S+)"
)
_SPACE: Final = re.compile(r"\s*")
_WORD: Final = re.compile(r"\s*\S+")


def cut(text: str, today: date) -> Iterator[Term]:
    """Cut a typed text into terms, in their order."""
    at = _skip_space(text, 0)
    while at < len(text):
        term = _next_term(text, at, today)
        yield term
        at = _skip_space(text, term.end)


def _next_term(text: str, start: int, today: date) -> Term:
    is_negated = _MINUS.match(text, start) is not None
    at = start + is_negated
    operator = None
    named = _OPERATOR.match(text, at)
    if named is not None:
        operator = find_operator(named[1])
    if operator is None or named is None:
        return _bare_term(text, start, at, today)
    value, end, is_quoted = _read_value(text, named.end(), operator, today)
    typed = text[start:end].rstrip()
    return Term(start, end, typed, operator, value, is_quoted, is_negated)


def _read_value(
    text: str, at: int, operator: Operator, today: date
) -> tuple[str, int, bool]:
    """Read what an operator is about; gives it, where it ends, and if in quotes."""
    match = None if _starts_operator(text, at) else _VALUE.match(text, at)
    if match is None:
        return "", at, False
    if match["quoted"] is not None:
        return match["quoted"], match.end(), True
    bare = _read_spaced(text, at, operator, today) or match["bare"]
    return bare, at + len(bare), False


def _read_spaced(text: str, at: int, operator: Operator, today: date) -> str:
    """Read a date or size of several words; "" if it is of one."""
    if operator not in DATED | SIZED:
        return ""
    ends = [match.end() for match in _words(text, at)]
    for end in reversed(ends[1:]):
        long = text[at:end]
        if read_days(long, today) if operator in DATED else read_size(long):
            return long
    return ""


def _words(text: str, at: int) -> Iterator[re.Match[str]]:
    for _ in range(MOST_WORDS):
        match = _WORD.match(text, at)
        if match is None:
            return
        yield match
        at = match.end()


def _bare_term(text: str, start: int, at: int, today: date) -> Term:
    """Read a word, a phrase, or an operator that needs no colon."""
    match = _VALUE.match(text, at)
    end = match.end() if match else at
    is_negated = at > start
    typed = text[start:end].rstrip()
    if match and match["quoted"] is not None:
        return Term(start, end, typed, None, match["quoted"], True, is_negated)
    word = match["bare"] if match else ""
    operator, value = _find_bare(word, today)
    if fold(word) in REFUSED_BARE:
        is_negated = not is_negated
    return Term(start, end, typed, operator, value, False, is_negated)


def _find_bare(word: str, today: date) -> tuple[Operator | None, str]:
    """Find the operator in 未读, 3月1日之前 and 大于5MB; else the word itself."""
    if word.isascii():
        return None, word
    if fold(word) in BARE:
        return BARE[fold(word)]
    for operator, marks in ((Operator.AFTER, SINCE), (Operator.BEFORE, UNTIL)):
        if word.endswith(marks) and read_days(word[:-2], today):
            return operator, word[:-2]
    for operator, marks in ((Operator.LARGER, OVER), (Operator.SMALLER, UNDER)):
        if word.startswith(marks) and read_size(word[2:]):
            return operator, word[2:]
    return None, word


def _starts_operator(text: str, at: int) -> bool:
    skipped = at + (_MINUS.match(text, at) is not None)
    named = _OPERATOR.match(text, skipped)
    return named is not None and find_operator(named[1]) is not None


def _skip_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
