"""The list that stands beside an open conversation: the one it was opened from."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse

from mailbox.messages import access
from mailbox.models import Folder
from mailbox.web.doors import MailRequest
from mailbox.web.folders import (
    SEARCH,
    STARRED,
    Cursor,
    join_query,
    make_folder_page,
    make_starred_page,
    make_tag_page,
)
from mailbox.web.page_values import ListPage
from mailbox.web.rows import cursor_query
from mailbox.web.search import make_found_page
from mailbox.web.search_links import search_url

Neighbours = tuple[str, str]
"""Where the arrows of an open letter lead: to what is newer, and older; or nowhere."""


def make_list_beside(
    request: MailRequest, folder: Folder, cursor: Cursor, conversation_id: int
) -> ListPage:
    """Reckon the list again in which a conversation stands."""
    cursor = replace(cursor, current=conversation_id)
    if cursor.beside == STARRED:
        return make_starred_page(request, cursor)
    if cursor.tag_id:
        found = access.get_tag(request.user, cursor.tag_id)
        return make_tag_page(request, found, cursor)
    if cursor.saved_id:
        saved = access.get_saved_search(request.user, cursor.saved_id)
        return make_found_page(request, saved.typed, cursor, saved)
    if cursor.beside == SEARCH:
        return make_found_page(request, dict(cursor.asked).get("q", ""), cursor)
    return make_folder_page(request, folder, cursor)


def neighbours_in(shown: ListPage) -> Neighbours | None:
    """Find what stands beside the open row of a list; None if its page cannot tell."""
    rows = [row for day in shown.days for row in day.rows if not row.is_draft]
    here = next((at for at, row in enumerate(rows) if row.is_current), None)
    if here is None:
        return None
    is_at_top, is_at_end = here == 0, here == len(rows) - 1
    if (is_at_top and shown.newer_url) or (is_at_end and shown.older_url):
        return None
    newer = "" if is_at_top else rows[here - 1].url
    return newer, "" if is_at_end else rows[here + 1].url


def list_url(folder: Folder, cursor: Cursor) -> str:
    """Where that list is: its folder's, unless the cursor says else."""
    return join_query(_whole_list(folder, cursor), _place(cursor))


def _place(cursor: Cursor) -> str:
    return cursor_query(cursor.before, cursor.after)


def _whole_list(folder: Folder, cursor: Cursor) -> str:
    if cursor.beside == STARRED:
        return reverse("mailbox:starred")
    if cursor.tag_id:
        return reverse("mailbox:tag", args=[cursor.tag_id])
    if cursor.saved_id:
        return reverse("mailbox:search_saved", args=[cursor.saved_id])
    if cursor.beside == SEARCH:
        asked = dict(cursor.asked)
        return search_url(asked.get("q", ""), everywhere=asked.get("all") == "1")
    return reverse("mailbox:folder", args=[folder.pk])
