"""The frame around every signed-in page, as a value for the template.

A context processor: reckoned only by templates that show it, in three queries:
folders and tags (shared with the page, see `rail.py`) and what can be undone.
"""

from __future__ import annotations

import json
from functools import cache, partial
from typing import Any, Final

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Account
from accounts.web.device import device_of
from mailbox.compose.sending import find_held
from mailbox.messages import access
from mailbox.messages.deeds import find_shown
from mailbox.messages.folder_tree import grow_tree
from mailbox.models import Folder, Mailbox, OutgoingEnvelope, Tag
from mailbox.web.acting_words import deed_line
from mailbox.web.live import News, make_news
from mailbox.web.page_values import (
    DeedLine,
    FolderLink,
    HeldSend,
    Notice,
    Person,
    Quota,
    Shell,
    TagLink,
)
from mailbox.web.rail import Rail
from mailbox.web.search_links import saved_link
from mailbox.web.search_values import EMPTY_FIELD
from mailbox.web.whereabouts import whereabouts_of
from mailsvc.kit import clock
from mailsvc.kit.errors import NotFound

LAYOUTS: Final = {
    "thread": "layouts/swap_thread.html",
    "rows": "layouts/swap_news.html",
    "rail": "layouts/swap_news.html",
    "more": "layouts/swap_more.html",
    "rail-menu": "layouts/swap_menu.html",
}
"""What is swapped in, by what a script asks for; all else is the whole sheet."""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give templates `shell` and `layout`, for signed-in people with a mailbox.

    What is called when a template first names it costs nothing else; a lazy object
    would look at itself again for each of a page's hundred values.
    """
    if not request.user.is_authenticated:
        return {}
    return {
        "shell": cache(partial(make_shell, request)),
        "news": cache(partial(_news, request)),
        "layout": layout_of(request),
    }


def layout_of(request: HttpRequest) -> str:
    """Name the layout that a page extends: the whole frame, or what is swapped in."""
    if not is_part(request):
        return "layouts/mail_app.html"
    wanted = request.headers.get("HX-Target", "")
    return LAYOUTS.get(wanted, "layouts/swap.html")


def is_part(request: HttpRequest) -> bool:
    """Say whether a script asks, for the part of the page that changes."""
    return request.headers.get("HX-Request") == "true"


def is_seen_only(request: HttpRequest) -> bool:
    """Say whether a script only tells that a conversation has been looked at."""
    return is_part(request) and request.headers.get("HX-Target") == "seen"


def is_thread_only(request: HttpRequest) -> bool:
    """Say whether the list stays and only the reader beside it is asked for."""
    return request.headers.get("HX-Target") == "thread"


def make_shell(request: HttpRequest) -> Shell | None:
    """Reckon the frame; None for an account without a mailbox."""
    account = request.user
    assert isinstance(account, Account)
    try:
        rail = getattr(request, "rail", None) or Rail(access.get_mailbox(account))
    except NotFound:
        return None
    mailbox, here = rail.mailbox, whereabouts_of(request)
    folders = folder_links(
        rail.folders, current=here.folder_id, device=device_of(request)
    )
    return Shell(
        me=Person(account.address, account.name, is_me=True),
        system=tuple(link for link in folders if link.role),
        own=tuple(link for link in folders if not link.role),
        tags=tag_links(rail.tags, current=here.tag_id),
        quota=Quota(mailbox.used_bytes, mailbox.quota_bytes),
        here=request.get_full_path(),
        module=_module(request),
        is_staff=account.is_staff and account.is_superuser,
        starred_is_current=here.name == "starred",
        scheduled=mailbox.scheduled_letters,
        scheduled_is_current=here.name == "scheduled",
        search=getattr(request, "search_field", EMPTY_FIELD),
        searches=tuple(saved_link(each, here.search_id) for each in rail.searches),
        held=_held(mailbox),
        notices=tuple(_notice(message) for message in get_messages(request)),
        deed=_deed(rail),
    )


def _news(request: HttpRequest) -> News | None:
    rail = getattr(request, "rail", None)
    if rail is None:
        return None
    return make_news(request, rail, whereabouts_of(request).folder_id)


def folder_links(
    folders: list[Folder], current: int | None = None, device: str = ""
) -> tuple[FolderLink, ...]:
    """Turn folders into links, in their order; a class of device has some folded."""
    return tuple(
        FolderLink(
            id=branch.folder.pk,
            role=branch.folder.role,
            name=branch.folder.name,
            unread=branch.folder.unread,
            total=branch.folder.total,
            is_current=branch.folder.pk == current,
            path=branch.path,
            depth=branch.depth,
            parent_id=branch.folder.parent_id or 0,
            has_children=branch.has_children,
            is_folded=is_folded_on(branch.folder, device),
            is_hidden=any(is_folded_on(each, device) for each in branch.above),
        )
        for branch in grow_tree(folders)
    )


def is_folded_on(folder: Folder, device: str) -> bool:
    """Say whether a class of device hides what is in a folder."""
    return bool(device) and device in folder.folded_on.split()


def tag_links(tags: list[Tag], current: int | None = None) -> tuple[TagLink, ...]:
    """Turn tags into links, in their order."""
    return tuple(
        TagLink(
            id=tag.pk,
            name=tag.name,
            hue=tag.hue,
            unread=tag.unread,
            is_current=tag.pk == current,
        )
        for tag in tags
    )


def _module(request: HttpRequest) -> str:
    """Name the place of the bar that a page belongs to."""
    settings = reverse("accounts:settings")
    return "settings" if request.path.startswith(settings) else "mail"


def _held(mailbox: Mailbox) -> HeldSend | None:
    envelope = find_held(mailbox)
    if envelope is None:
        return None
    left = (envelope.not_before - clock.now()).total_seconds()
    return HeldSend(envelope.pk, max(1, round(left)), _recipients(envelope))


def _deed(rail: Rail) -> DeedLine | None:
    deed = find_shown(rail.mailbox)
    return deed_line(deed, rail) if deed else None


def _recipients(envelope: OutgoingEnvelope) -> tuple[Person, ...]:
    rows = envelope.recipients.order_by("pk").values_list("address", flat=True)[:3]
    return tuple(Person(address) for address in rows)


def _notice(message: Any) -> Notice:
    try:
        undo = json.loads(message.extra_tags or "{}")
    except ValueError:
        undo = {}
    return Notice(
        words=str(message.message),
        is_error=message.level_tag == "error",
        undo_url=undo.get("url", ""),
        undo_fields=tuple(undo.get("fields", {}).items()),
    )
