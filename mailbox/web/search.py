"""Search: what was asked, what was found, what was not understood."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mailbox.messages.listing import Page, list_messages
from mailbox.search.execute import search_mailbox
from mailbox.web.doors import MailRequest, mail_page
from mailbox.web.folders import make_mixed_page, read_cursor
from mailbox.web.search_field import make_field, read_typed
from mailbox.web.search_links import explain_fault, search_url
from mailbox.web.search_values import SearchPage


@mail_page
@require_safe
def search(request: MailRequest) -> HttpResponse:
    """Show what matches, newest first."""
    typed = read_typed(request)
    everywhere = request.GET.get("all") == "1"
    found = search_mailbox(
        request.mailbox,
        typed,
        before_id=read_cursor(request).before,
        everywhere=everywhere,
    )
    request.search_field = make_field(
        typed, found.query, found.faults, edited=request.GET.get("edit", "")
    )
    url = search_url(typed, everywhere=everywhere)
    page = Page(list_messages(request.mailbox, found.message_ids), None, found.older)
    context = {
        "search": SearchPage(
            query=typed,
            faults=tuple(explain_fault(typed, each) for each in found.faults),
            widen_url="" if everywhere or not typed else f"{url}&all=1",
            searched_back_to=found.searched_back_to,
        ),
        "list": make_mixed_page(request.rail, page, "search", _("Results"), url),
    }
    return render(request, "mailbox/search.html", context)
