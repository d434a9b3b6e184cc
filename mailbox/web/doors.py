"""What every view of mail has in common: who asks, and how answers are kept.

`mail_page` asks for a signed-in person with a mailbox, answers 404 for what is
not theirs, forbids caches to keep the page, and says that a script that asks gets
a part of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final, cast
from urllib.parse import urlsplit, urlunsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from accounts.models import Account
from mailbox.errors import ContentUnreadable, MailError
from mailbox.messages import access
from mailbox.models import Mailbox
from mailbox.web.live import allow_events
from mailbox.web.rail import Rail
from mailbox.web.search_values import SearchField
from mailsvc.kit.errors import NotFound
from mailsvc.kit.http import no_such_thing_is_404, own_path

LARGEST: Final = 2**63 - 1
"""No number in a database is larger; one engine would fail to look for it."""


class MailRequest(HttpRequest):
    """A request of a signed-in person who has a mailbox."""

    user: Account
    mailbox: Mailbox
    rail: Rail
    search_field: SearchField


View = Callable[..., HttpResponseBase]


def mail_page(view: View) -> View:
    """Open a view to signed-in people with a mailbox; others sign in or get 404."""

    @no_such_thing_is_404
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        if any(isinstance(each, int) and each > LARGEST for each in kwargs.values()):
            raise NotFound(detail=request.path)
        mail_request = cast("MailRequest", request)
        look_again(mail_request)
        try:
            response = view(mail_request, *args, **kwargs)
        except MailError as error:
            response = _say_why_not(mail_request, error)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        patch_vary_headers(response, ("HX-Request",))
        allow_events(mail_request, response)
        # Or a browser may look up the hosts of a letter's links before any click.
        response["X-DNS-Prefetch-Control"] = "off"
        return response

    return shown


def look_again(request: MailRequest) -> None:
    """Read the person's mailbox, as it is after a change."""
    request.mailbox = access.get_mailbox(request.user)
    request.rail = Rail(request.mailbox)


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Lead to sign-in and back; a script learns where to go, it cannot follow."""
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    came_from = urlsplit(request.headers.get("Referer", ""))
    back = urlunsplit(("", "", came_from.path, came_from.query, ""))
    response = HttpResponse(status=401)
    response["HX-Redirect"] = redirect_to_login(back or "/").url
    return response


def _say_why_not(request: MailRequest, error: MailError) -> HttpResponse:
    """Say on a page of its own what no form is there to say."""
    is_unreadable = isinstance(error, ContentUnreadable)
    status = 503 if error.temporary else 500 if is_unreadable else 422
    page = {"words": error.words, "is_unreadable": is_unreadable}
    return render(request, "mailbox/refused.html", page, status=status)


def is_meant(request: HttpRequest) -> bool:
    """Tell whether a person opens this page, or a browser looks at it ahead of them.

    HEAD, prefetching and a picture that leads here ask for a page and mean nothing.
    """
    headers = request.headers
    purpose = f"{headers.get('Sec-Purpose', '')} {headers.get('Purpose', '')}"
    wanted_as = headers.get("Sec-Fetch-Dest", "document")
    is_ahead = request.method == "HEAD" or "prefetch" in purpose
    return not is_ahead and wanted_as in ("document", "empty")


def only_when_meant(view: View) -> View:
    """Keep a view that begins something from running ahead of the person.

    The refusal makes a browser ask again when the person really goes there.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_meant(request):
            return HttpResponse(status=503)
        return view(request, *args, **kwargs)

    return guarded


def say(
    request: HttpRequest,
    words: str,
    *,
    undo_url: str = "",
    undo_fields: Mapping[str, str] | None = None,
    is_error: bool = False,
) -> None:
    """Tell the person, on the next page, what was done and how to undo it."""
    undo = {"url": undo_url, "fields": dict(undo_fields or {})}
    level = messages.ERROR if is_error else messages.SUCCESS
    messages.add_message(request, level, words, extra_tags=json.dumps(undo))


def return_path(request: HttpRequest, fallback: str, *, name: str = "next") -> str:
    """Where an action goes back to: a page of ours that the form names."""
    wanted = request.POST.get(name) or request.GET.get(name) or ""
    return own_path(request, wanted) or fallback
