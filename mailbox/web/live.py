"""What an open page needs in order to stay in step by itself.

Each page carries how far its mailbox was when it was made (`News`). When the
event stream says that it has gone on, the page asks for its list again, with
what it knew, and is given what changed together with what is new in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase

from mailbox.messages.listing import Arrived, list_arrived
from mailbox.models import Folder, Role
from mailbox.web.rail import Rail

NOBODY: Final = Arrived(0, "", "")


@dataclass(frozen=True, slots=True)
class News:
    """How far a mailbox is, and what is new in it since the page last asked.

    `inbox_uid` and `here_uid` are the UIDs that the next arrival in the Inbox and
    in the folder shown will have; a page gives them back when it asks again.
    """

    modseq: int
    unread: int
    inbox_uid: int
    here_uid: int
    arrived: Arrived
    fresh: int
    events_url: str
    events_port: int


def make_news(request: HttpRequest, rail: Rail, here: int) -> News:
    """Reckon the news; costs a query only where something has arrived.

    Args:
        request: Its headers say what the page knew (`X-Inbox-Uid`, `X-Here-Uid`).
        rail: The folders, as they are now.
        here: The folder that is shown, 0 for none.
    """
    inbox = next(each for each in rail.folders if each.role == Role.INBOX)
    shown = next((each for each in rail.folders if each.pk == here), None)
    return News(
        modseq=rail.mailbox.modseq,
        unread=inbox.unread,
        inbox_uid=inbox.uid_next,
        here_uid=shown.uid_next if shown else 0,
        arrived=_arrived(inbox, _known(request, "X-Inbox-Uid")),
        fresh=_arrived(shown, _known(request, "X-Here-Uid")).number,
        events_url=settings.MAILSVC_EVENTS_URL,
        events_port=settings.MAILSVC_EVENTS.port,
    )


def allow_events(request: HttpRequest, response: HttpResponseBase) -> None:
    """Let the page's policy reach the event stream, where it has an own origin."""
    place = urlsplit(settings.MAILSVC_EVENTS_URL)
    if not settings.MAILSVC_EVENTS_URL:
        host, _port = split_domain_port(request.get_host())
        origin = f"{request.scheme}://{host}:{settings.MAILSVC_EVENTS.port}"
    elif place.netloc:
        origin = f"{place.scheme}://{place.netloc}"
    else:
        return
    response._csp_update = {"connect-src": [origin]}  # type: ignore[attr-defined]


def _arrived(folder: Folder | None, known_uid: int) -> Arrived:
    if folder is None or not 0 < known_uid < folder.uid_next:
        return NOBODY
    return list_arrived(folder, known_uid)


def _known(request: HttpRequest, header: str) -> int:
    raw = request.headers.get(header, "")
    return int(raw) if raw.isdecimal() and len(raw) < 19 else 0
