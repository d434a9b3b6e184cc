"""What every view of mail has in common: who asks, and how answers are kept.

`mail_page` asks for a signed-in person with a mailbox, answers 404 for what is
not theirs, and forbids caches to keep the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import Account
from mailbox.messages import access
from mailbox.models import Mailbox
from mailbox.web.rail import Rail
from mailsvc.kit.http import no_such_thing_is_404


class MailRequest(HttpRequest):
    """A request of a signed-in person who has a mailbox."""

    user: Account
    mailbox: Mailbox
    rail: Rail


View = Callable[..., HttpResponseBase]


def mail_page(view: View) -> View:
    """Open a view to signed-in people with a mailbox; others sign in or get 404."""

    @login_required
    @no_such_thing_is_404
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        mail_request = cast("MailRequest", request)
        mail_request.mailbox = access.get_mailbox(mail_request.user)
        mail_request.rail = Rail(mail_request.mailbox)
        response = view(mail_request, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return shown


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
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if own else fallback
