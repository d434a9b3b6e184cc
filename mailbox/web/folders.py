"""Lists: a folder, what is starred, what carries a tag."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from mailbox.messages import access, listing
from mailbox.messages.listing import Page
from mailbox.models import Folder, Role
from mailbox.web.doors import MailRequest, mail_page
from mailbox.web.page_values import FolderLink, ListPage
from mailbox.web.rail import Rail
from mailbox.web.rows import cursor_query, make_days, tag_chips
from mailbox.web.shell import folder_links


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: before or after a message, or at its newest end."""

    before: int | None = None
    after: int | None = None

    @property
    def query(self) -> str:
        """The query string that gives this cursor."""
        return cursor_query(self.before, self.after)


@mail_page
@require_safe
def inbox(request: MailRequest) -> HttpResponse:
    """Go to the Inbox."""
    folder = access.get_role_folder(request.user, Role.INBOX)
    return redirect("mailbox:folder", folder.pk)


@mail_page
@require_safe
def folder(request: MailRequest, folder_id: int) -> HttpResponse:
    """Show a folder's conversations."""
    found = access.get_folder(request.user, folder_id)
    page = make_folder_page(request.rail, found, read_cursor(request))
    return render(request, "mailbox/folder.html", {"list": page})


@mail_page
@require_safe
def starred(request: MailRequest) -> HttpResponse:
    """Show what is starred, wherever it is."""
    cursor = read_cursor(request)
    page = listing.list_flagged(
        request.mailbox, before=cursor.before, after=cursor.after
    )
    title = pgettext("list", "Starred")
    url = reverse("mailbox:starred")
    shown = make_mixed_page(request.rail, page, "starred", title, url)
    return render(request, "mailbox/folder.html", {"list": shown})


@mail_page
@require_safe
def tag(request: MailRequest, tag_id: int) -> HttpResponse:
    """Show what carries a tag, wherever it is."""
    found = access.get_tag(request.user, tag_id)
    cursor = read_cursor(request)
    page = listing.list_tagged(found, before=cursor.before, after=cursor.after)
    url = reverse("mailbox:tag", args=[found.pk])
    shown = make_mixed_page(request.rail, page, "tag", found.name, url)
    return render(request, "mailbox/folder.html", {"list": shown})


def read_cursor(request: HttpRequest) -> Cursor:
    """Read the place in a list from the URL; nonsense means the newest end."""
    return Cursor(_number(request, "before"), _number(request, "after"))


def make_folder_page(
    rail: Rail, folder: Folder, cursor: Cursor, current: int | None = None
) -> ListPage:
    """Reckon a folder's page; `current` is the conversation open beside it."""
    page = listing.list_folder(folder, before=cursor.before, after=cursor.after)
    url = reverse("mailbox:folder", args=[folder.pk])
    return ListPage(
        scope="folder",
        title=folder.title,
        url=url + cursor.query,
        days=make_days(
            page.lines, me=rail.mailbox.address, cursor=cursor.query, current=current
        ),
        role=folder.role,
        folder_id=folder.pk,
        unread=folder.unread,
        total=folder.total,
        newer_url=_page_url(url, after=page.newer),
        older_url=_page_url(url, before=page.older),
        move_targets=move_targets(rail, folder.pk),
        tag_choices=tag_chips(rail.tags),
    )


def make_mixed_page(
    rail: Rail, page: Page, scope: str, title: str, url: str
) -> ListPage:
    """Reckon a page whose rows come from several folders; `url` lacks a cursor."""
    folders = {folder.pk: folder for folder in rail.folders}
    return ListPage(
        scope=scope,
        title=title,
        url=url,
        days=make_days(page.lines, me=rail.mailbox.address, folders=folders),
        newer_url=_page_url(url, after=page.newer),
        older_url=_page_url(url, before=page.older),
        move_targets=move_targets(rail),
        tag_choices=tag_chips(rail.tags),
    )


def move_targets(rail: Rail, here: int | None = None) -> tuple[FolderLink, ...]:
    """List the folders that something may move to."""
    return tuple(
        link
        for link in folder_links(rail.folders)
        if link.id != here and link.role not in (Role.DRAFTS, Role.SENT)
    )


def _page_url(url: str, before: int | None = None, after: int | None = None) -> str:
    query = cursor_query(before, after)
    if not query:
        return ""
    return url + (query.replace("?", "&") if "?" in url else query)


def _number(request: HttpRequest, name: str) -> int | None:
    raw = request.GET.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 19 else None
