"""What every page knows of the site, and the pages that say what went wrong."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest


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
