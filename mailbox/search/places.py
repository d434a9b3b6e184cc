"""Folders, tags and flags of a query → a condition on entries.

Names are compared folded, as in the rest of the search. A name that is nobody's
becomes a fault and takes no part. All conditions hold of one and the same entry
(RFC 9051 §6.4.4 searches one folder; we search them all).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import Q

from mailbox.models import Folder, Mailbox, Role, Tag, Tagging
from mailbox.search.faults import Fault
from mailbox.search.near import find_near, replace_value
from mailbox.search.operators import ROLES
from mailbox.search.query import Named, Query, State
from mailbox.search.tokens import fold

LEFT_OUT: Final = (Role.JUNK, Role.TRASH)

_STATES: Final = {
    State.READ: Q(seen=True),
    State.UNREAD: Q(seen=False),
    State.STARRED: Q(flagged=True),
    State.UNSTARRED: Q(flagged=False),
    State.ANSWERED: Q(answered=True),
    State.UNANSWERED: Q(answered=False),
}


@dataclass(frozen=True, slots=True)
class Places:
    """What an entry must be, and the query without the names that are nobody's."""

    condition: Q
    query: Query
    faults: tuple[Fault, ...]


def find_places(mailbox: Mailbox, query: Query, *, everywhere: bool) -> Places:
    """Find the places of a query.

    Junk and Trash are left out unless a folder is asked for by name or the
    search is to go everywhere.
    """
    condition = Q()
    for state in query.states:
        condition &= _STATES[state]
    if State.STARRED in query.states:
        condition &= Q(mailbox=mailbox)  # has an index of its own
    in_folders, folder_faults = _folders(mailbox, query, everywhere)
    with_tags, tag_faults = _tags(mailbox, query)
    faults = (*folder_faults, *tag_faults)
    unknown = {fault.start for fault in faults}
    known = replace(
        query,
        folders=tuple(x for x in query.folders if x.term.start not in unknown),
        tags=tuple(x for x in query.tags if x.term.start not in unknown),
    )
    return Places(condition & in_folders & with_tags, known, faults)


def _folders(mailbox: Mailbox, query: Query, everywhere: bool) -> tuple[Q, list[Fault]]:
    folders = list(mailbox.folders.all())
    wanted: set[int] = set()
    unwanted: set[int] = set()
    faults = []
    for name in query.folders:
        ids = {each.pk for each in folders if _is_called(each, name.name)}
        if not ids:
            faults.append(_blame("folder", name, [each.title for each in folders]))
        (unwanted if name.is_negated else wanted).update(ids)
    if wanted:
        return Q(folder_id__in=wanted - unwanted), faults
    if not (everywhere or query.is_everywhere):
        unwanted |= {each.pk for each in folders if each.role in LEFT_OUT}
    # Not "in one of the others": that would walk the entries by folder, and sort.
    return ~Q(folder_id__in=unwanted), faults


def _is_called(folder: Folder, name: str) -> bool:
    folded = fold(name.strip())
    if folded in {fold(folder.name), fold(folder.title)}:
        return True
    return bool(folder.role) and ROLES.get(folded) == folder.role


def _tags(mailbox: Mailbox, query: Query) -> tuple[Q, list[Fault]]:
    if not query.tags:
        return Q(), []
    tags = list(mailbox.tags.all())
    condition = Q()
    faults = []
    for name in query.tags:
        ids = _ids_of_tag(tags, name)
        if not ids:
            faults.append(_blame("tag", name, [each.name for each in tags]))
            continue
        carriers = Tagging.objects.filter(tag_id__in=ids).values("entry_id")
        carries = Q(pk__in=carriers)
        condition &= ~carries if name.is_negated else carries
    return condition, faults


def _ids_of_tag(tags: Sequence[Tag], name: Named) -> list[int]:
    folded = fold(name.name.strip())
    return [each.pk for each in tags if folded in {fold(each.name), fold(each.keyword)}]


def _blame(code: str, named: Named, known: Sequence[str]) -> Fault:
    near = find_near(named.name, known)
    return named.term.blame(code, *(replace_value(named.term, each) for each in near))
