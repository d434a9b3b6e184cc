"""Lines of a list as rows for the template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.urls import reverse

from mailbox.messages.listing import Head, Line
from mailbox.mime.summary import envelope_from_json
from mailbox.mime.threads import base_subject
from mailbox.models import Tag
from mailbox.web.page_values import Day, Person, Row, TagLink
from mailbox.web.times import group_by_day
from mailsvc.kit import clock

MOST_PEOPLE = 4


def make_days(
    lines: Iterable[Line],
    *,
    me: str,
    cursor: str = "",
    current: int | None = None,
    folder_labels: Mapping[int, str] | None = None,
) -> tuple[Day, ...]:
    """Turn lines into rows under their days.

    Args:
        lines: Newest first.
        me: The reader's own address.
        cursor: The query string that keeps a conversation beside this page.
        current: The conversation that is open.
        folder_labels: Given where rows of several folders stand together; names each.
    """
    paths = _Paths()
    rows = [_row(line, me, paths, cursor, current, folder_labels) for line in lines]
    return group_by_day(rows, clock.now())


def tag_chips(tags: Iterable[Tag]) -> tuple[TagLink, ...]:
    """Turn tags into chips."""
    return tuple(TagLink(tag.pk, tag.name, tag.hue) for tag in tags)


def cursor_query(before: int | None, after: int | None, beside: str = "") -> str:
    """Write a page's place in a list as a query string; `beside` names the list."""
    given = {"in": beside or None, "before": before, "after": after}
    chosen = {name: value for name, value in given.items() if value is not None}
    return f"?{urlencode(chosen)}" if chosen else ""


class _Paths(dict[int, str]):
    """The path of each folder's conversations, reversed once for a whole list."""

    def __missing__(self, folder_id: int) -> str:
        path = reverse("mailbox:conversation", args=[folder_id, 0])
        self[folder_id] = path.removesuffix("0/")
        return self[folder_id]


def _row(
    line: Line,
    me: str,
    paths: Mapping[int, str],
    cursor: str,
    current: int | None,
    folder_labels: Mapping[int, str] | None,
) -> Row:
    message = line.message
    return Row(
        conversation_id=message.conversation_id,
        url=_url(line, paths, cursor, is_alone=bool(folder_labels)),
        people=people_of(message, me),
        subject=_subject(line),
        snippet=message.preview,
        at=line.back_at or message.received_at,
        count=line.total,
        is_unread=line.is_unread,
        is_starred=line.is_flagged,
        is_replied=line.is_answered,
        is_pinned=line.is_pinned,
        is_back=line.back_at is not None,
        is_current=message.conversation_id == current,
        is_outgoing=message.is_outgoing,
        is_draft=message.is_draft,
        files=_file_names(message),
        tags=tuple(TagLink(*label) for label in line.tags),
        folder_label=folder_labels[line.folder_id] if folder_labels else "",
        message_id=message.id if folder_labels else 0,
    )


def _subject(line: Line) -> str:
    """A conversation goes by its base subject, a single letter by its own."""
    subject = line.message.subject
    return (base_subject(subject) or subject) if line.total > 1 else subject


def _url(line: Line, paths: Mapping[int, str], cursor: str, *, is_alone: bool) -> str:
    message = line.message
    if message.is_draft:
        return reverse("mailbox:edit", args=[message.id])
    place = f"{paths[line.folder_id]}{message.conversation_id}/{cursor}"
    if not is_alone:
        return place
    return f"{place}{'&' if cursor else '?'}open={message.id}"


def people_of(message: Head, me: str) -> tuple[Person, ...]:
    """Name whom a row is about: the recipients of what I sent, else the author."""
    if message.is_outgoing:
        envelope = envelope_from_json(message.envelope)
        people = (*envelope.to, *envelope.cc, *envelope.bcc)[:MOST_PEOPLE]
        if people:
            return tuple(Person(each.address, each.name) for each in people)
    address = message.from_address
    return (Person(address, message.from_name, is_me=address.casefold() == me),)


def _file_names(message: Head) -> tuple[str, ...]:
    if not message.has_files:
        return ()
    return tuple(
        fact["filename"] for fact in message.file_facts if not fact["is_inline"]
    )
