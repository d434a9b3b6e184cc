"""What doors on the web share: the signed-in request, and errors as pages."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

from mailsvc.kit.errors import NotFound

View = Callable[..., HttpResponseBase]


def no_such_thing_is_404(view: View) -> View:
    """Answer 404 alike for what is absent and for what is another's."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotFound as error:
            raise Http404(str(error.words)) from error

    return shown


def own_path(request: HttpRequest, wanted: str) -> str:
    """Give the path that somebody wants to go on to, if it is one of ours; else ""."""
    hosts = {request.get_host()}
    is_own = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, hosts)
    return wanted if is_own else ""
