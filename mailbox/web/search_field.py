"""The search field of a page: what was asked, its operators as chips.

The field is a form. A chip is a hidden `q` of its own before the visible one, so
the whole search goes along without a script; `read_typed` puts it together.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mailbox.models import LONGEST_SEARCH
from mailbox.search.faults import Fault
from mailbox.search.near import replace_piece
from mailbox.search.query import Operator, Query, Term
from mailbox.search.wording import NAMES
from mailbox.web.search_links import search_url
from mailbox.web.search_values import SearchChip, SearchField


def read_typed(request: HttpRequest) -> str:
    """Read the search out of a URL: the words first, then each chip.

    In this order what ends a chip cannot run into the words ("larger:5", "MB").
    """
    *chips, words = request.GET.getlist("q") or [""]
    return " ".join(part.strip() for part in (words, *chips)).strip()[:LONGEST_SEARCH]


def make_field(
    typed: str, query: Query, faults: Iterable[Fault], edited: str = ""
) -> SearchField:
    """Make chips of a search's operators, and leave the words to the field.

    `edited` is where a term begins (a number) that is to be typed over: it stays
    text.
    """
    bad = {fault.start: fault.words for fault in faults if fault.code != "operator"}
    shown = [x for x in query.terms if x.operator and str(x.start) != edited]
    chips = tuple(_chip(typed, term, bad.get(term.start, "")) for term in shown)
    words = [term.typed for term in query.terms if term not in shown]
    return SearchField(chips, " ".join(words), is_awaited=bool(edited) or not typed)


def _chip(typed: str, term: Term, fault: str) -> SearchChip:
    name, value = _say(term)
    return SearchChip(
        name=name,
        value=value,
        typed=term.typed,
        edit_url=f"{search_url(typed)}&edit={term.start}",
        without_url=search_url(replace_piece(typed, term.start, term.end)),
        fault=fault,
    )


def _say(term: Term) -> tuple[str, str]:
    """Give a chip's name and value; 未读 and 大于5MB say it all by themselves."""
    if term.operator is None or not {":", "："} & set(term.typed):
        return "", term.typed
    name = str(NAMES[term.operator])
    if not term.is_negated:
        return name, term.value
    if term.operator is Operator.HAS:
        return pgettext("search operator", "has no"), term.value
    return _("not %(name)s") % {"name": name}, term.value
