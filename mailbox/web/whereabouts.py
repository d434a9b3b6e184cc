"""Where in the mail a person is: what the rail marks, and what counts belong to it.

Mostly the page itself; while an action answers a script, the page that it came from.
A conversation opened from what is starred or tagged stands in that list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

ACTIONS: Final = frozenset(
    {
        "act",
        "undo_act",
        "deed_line",
        "close_deed_line",
        "folder_manage",
        "folder_new",
        "tag_manage",
        "tag_new",
    }
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place: `app` and `name` of its URL, and its folder, tag or saved search."""

    app: str = ""
    name: str = ""
    folder_id: int = 0
    tag_id: int = 0
    search_id: int = 0


def whereabouts_of(request: HttpRequest) -> Whereabouts:
    """Say where the person who asks is."""
    match, beside = request.resolver_match, request.GET.get("in", "")
    if match and match.url_name in ACTIONS:
        match, beside = _came_from(request.headers.get("HX-Current-URL", ""))
    if match is None:
        return Whereabouts()
    given = match.kwargs
    here = Whereabouts(
        match.app_name,
        match.url_name or "",
        given.get("folder_id", 0),
        given.get("tag_id", 0),
        given.get("search_id", 0),
    )
    return _in_list(here, beside) if here.name == "conversation" else here


def _came_from(url: str) -> tuple[ResolverMatch | None, str]:
    """Read the page that a script stands on; nonsense is nowhere."""
    try:
        parts = urlsplit(url)
        return resolve(parts.path), parse_qs(parts.query).get("in", [""])[0]
    except (Resolver404, ValueError):
        return None, ""


def _in_list(here: Whereabouts, beside: str) -> Whereabouts:
    kind, _dash, number = beside.partition("-")
    if beside == "starred":
        return Whereabouts(here.app, "starred")
    if kind == "tag" and number.isdecimal():
        return Whereabouts(here.app, "tag", tag_id=int(number))
    if kind == "saved" and number.isdecimal():
        return Whereabouts(here.app, "search_saved", search_id=int(number))
    if beside == "search":
        return Whereabouts(here.app, "search")
    return here
