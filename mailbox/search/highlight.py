"""Where in a short text a query's words stand, for marking them.

The text is cut into the same tokens as in the index, so what is marked is what
was found: `uber` in "Über", 报告 in 年度报告.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from mailbox.search.query import Field, Query
from mailbox.search.tokens import Phrase, Token, fold_with_origins, locate_tokens


def highlight(
    text: str, query: Query, field: Field | None = None
) -> list[tuple[int, int]]:
    """Find the spans to mark, in order and without overlaps.

    Args:
        text: A subject or preview, as shown; takes time in O(n) of it.
        query: What was searched for.
        field: The field that the text shows; words asked of others do not count.
    """
    folded, origins = fold_with_origins(text)
    tokens = locate_tokens(folded)
    spans = [
        (origins[start], origins[end - 1])
        for words in query.wanted
        if words.field is None or words.field is field
        for start, end in _find(tokens, words.phrase)
    ]
    ends = _ends_of_clusters(origins)
    return _merge(sorted((start, ends[last]) for start, last in spans))


def _find(tokens: Sequence[Token], phrase: Phrase) -> Iterable[tuple[int, int]]:
    """Give the folded spans where the phrase stands."""
    size = len(phrase.tokens)
    last = phrase.tokens[-1]
    for at in range(len(tokens) - size + 1):
        run = tokens[at : at + size]
        if tuple(token.text for token in run[:-1]) != phrase.tokens[:-1]:
            continue
        if run[-1].text == last:
            yield run[0].start, run[-1].end
        elif phrase.is_prefix and run[-1].text.startswith(last):
            yield run[0].start, run[-1].start + len(last)


def _ends_of_clusters(origins: Sequence[int]) -> dict[int, int]:
    """Map each original start to where the next one starts."""
    starts = sorted(set(origins))
    return dict(pairwise(starts))


def _merge(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
