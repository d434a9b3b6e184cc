"""Search: what was asked, what was found, what was not understood."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mailbox.messages import access
from mailbox.messages.listing import Page, list_messages
from mailbox.models import SavedSearch
from mailbox.search.execute import Found, search_mailbox
from mailbox.web.doors import MailRequest, mail_page
from mailbox.web.folders import SAVED, SEARCH, Cursor, make_mixed_page, read_cursor
from mailbox.web.page_values import ListPage
from mailbox.web.search_field import make_field, read_typed
from mailbox.web.search_links import explain_fault, saved_link, search_url
from mailbox.web.search_marks import mark_days
from mailbox.web.search_nothing import help_on
from mailbox.web.search_values import SearchPage

LONGEST_NAME: Final = 100
FEWEST_TO_NARROW: Final = 3


@mail_page
@require_safe
def search(request: MailRequest) -> HttpResponse:
    """Show what matches, newest first."""
    return _show(request, read_typed(request))


@mail_page
@require_safe
def search_saved(request: MailRequest, search_id: int) -> HttpResponse:
    """Show what matches a saved search: a list like a folder's."""
    saved = access.get_saved_search(request.user, search_id)
    return _show(request, saved.typed, saved)


def _show(
    request: MailRequest, typed: str, saved: SavedSearch | None = None
) -> HttpResponse:
    everywhere = request.GET.get("all") == "1"
    cursor = read_cursor(request)
    found = search_mailbox(
        request.rail.with_folders(),
        typed,
        before_id=cursor.before,
        everywhere=everywhere,
    )
    edited = request.GET.get("edit", "")
    request.search_field = make_field(typed, found.query, found.faults, edited)
    widen_url = "" if everywhere or not typed else search_url(typed, everywhere=True)
    context = {
        "search": SearchPage(
            query=typed,
            faults=tuple(explain_fault(typed, each) for each in found.faults),
            widen_url=widen_url,
            searched_back_to=found.searched_back_to,
            saved=saved_link(saved) if saved else None,
            name=typed.replace("/", " ")[:LONGEST_NAME],
            snippets_url=search_url(typed, name="mailbox:search_snippets"),
            facets_url=_facets_url(typed, found, everywhere=everywhere),
            nothing=help_on(request.mailbox, typed, found, everywhere=everywhere),
        ),
        "list": _list(request, found, _place(cursor, typed, saved, everywhere), saved),
    }
    return render(request, "mailbox/search.html", context)


def _facets_url(typed: str, found: Found, *, everywhere: bool) -> str:
    if len(found.message_ids) < FEWEST_TO_NARROW:
        return ""
    return search_url(typed, everywhere=everywhere, name="mailbox:search_facets")


def make_found_page(
    request: MailRequest, typed: str, cursor: Cursor, saved: SavedSearch | None = None
) -> ListPage:
    """Reckon the results of a search once more, beside one that is open."""
    everywhere = ("all", "1") in cursor.asked
    found = search_mailbox(
        request.rail.with_folders(),
        typed,
        before_id=cursor.before,
        everywhere=everywhere,
    )
    place = _place(cursor, typed, saved, everywhere)
    return _list(request, found, place, saved)


def _place(
    cursor: Cursor, typed: str, saved: SavedSearch | None, everywhere: bool
) -> Cursor:
    """Say where a result stands, so that the results can stand beside it."""
    if saved is not None:
        return replace(cursor, beside=f"{SAVED}{saved.pk}", asked=())
    asked = (("q", typed), *((("all", "1"),) if everywhere else ()))
    return replace(cursor, beside=SEARCH, asked=asked)


def _list(
    request: MailRequest, found: Found, place: Cursor, saved: SavedSearch | None
) -> ListPage:
    page = Page(list_messages(request.mailbox, found.message_ids), None, found.older)
    everywhere = ("all", "1") in place.asked
    typed = saved.typed if saved else dict(place.asked).get("q", "")
    title, url = _("Results"), search_url(typed, everywhere=everywhere)
    if saved is not None:
        # What is done with its rows is done with the search: the URL carries it too.
        path = reverse("mailbox:search_saved", args=[saved.pk])
        title, url = saved.name, f"{path}?{url.partition('?')[2]}"
    shown = make_mixed_page(request.rail, page, SEARCH, title, url, place=place)
    return replace(shown, days=mark_days(shown.days, found.query))
