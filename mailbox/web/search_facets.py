"""Narrowing a search by what its hits have in common, one click each."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from mailbox.models import Folder
from mailbox.search import wording
from mailbox.search.facets import ANY_FILE, Facets, Value, count_facets
from mailbox.search.grammar import parse_query
from mailbox.search.query import Operator
from mailbox.search.wording import write_term
from mailbox.web.doors import MailRequest, mail_page
from mailbox.web.search_field import make_field, read_typed
from mailbox.web.search_links import search_url
from mailbox.web.search_values import FacetGroup, FacetLink, FacetsPage
from mailbox.web.shell import folder_links


@mail_page
@require_safe
def search_facets(request: MailRequest) -> HttpResponse:
    """Show how a search can be narrowed: beside its results, or as a page."""
    typed = read_typed(request)
    everywhere = request.GET.get("all") == "1"
    request.search_field = make_field(typed, parse_query(typed), ())
    facets = count_facets(request.mailbox, typed, everywhere=everywhere)
    groups = _groups(typed, facets, request.rail.folders, everywhere=everywhere)
    page = FacetsPage(
        query=typed,
        back_url=search_url(typed, everywhere=everywhere),
        groups=tuple(group for group in groups if group.links),
        looked_at=facets.looked_at,
        is_all=facets.is_all,
    )
    name = "_search_facets" if _is_beside(request) else "search_facets"
    return render(request, f"mailbox/{name}.html", {"facets": page})


def _is_beside(request: HttpRequest) -> bool:
    return request.headers.get("HX-Target") == "facets"


def _groups(
    typed: str, facets: Facets, folders: list[Folder], *, everywhere: bool
) -> tuple[FacetGroup, ...]:
    names = {str(link.id): link.label for link in folder_links(folders)}

    def links(values: Iterable[tuple[Value, str, str]]) -> tuple[FacetLink, ...]:
        return tuple(
            FacetLink(
                label,
                search_url(f"{typed} {term}", everywhere=everywhere),
                value.count,
            )
            for value, label, term in values
        )

    senders = (
        (x, x.name or x.key, write_term(Operator.FROM, x.key)) for x in facets.senders
    )
    years = ((x, x.key, write_term(Operator.ON, x.key)) for x in facets.years)
    kinds = (
        (x, str(wording.KIND_LABELS[x.key]), _kind_term(x.key)) for x in facets.kinds
    )
    places = (
        (x, names[x.key], write_term(Operator.IN, names[x.key]))
        for x in facets.folders
        if x.key in names
    )
    return (
        FacetGroup("senders", _("Sender"), links(senders)),
        FacetGroup("years", _("Year"), links(years)),
        FacetGroup("kinds", _("Files"), links(kinds)),
        FacetGroup("folders", pgettext("facet", "Folder"), links(places)),
    )


def _kind_term(key: str) -> str:
    if key == ANY_FILE:
        return str(wording.WITH_FILES)
    return write_term(Operator.HAS, wording.KINDS[key])
