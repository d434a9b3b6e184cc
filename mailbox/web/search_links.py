"""Searches as URLs, and the same search with a piece left out or replaced."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from mailbox.models import SavedSearch
from mailbox.search.faults import Fault
from mailbox.search.near import replace_piece
from mailbox.web.search_values import Fix, QueryFault, SavedLink


def search_url(
    typed: str, *, everywhere: bool = False, name: str = "mailbox:search"
) -> str:
    """Write the URL of a search; `everywhere` takes in Spam and Trash."""
    asked = {"q": typed, "all": "1"} if everywhere else {"q": typed}
    return f"{reverse(name)}?{urlencode(asked)}"


def saved_link(saved: SavedSearch, current: int | None = None) -> SavedLink:
    """Turn a saved search into a link."""
    return SavedLink(saved.pk, saved.name, saved.typed, saved.pk == current)


def explain_fault(typed: str, fault: Fault) -> QueryFault:
    """Put a fault into words, with links to what was likely meant."""

    def link(piece: str) -> str:
        return search_url(replace_piece(typed, fault.start, fault.end, piece))

    return QueryFault(
        word=fault.word,
        words=fault.words,
        fixes=tuple(Fix(each, link(each)) for each in fault.fixes),
        left_out_url=link(""),
    )
