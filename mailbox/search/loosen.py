"""When nothing was found: what would be found instead, and how much.

Each piece of the search is left out in turn, Spam and Trash are looked into, and
a word that is in none of the newest letters is compared with the words that are.
Every search here is short: it counts to a few, and gives up early.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from mailbox.models import Mailbox, Message
from mailbox.models.message_id import bounds
from mailbox.search.execute import Budget, search_mailbox
from mailbox.search.near import is_slip, replace_piece, replace_value
from mailbox.search.operators import FIELDS
from mailbox.search.query import Query, Term
from mailbox.search.tokens import is_unspaced, tokenise

MOST_DROPPED: Final = 6
MOST_NEIGHBOURS: Final = 3
MOST_COUNTED: Final = 20
NEWEST: Final = 1_000
SHORTEST_WORD: Final = 4
SHORT: Final = Budget(candidates=2_000, windows=1, window=5_000, few=500)


@dataclass(frozen=True, slots=True)
class Instead:
    """A search that finds something: the piece changed, and at least how many hits.

    `piece` is what was left out, stands in its place or is left; `is_more` says
    that there are more than were counted.
    """

    typed: str
    piece: str
    count: int
    is_more: bool


@dataclass(frozen=True, slots=True)
class Loosened:
    """What could be searched for instead, the likeliest first."""

    respelt: tuple[Instead, ...] = ()
    dropped: tuple[Instead, ...] = ()
    alone: tuple[Instead, ...] = ()
    widened: Instead | None = None


def loosen(mailbox: Mailbox, typed: str, query: Query, *, everywhere: bool) -> Loosened:
    """Find what a search that found nothing could be instead."""
    widened = None if everywhere else _count(mailbox, typed, "", everywhere=True)
    dropped = tuple(_dropped(mailbox, typed, query, everywhere=everywhere))
    return Loosened(
        respelt=tuple(islice(_respelt(mailbox, typed, query), MOST_NEIGHBOURS)),
        dropped=dropped,
        alone=() if dropped else tuple(_alone(mailbox, query, everywhere=everywhere)),
        widened=widened,
    )


def _dropped(
    mailbox: Mailbox, typed: str, query: Query, *, everywhere: bool
) -> Iterator[Instead]:
    if len(query.terms) < 2:
        return
    for term in query.terms[:MOST_DROPPED]:
        rest = replace_piece(typed, term.start, term.end)
        found = _count(mailbox, rest, term.typed, everywhere=everywhere)
        if found is not None:
            yield found


def _alone(mailbox: Mailbox, query: Query, *, everywhere: bool) -> Iterator[Instead]:
    """Try each of three pieces or more by itself: leaving out one did not help."""
    if len(query.terms) < 3:
        return
    for term in query.terms[:MOST_DROPPED]:
        found = _count(mailbox, term.typed, term.typed, everywhere=everywhere)
        if found is not None:
            yield found


def _respelt(mailbox: Mailbox, typed: str, query: Query) -> Iterator[Instead]:
    words = [term for term in query.terms if _is_plain_word(term)]
    if not words:
        return
    known = _newest_words(mailbox)
    for term in words:
        (word,) = tokenise(term.value)
        if word in known:
            continue
        for near in sorted(each for each in known if is_slip(word, each)):
            piece = replace_value(term, near) if term.operator else near
            respelt = replace_piece(typed, term.start, term.end, piece)
            found = _count(mailbox, respelt, piece) or _count(mailbox, piece, piece)
            if found is not None:
                yield found


def _is_plain_word(term: Term) -> bool:
    """Say whether a term is one word that may be misspelt."""
    if term.is_negated or (term.operator and term.operator not in FIELDS):
        return False
    tokens = tokenise(term.value)
    return len(tokens) == 1 and _is_comparable(tokens[0])


def _is_comparable(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and not is_unspaced(word) and not word.isdigit()


def _newest_words(mailbox: Mailbox) -> set[str]:
    """List the words in subjects and names of the newest letters."""
    low, high = bounds(mailbox.pk)
    newest = Message.objects.filter(pk__gte=low, pk__lt=high).order_by("-pk")
    texts = newest.values_list("subject", "from_name")[:NEWEST]
    text = "\n".join(part for pair in texts for part in pair)
    return {word for word in tokenise(text) if _is_comparable(word)}


def _count(
    mailbox: Mailbox, typed: str, piece: str, *, everywhere: bool = False
) -> Instead | None:
    """Count what a search finds, to a few; None if it finds nothing."""
    found = search_mailbox(
        mailbox, typed, everywhere=everywhere, limit=MOST_COUNTED, budget=SHORT
    )
    if not found.message_ids:
        return None
    is_more = found.older is not None
    return Instead(typed, piece, len(found.message_ids), is_more)
