"""Lists: a folder, what is starred, what carries a tag."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts.models.preferences import Conversations, Reader
from accounts.web.look import look_of
from mailbox.messages import access, listing
from mailbox.messages.listing import Page
from mailbox.models import Folder, Role, Tag
from mailbox.web.doors import MailRequest, mail_page
from mailbox.web.page_values import FolderLink, ListPage
from mailbox.web.rail import Rail
from mailbox.web.rows import Seen, cursor_query, make_days, tag_chips
from mailbox.web.shell import folder_links

STARRED: Final = "starred"
TAGGED: Final = "tag-"
SEARCH: Final = "search"
SAVED: Final = "saved-"
ASKED: Final = ("q", "all")
LONGEST_QUERY: Final = 500


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: before or after a message, or at its newest end.

    `beside` names the list that a conversation was opened from, where that is not
    its folder's: `starred`, `tag-7`, `search`, `saved-3`; `asked` is what a search
    asks for. `current` is the conversation that is open, `opened` the message that
    was asked for in it. `is_narrow` says that the list stands beside the letter.
    """

    before: int | None = None
    after: int | None = None
    beside: str = ""
    asked: tuple[tuple[str, str], ...] = ()
    current: int | None = None
    opened: int | None = None
    is_narrow: bool = False

    @property
    def query(self) -> str:
        """The query string that gives this cursor."""
        return cursor_query(self.before, self.after, self.beside, self.asked)

    @property
    def tag_id(self) -> int:
        """The tag whose list it is; 0 for none."""
        return self._number_of(TAGGED)

    @property
    def saved_id(self) -> int:
        """The saved search whose list it is; 0 for none."""
        return self._number_of(SAVED)

    def _number_of(self, kind: str) -> int:
        number = self.beside.removeprefix(kind)
        is_kind = self.beside.startswith(kind)
        return int(number) if is_kind and is_number(number) else 0


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
    found = request.rail.get_folder(folder_id)
    page = make_folder_page(request, found, read_cursor(request))
    return render(request, "mailbox/folder.html", {"list": page})


@mail_page
@require_safe
def starred(request: MailRequest) -> HttpResponse:
    """Show what is starred, but for Trash and Spam."""
    page = make_starred_page(request, read_cursor(request))
    return render(request, "mailbox/folder.html", {"list": page})


@mail_page
@require_safe
def tag(request: MailRequest, tag_id: int) -> HttpResponse:
    """Show what carries a tag, but for Trash and Spam."""
    found = request.rail.get_tag(tag_id)
    page = make_tag_page(request, found, read_cursor(request))
    return render(request, "mailbox/folder.html", {"list": page})


def read_cursor(request: MailRequest) -> Cursor:
    """Read the place in a list from the URL; nonsense means the newest end."""
    beside = request.GET.get("in", "")[:32]
    asked: tuple[tuple[str, str], ...] = ()
    if beside == SEARCH:
        given = ((each, request.GET.get(each, "")[:LONGEST_QUERY]) for each in ASKED)
        asked = tuple((name, value) for name, value in given if value)
    return Cursor(
        _number(request, "before"),
        _number(request, "after"),
        beside,
        asked,
        opened=_number(request, "open"),
        is_narrow=look_of(request).reader == Reader.RIGHT,
    )


def shows_alone(request: MailRequest) -> bool:
    """Say whether this reader wants each message in a line of its own, here."""
    return look_of(request).conversations == Conversations.OFF


def make_starred_page(request: MailRequest, cursor: Cursor) -> ListPage:
    """Reckon a page of what is starred."""
    page = listing.list_flagged(
        request.mailbox, before=cursor.before, after=cursor.after
    )
    title, url = pgettext("list", "Starred"), reverse("mailbox:starred")
    place = replace(cursor, beside=STARRED)
    return make_mixed_page(
        request.rail,
        page,
        "starred",
        title,
        url,
        place=place,
    )


def make_tag_page(request: MailRequest, found: Tag, cursor: Cursor) -> ListPage:
    """Reckon a page of what carries a tag."""
    page = listing.list_tagged(found, before=cursor.before, after=cursor.after)
    url = reverse("mailbox:tag", args=[found.pk])
    place = replace(cursor, beside=f"{TAGGED}{found.pk}")
    shown = make_mixed_page(
        request.rail,
        page,
        "tag",
        found.name,
        url,
        place=place,
    )
    away = sum(each.total for each in request.rail.folders if each.role in listing.AWAY)
    total = listing.count_tagged(found) if away else found.total
    return replace(shown, total=total)


def make_folder_page(request: MailRequest, folder: Folder, cursor: Cursor) -> ListPage:
    """Reckon a folder's page: its conversations, or its messages one by one."""
    rail, is_alone = request.rail, shows_alone(request)
    list_lines = listing.list_entries if is_alone else listing.list_folder
    page = list_lines(folder, before=cursor.before, after=cursor.after)
    url = reverse("mailbox:folder", args=[folder.pk])
    return ListPage(
        scope="folder",
        title=folder.title,
        url=url + cursor.query,
        days=make_days(
            page.lines,
            Seen(
                me=rail.mailbox.address,
                cursor=cursor.query,
                current=(cursor.opened if is_alone else None) or cursor.current,
                is_alone=is_alone,
                is_narrow=cursor.is_narrow,
            ),
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
    rail: Rail,
    page: Page,
    scope: str,
    title: str,
    url: str,
    *,
    place: Cursor | None = None,
) -> ListPage:
    """Reckon a page whose rows come from several folders.

    `url` lacks a cursor; `place` keeps the list beside what is opened from it.
    """
    labels = {link.id: link.label for link in folder_links(rail.folders)}
    place = place or Cursor()
    return ListPage(
        scope=scope,
        title=title,
        url=join_query(url, cursor_query(place.before, place.after)),
        days=make_days(
            page.lines,
            Seen(
                me=rail.mailbox.address,
                cursor=place.query,
                current=place.opened or place.current,
                is_alone=True,
                is_narrow=place.is_narrow and scope != SEARCH,
                folder_labels=labels,
            ),
        ),
        place=SEARCH if scope == SEARCH else place.beside,
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
    return join_query(url, query) if query else ""


def join_query(url: str, query: str) -> str:
    """Add a query string to a URL that may have one."""
    return url + (query.replace("?", "&", 1) if "?" in url else query)


def is_number(raw: str) -> bool:
    """Say whether a text is a number that may be an id."""
    return raw.isdecimal() and len(raw) < 19


def _number(request: HttpRequest, name: str) -> int | None:
    raw = request.GET.get(name, "")
    return int(raw) if is_number(raw) else None
