"""Saved searches: save, rename, delete."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mailbox.messages import access, kept_searches
from mailbox.web.detail_values import NameFault
from mailbox.web.doors import MailRequest, mail_page, say
from mailbox.web.folders import is_number
from mailbox.web.search_links import saved_link
from mailbox.web.search_values import SavedPage
from mailsvc.kit.errors import InvalidInput


@mail_page
@require_http_methods(["GET", "POST"])
def searches_manage(request: MailRequest) -> HttpResponse:
    """Save, rename and delete searches; a saved one is shown at once."""
    fault = None
    if request.method == "POST":
        try:
            return _change(request)
        except InvalidInput as error:
            name = request.POST.get("name", "")
            fault = NameFault(_search_id(request), name, str(error.words))
    page = SavedPage(
        searches=tuple(saved_link(each) for each in request.rail.searches),
        fault=fault,
        typed=request.POST.get("q", ""),
    )
    status = 422 if fault else 200
    return render(
        request, "mailbox/searches_manage.html", {"upkeep": page}, status=status
    )


def _change(request: MailRequest) -> HttpResponse:
    do, name = request.POST.get("do"), request.POST.get("name", "")
    if do == "save":
        typed = request.POST.get("q", "")
        saved = kept_searches.save_search(request.mailbox, name, typed)
        say(request, _("Search saved. It stands beside your folders."))
        return redirect("mailbox:search_saved", saved.pk)
    saved = access.get_saved_search(request.user, _search_id(request))
    if do == "rename":
        kept_searches.rename_saved(saved, name)
        say(request, _("Search renamed."))
    else:
        kept_searches.delete_saved(saved)
        again = {"do": "save", "q": saved.typed, "name": saved.name}
        words = _("Search deleted. What it found stays where it is.")
        say(request, words, undo_url=request.path, undo_fields=again)
    return redirect("mailbox:searches_manage")


def _search_id(request: MailRequest) -> int:
    raw = request.POST.get("search", "")
    return int(raw) if is_number(raw) else 0
