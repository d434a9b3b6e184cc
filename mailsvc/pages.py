"""What every page knows of the site, and the pages that say what went wrong."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class Site(TypedDict):
    """The operator's name, long and short, as templates show it."""

    name: str
    short_name: str
    domain: str


def site(request: HttpRequest) -> dict[str, Site]:
    """Give templates `site`."""
    name = settings.MAILSVC_NAME
    return {
        "site": Site(
            name=name,
            short_name=name.removesuffix(" Mail"),
            domain=settings.MAILSVC_DOMAIN,
        )
    }


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request cannot be understood."""
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this is not allowed."""
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this is not here, or not yours."""
    return render(request, "errors/404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something failed on our side."""
    return render(request, "errors/500.html", status=500)
