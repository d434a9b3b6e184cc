"""Query → message ids, newest first, a page at a time.

The index answers for words and files; folders, flags, tags and sizes are asked
of the entries, a chunk of candidates at a time, until the page is full. Without
words the entries themselves are walked. Either way a search gives up after a
budget and says how far back it came; the next page goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from mailbox.models import Entry, Mailbox
from mailbox.models.message_id import bounds, received_second
from mailbox.search.documents import Span
from mailbox.search.grammar import parse_query
from mailbox.search.index import backend
from mailbox.search.places import find_places
from mailbox.search.query import Fault, Query

PAGE: Final = 50
FIRST_CHUNK: Final = 100
LARGEST_CHUNK: Final = 2_000
CANDIDATES: Final = 20_000
WINDOW: Final = 20_000
WINDOWS: Final = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits.

    `older` is the cursor of the next page, None at the end. `searched_back_to`
    is set if the search gave up before the page was full.
    """

    query: Query
    message_ids: tuple[int, ...] = ()
    older: int | None = None
    searched_back_to: datetime | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    """Some hits, and the id below which to go on; None if there is no more."""

    hits: list[int]
    rest: int | None


def search_mailbox(
    mailbox: Mailbox,
    typed: str,
    *,
    before_id: int | None = None,
    everywhere: bool = False,
    limit: int = PAGE,
) -> Found:
    """Search a mailbox for what a person typed.

    Days begin in the current time zone. Junk and Trash are left out unless a
    folder is named or `everywhere` is set.
    """
    query = parse_query(typed, zone=timezone.get_current_timezone())
    places, faults = find_places(mailbox.pk, query, everywhere=everywhere)
    faults = (*query.faults, *faults)
    span = _span(mailbox.pk, query, before_id)
    if query.is_empty or span.low >= span.high:
        return Found(query, faults=faults)
    entries = _entries(query, places)
    walk = _walk_index if query.asks_index else _walk_entries
    return _page(walk(query, span, entries, limit), query, limit, faults)


def _page(
    steps: Iterator[_Step], query: Query, limit: int, faults: tuple[Fault, ...]
) -> Found:
    """Collect hits until there is one more than the page shows."""
    hits: list[int] = []
    rest = None
    for step in steps:
        hits += step.hits
        rest = step.rest
        if len(hits) > limit:
            page = tuple(hits[:limit])
            return Found(query, page, older=page[-1], faults=faults)
    return Found(
        query,
        tuple(hits),
        older=rest,
        searched_back_to=None if rest is None else received_second(rest),
        faults=faults,
    )


def _walk_index(
    query: Query, span: Span, entries: QuerySet[Entry], limit: int
) -> Iterator[_Step]:
    """Take candidates from the index and keep those that the rows agree to."""
    engine = backend()
    chunk = max(FIRST_CHUNK, 2 * limit)
    examined, high = 0, span.high
    while examined < CANDIDATES:
        ahead = Span(span.mailbox_id, span.low, high)
        ids = engine.search(query, ahead, chunk)
        is_last = len(ids) < chunk
        high = ids[-1] if ids else high
        yield _Step(_keep(ids, entries), None if is_last else high)
        if is_last:
            return
        examined += chunk
        chunk = min(chunk * 4, LARGEST_CHUNK)


def _keep(ids: Sequence[int], entries: QuerySet[Entry]) -> list[int]:
    agreed = set(
        entries.filter(message_id__in=ids).values_list("message_id", flat=True)
    )
    return [each for each in ids if each in agreed]


def _walk_entries(
    query: Query, span: Span, entries: QuerySet[Entry], limit: int
) -> Iterator[_Step]:
    """Walk the entries themselves, a window of them at a time."""
    high = span.high
    for _ in range(WINDOWS):
        floor = _floor_of_window(span.low, high)
        rows = (
            entries.filter(message_id__gte=floor, message_id__lt=high)
            .order_by("-message_id")
            .values_list("message_id", flat=True)
        )
        cap = 4 * (limit + 1)
        ids = list(rows[:cap])
        high = ids[-1] if len(ids) == cap else floor
        is_last = high <= span.low
        yield _Step(list(dict.fromkeys(ids)), None if is_last else high)
        if is_last:
            return


def _floor_of_window(low: int, high: int) -> int:
    """Give the id that ends a window of `WINDOW` entries below `high`."""
    rows = Entry.objects.filter(message_id__gte=low, message_id__lt=high)
    ids = rows.order_by("-message_id").values_list("message_id", flat=True)
    return next(iter(ids[WINDOW : WINDOW + 1]), low)


def _entries(query: Query, places: Q) -> QuerySet[Entry]:
    """Give the entries that what rows know of a query leaves."""
    entries = Entry.objects.filter(places)
    if query.larger_than is not None:
        entries = entries.filter(size_bytes__gt=query.larger_than)
    if query.smaller_than is not None:
        entries = entries.filter(size_bytes__lt=query.smaller_than)
    return entries


def _span(mailbox_id: int, query: Query, before_id: int | None) -> Span:
    low, high = bounds(mailbox_id, after=query.after, before=query.before)
    if before_id is not None:
        high = min(high, before_id)
    return Span(mailbox_id, low, high)
