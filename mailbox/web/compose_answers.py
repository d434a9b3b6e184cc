"""What a composer is answered: a page where no script runs, JSON where one does.

A script keeps what was typed and shows the words itself; so it is given the state
of the draft, the fault of each field, or where to go.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mailbox.compose import saving
from mailbox.compose.checks import Noticed
from mailbox.models import Draft, DraftVersion
from mailbox.web.compose_page import (
    compose_page,
    draft_url,
    is_docked,
    other_version,
    show_composer,
    show_noticed,
)
from mailbox.web.doors import MailRequest, say
from mailbox.web.forms import LetterForm
from mailbox.web.schedule_times import is_scheduling
from mailbox.web.times import written_time
from mailsvc.kit import clock, formats
from mailsvc.kit.errors import InvalidInput

JSON = "application/json"
OTHER_WORDS = gettext_lazy(
    "Another window wrote into this letter at %(time)s. What you see here is the "
    "later version; the other is kept."
)


def wants_json(request: MailRequest) -> bool:
    """Tell whether the script of a composer asks."""
    return request.headers.get("Accept", "").startswith(JSON)


def tell_place(found: Draft) -> HttpResponse:
    """Say where a draft is that has just begun."""
    url = draft_url(found)
    return JsonResponse(
        {"draft": found.pk, "version": found.version, "url": url, "save": f"{url}save/"}
    )


def tell_done(request: MailRequest, url: str) -> HttpResponse:
    """Say that the letter has gone its way: to the dock the notice, else where to."""
    if not wants_json(request):
        return redirect(url)
    notice = "mailbox/compose_notice.html"
    shown = render_to_string(notice, request=request) if is_docked(request) else ""
    return JsonResponse({"url": url, "html": shown})


def tell_kept(request: MailRequest, found: Draft) -> HttpResponse:
    """Say that text and files are kept, and show the files that there are now."""
    if not wants_json(request):
        return redirect(draft_url(found))
    context = {"compose": compose_page(request, found)}
    shown = render_to_string("mailbox/compose_files.html", context, request)
    return JsonResponse({"version": found.version, "html": shown})


def refuse(request: MailRequest, found: Draft, form: LetterForm) -> HttpResponse:
    """Say what is wrong with the form, and keep what was typed."""
    if wants_json(request):
        return refuse_json(form, version=found.version)
    return show_composer(request, found, form)


def tell_both(request: MailRequest, saved: saving.Saved) -> HttpResponse:
    """Say that another window had written in between, and was kept."""
    if wants_json(request):
        return saved_json(saved)
    return show_composer(request, saved.draft, status=409)


def tell_gone(request: MailRequest, words: str) -> HttpResponse:
    """Say that the letter is sent or discarded already."""
    if wants_json(request):
        return gone_json(words)
    say(request, words, is_error=True)
    return redirect("mailbox:inbox")


def tell_noticed(
    request: MailRequest, found: Draft, noticed: tuple[Noticed, ...], doing: str
) -> HttpResponse:
    """Say what to look at before the letter goes; it stays as it is."""
    if not wants_json(request):
        return show_noticed(request, found, noticed, doing)
    shown = {"noticed": noticed, "doing": doing, "is_later": is_scheduling(doing)}
    html = render_to_string("mailbox/compose_noticed.html", shown, request)
    answer = {"words": _("Before this goes"), "faults": {}, "noticed": html}
    return JsonResponse({**answer, "version": found.version}, status=422)


def tell_scheduled(request: MailRequest, found: Draft) -> HttpResponse:
    """Say that the letter waits for its time, and lead to where it does."""
    if wants_json(request):
        return gone_json(str(saving.IsScheduled.words))
    return redirect("mailbox:scheduled_letter", found.pk)


def refuse_json(form: LetterForm, *, version: int = 0) -> JsonResponse:
    """Give the fault of each field; those of none are under an empty name."""
    faults = {
        "" if name == "__all__" else name: " ".join(map(str, words))
        for name, words in form.errors.items()
    }
    answer = {"words": next(iter(faults.values())), "faults": faults}
    return JsonResponse(answer | ({"version": version} if version else {}), status=422)


def fault_json(error: InvalidInput) -> JsonResponse:
    """Give one fault, of one field."""
    words = str(error.words)
    return JsonResponse({"words": words, "faults": {error.field: words}}, status=422)


def gone_json(words: str) -> JsonResponse:
    """Say that nothing more can be written into the letter."""
    return JsonResponse({"words": words}, status=410)


def saved_json(saved: saving.Saved) -> JsonResponse:
    """Give the state of a draft that was saved, and of a version it has replaced."""
    found = saved.draft
    time = formats.write_hour(timezone.localtime(found.updated_at))
    answer: dict[str, Any] = {
        "version": found.version,
        "words": _("Saved %(time)s") % {"time": time},
    }
    if saved.replaced is None:
        return JsonResponse(answer)
    other = other_version(saved.replaced)
    said = written_time(other.written_at, clock.now())
    answer["other"] = {
        "url": other.url,
        "words": OTHER_WORDS % {"time": said},
        **_content(saved.replaced),
    }
    answer["yours"] = _content(found)
    return JsonResponse(answer, status=409)


def _content(written: Draft | DraftVersion) -> dict[str, str | bool]:
    return {name: getattr(written, name) for name in saving.CONTENT}
