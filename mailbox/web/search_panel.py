"""The panel under the search field: suggestions, and the recent searches."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from mailbox.compose.correspondents import find_correspondents
from mailbox.messages.kept_searches import forget_recent, list_recent, note_search
from mailbox.models import LONGEST_SEARCH
from mailbox.web.doors import MailRequest, mail_page
from mailbox.web.search_options import Known, suggest
from mailbox.web.shell import folder_links


@mail_page
@require_safe
def search_suggest(request: MailRequest) -> HttpResponse:
    """Suggest how the text before the cursor may go on."""
    text = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\x00", "")
    known = Known(
        recent=list_recent(request.mailbox),
        folders=folder_links(request.rail.folders),
        tags=request.rail.tags,
        people=partial(find_correspondents, request.mailbox),
    )
    found = suggest(text, known)
    start = len(text[: found.start].encode("utf-16-le", "surrogatepass")) // 2
    context = {"groups": found.groups, "start": start}
    return render(request, "mailbox/_search_options.html", context)


@mail_page
@require_POST
def search_recent(request: MailRequest) -> HttpResponse:
    """Note what was searched for, or forget all of it."""
    if request.POST.get("do") == "forget":
        forget_recent(request.mailbox)
    else:
        note_search(request.mailbox, request.POST.get("q", ""))
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204)
    return redirect("mailbox:search")
