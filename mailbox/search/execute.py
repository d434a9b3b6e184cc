"""Query → message ids, newest first, a page at a time.

The index answers for words and files; folders, flags, tags and sizes are asked
of the entries, a chunk of candidates at a time, until the page is full. Without
words the entries themselves are walked. Either way a search gives up after a
budget and says how far back it came; the next page goes on from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from mailbox.models import Entry, Mailbox
from mailbox.models.message_id import bounds, received_second
from mailbox.search.documents import Span
from mailbox.search.faults import Fault
from mailbox.search.grammar import parse_query
from mailbox.search.index import backend
from mailbox.search.places import find_places
from mailbox.search.query import Query

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a page may look at: about 100 ms of work, when it finds nothing."""

    candidates: int = 20_000
    first_chunk: int = 64
    largest_chunk: int = 2_000
    few: int = 1_000
    window: int = 20_000
    windows: int = 5


ORDINARY: Final = Budget()


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
class _Task:
    """A search made ready: what to look for, where, and among which entries."""

    query: Query
    span: Span
    entries: QuerySet[Entry]
    limit: int
    budget: Budget


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
    budget: Budget = ORDINARY,
) -> Found:
    """Search a mailbox for what a person typed.

    Days begin in the current time zone. Junk and Trash are left out unless a
    folder is named or `everywhere` is set.
    """
    typed_query = parse_query(typed, zone=timezone.get_current_timezone())
    places = find_places(mailbox, typed_query, everywhere=everywhere)
    query, faults = places.query, (*typed_query.faults, *places.faults)
    span = _span(mailbox.pk, query, before_id)
    if query.is_empty or span.low >= span.high:
        return Found(query, faults=faults)
    task = _Task(query, span, _entries(query, places.condition), limit, budget)
    return replace(_page(query, _steps(task), limit), faults=faults)


def _steps(task: _Task) -> Iterator[_Step]:
    """Choose the road: by the entries, by few of them, or by the index."""
    if not task.query.asks_index:
        return _walk_entries(task)
    if task.query.asks_few_entries:
        few = task.budget.few
        ids = list(_ids(task.entries, task.span)[: few + 1])
        if len(ids) <= few:
            return iter([_Step(backend().choose(task.query, ids), None)])
    return _walk_index(task)


def _page(query: Query, steps: Iterator[_Step], limit: int) -> Found:
    """Collect hits until there is one more than the page shows."""
    hits: list[int] = []
    rest = None
    for step in steps:
        hits += step.hits
        rest = step.rest
        if len(hits) > limit:
            page = tuple(hits[:limit])
            return Found(query, page, older=page[-1])
    back_to = None if rest is None else received_second(rest)
    return Found(query, tuple(hits), older=rest, searched_back_to=back_to)


def _walk_index(task: _Task) -> Iterator[_Step]:
    """Take candidates from the index and keep those that the rows agree to."""
    engine = backend()
    budget = task.budget
    chunk = max(budget.first_chunk, task.limit + 1)
    examined, ahead = 0, task.span
    while examined < budget.candidates:
        ids = engine.search(task.query, ahead, chunk)
        if len(ids) < chunk:
            yield _Step(_keep(ids, task.entries), None)
            return
        ahead = replace(ahead, high=ids[-1])
        yield _Step(_keep(ids, task.entries), ahead.high)
        examined += chunk
        chunk = min(chunk * 4, budget.largest_chunk)


def _keep(ids: Sequence[int], entries: QuerySet[Entry]) -> list[int]:
    agreed = set(
        entries.filter(message_id__in=ids).values_list("message_id", flat=True)
    )
    return [each for each in ids if each in agreed]


def _walk_entries(task: _Task) -> Iterator[_Step]:
    """Walk the entries themselves, a window of them at a time."""
    ahead = task.span
    most = 4 * (task.limit + 1)
    for _ in range(task.budget.windows):
        floor = _floor_of_window(ahead, task.budget.window)
        ids = list(_ids(task.entries, replace(ahead, low=floor))[:most])
        high = ids[-1] if len(ids) == most else floor
        ahead = replace(ahead, high=high)
        is_last = high <= task.span.low
        yield _Step(list(dict.fromkeys(ids)), None if is_last else high)
        if is_last:
            return


def _floor_of_window(span: Span, size: int) -> int:
    """Give the id that ends the newest `size` entries of a span."""
    ids = _ids(Entry.objects.all(), span)
    return next(iter(ids[size : size + 1]), span.low)


def _ids(entries: QuerySet[Entry], span: Span) -> QuerySet[Entry, int]:
    """Select the message ids of a span, newest first; one in two folders twice."""
    return (
        entries.filter(message_id__gte=span.low, message_id__lt=span.high)
        .order_by("-message_id")
        .values_list("message_id", flat=True)
    )


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
