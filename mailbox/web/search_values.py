"""The values of the search pages: what was asked, and what may be asked instead.

Like ``page_values``: filled by views, printed by templates, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fix:
    """A search that may have been meant: what is put in its place, and its URL."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class QueryFault:
    """A part of a search that could not be understood, and what would be.

    ``left_out_url`` is the same search without that part.
    """

    word: str
    words: str
    fixes: tuple[Fix, ...] = ()
    left_out_url: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A search (context name ``search``); its rows are in ``list`` as ever.

    ``widen_url`` searches Spam and Trash too, where that was not done yet. If the
    search gave up before its page was full, ``searched_back_to`` says where, and
    the list's ``older_url`` goes on from there.
    """

    query: str
    faults: tuple[QueryFault, ...] = ()
    widen_url: str = ""
    searched_back_to: datetime | None = None
