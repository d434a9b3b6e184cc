"""The values of the search pages: what was asked, and what may be asked instead.

Like ``page_values``: filled by views, printed by templates, nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from mailbox.web.detail_values import NameFault


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
class SearchChip:
    """An operator in the search field; ``fault`` says why it could not be read.

    ``name`` is empty where the value says it all; ``edit_url`` is the same search
    with this chip as text in the field.
    """

    name: str
    value: str
    typed: str
    edit_url: str
    without_url: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class SearchField:
    """The search field of every page: chips, and the words beside them.

    ``is_awaited`` where the page waits for something to be typed there.
    """

    chips: tuple[SearchChip, ...] = ()
    words: str = ""
    is_awaited: bool = False


EMPTY_FIELD: Final = SearchField()


@dataclass(frozen=True, slots=True)
class Option:
    """One suggestion; ``typed`` is what it puts into the field.

    ``act`` says how: ``chip`` for a whole operator, ``start`` for one that wants a
    value, ``search`` for a search that starts at once.
    """

    typed: str
    act: str
    label: str
    detail: str = ""
    icon: str = ""
    hue: int | None = None


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """Suggestions of one sort, under a heading."""

    key: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """A search that finds something where this one found nothing.

    ``count`` is how many, at least; ``is_more`` says that there are more.
    """

    words: str
    url: str
    count: int
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class NothingFound:
    """What may be asked instead: a word respelt, a piece left out, Spam and Trash.

    ``alone`` are pieces that find something by themselves.
    """

    respelt: tuple[Alternative, ...] = ()
    dropped: tuple[Alternative, ...] = ()
    alone: tuple[Alternative, ...] = ()
    widened: Alternative | None = None

    @property
    def has_any(self) -> bool:
        """Say whether there is something to offer."""
        return bool(self.respelt or self.dropped or self.alone or self.widened)


NOTHING: Final = NothingFound()


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A value of the hits; ``url`` narrows the search to it."""

    label: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """Values of one sort; ``key`` is senders, years, kinds or folders."""

    key: str
    label: str
    links: tuple[FacetLink, ...]


@dataclass(frozen=True, slots=True)
class FacetsPage:
    """How a search can be narrowed (context name ``facets``).

    ``looked_at`` hits were looked at, the newest; ``is_all`` if there are no more.
    """

    query: str
    back_url: str
    groups: tuple[FacetGroup, ...]
    looked_at: int
    is_all: bool


@dataclass(frozen=True, slots=True)
class SavedLink:
    """A saved search, in the rail and where it is renamed; ``typed`` is the search."""

    id: int
    name: str
    typed: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class SavedPage:
    """One's saved searches (context name ``upkeep``).

    ``fault`` says why a name was refused; ``typed`` is a search yet to be saved.
    """

    searches: tuple[SavedLink, ...]
    fault: NameFault | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A search (context name ``search``); its rows are in ``list`` as ever.

    ``widen_url`` searches Spam and Trash too, where that was not done yet. If the
    search gave up before its page was full, ``searched_back_to`` says where, and
    the list's ``older_url`` goes on from there. ``saved`` is the saved search that
    this is; ``name`` would be a name for one. At ``snippets_url`` a script asks for
    the words around hits; ``facets_url`` says how the search can be narrowed, and
    ``nothing`` what may be asked where nothing was found.
    """

    query: str
    faults: tuple[QueryFault, ...] = ()
    widen_url: str = ""
    searched_back_to: datetime | None = None
    saved: SavedLink | None = None
    name: str = ""
    snippets_url: str = ""
    facets_url: str = ""
    nothing: NothingFound = NOTHING
