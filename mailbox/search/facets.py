"""What the hits of a search have in common: senders, years, kinds of files, folders.

One pass over the newest hits, in two queries beside the search itself. A value
that all of them share narrows nothing, and is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from mailbox.models import Entry, Mailbox, Message
from mailbox.search.execute import search_mailbox
from mailbox.search.file_kinds import kind_of_file

LOOKED_AT: Final = 500
MOST: Final = 6
ANY_FILE: Final = "files"


@dataclass(frozen=True, slots=True)
class Value:
    """A value and how many of the hits have it; `name` is of a sender, if known."""

    key: str
    count: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Facets:
    """The values of the newest hits, the commonest first; years newest first.

    Kinds are keys of `file_kinds.ENDINGS`, or `ANY_FILE`; folders are ids.
    """

    looked_at: int
    is_all: bool
    senders: tuple[Value, ...] = ()
    years: tuple[Value, ...] = ()
    kinds: tuple[Value, ...] = ()
    folders: tuple[Value, ...] = ()


def count_facets(mailbox: Mailbox, typed: str, *, everywhere: bool = False) -> Facets:
    """Count the values of a search's newest hits."""
    found = search_mailbox(mailbox, typed, everywhere=everywhere, limit=LOOKED_AT)
    numbers = found.message_ids
    rows = list(
        Message.objects.filter(pk__in=numbers)
        .order_by("-pk")
        .values_list(
            "from_address", "from_name", "received_at", "has_files", "file_facts"
        )
    )
    years = (str(timezone.localtime(row[2]).year) for row in rows)
    kinds = (kind for row in rows if row[3] for kind in _kinds(row[4]))
    names: dict[str, str] = {}
    for address, name, *_rest in rows:
        names.setdefault(address.casefold(), name)
    senders = _values((row[0].casefold() for row in rows), len(rows))
    return Facets(
        looked_at=len(rows),
        is_all=found.older is None,
        senders=tuple(Value(x.key, x.count, names[x.key]) for x in senders if x.key),
        years=tuple(sorted(_values(years, len(rows)), key=lambda x: x.key)[::-1]),
        kinds=_values(kinds, len(rows)),
        folders=_folders(mailbox, numbers),
    )


def _kinds(file_facts: Sequence[dict[str, object]]) -> set[str]:
    names = (str(fact["filename"]) for fact in file_facts if not fact["is_inline"])
    return {ANY_FILE, *map(kind_of_file, names)} - {""}


def _folders(mailbox: Mailbox, numbers: Sequence[int]) -> tuple[Value, ...]:
    entries = Entry.objects.filter(mailbox=mailbox, message_id__in=numbers)
    places = entries.values_list("folder_id", flat=True)
    return _values(map(str, places), len(numbers))


def _values(keys: Iterable[str], total: int) -> tuple[Value, ...]:
    """Count keys, the commonest first, but none that every hit has."""
    counted = Counter(keys).most_common(MOST)
    return tuple(Value(key, count) for key, count in counted if count < total)
