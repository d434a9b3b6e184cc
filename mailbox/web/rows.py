"""Lines of a list as rows for the template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
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
PANE_BYTES = 104
"""What a list beside the reader has room for, in UTF-8: wide letters count more."""


class _Paths(dict[int, str]):
    """The path of each folder's conversations, reversed once for a whole list."""

    def __missing__(self, folder_id: int) -> str:
        path = reverse("mailbox:conversation", args=[folder_id, 0])
        self[folder_id] = path.removesuffix("0/")
        return self[folder_id]


@dataclass(frozen=True, slots=True)
class Seen:
    """How a list is seen: what all its rows have in common.

    `me` is the reader's own address, `cursor` the query string that keeps a
    conversation beside this page, `current` the conversation or message that is open.
    `is_alone` says that each row is one message, not its whole conversation,
    `is_narrow` that the list stands beside the reader, without room for a whole
    preview. `folder_labels` names each folder where rows of several stand together.
    """

    me: str
    cursor: str = ""
    current: int | None = None
    is_alone: bool = False
    is_narrow: bool = False
    folder_labels: Mapping[int, str] = field(default_factory=dict)
    paths: Mapping[int, str] = field(default_factory=_Paths)


def make_days(lines: Iterable[Line], seen: Seen) -> tuple[Day, ...]:
    """Turn lines, newest first, into rows under their days."""
    return group_by_day([_row(line, seen) for line in lines], clock.now())


def tag_chips(tags: Iterable[Tag]) -> tuple[TagLink, ...]:
    """Turn tags into chips."""
    return tuple(TagLink(tag.pk, tag.name, tag.hue) for tag in tags)


def cursor_query(
    before: int | None,
    after: int | None,
    beside: str = "",
    asked: Iterable[tuple[str, str]] = (),
) -> str:
    """Write a page's place in a list as a query string; `beside` names the list."""
    given = {"in": beside or None, **dict(asked), "before": before, "after": after}
    chosen = {name: value for name, value in given.items() if value is not None}
    return f"?{urlencode(chosen)}" if chosen else ""


def _row(line: Line, seen: Seen) -> Row:
    message = line.message
    return Row(
        conversation_id=message.conversation_id,
        url=_url(line, seen),
        people=people_of(message, seen.me),
        subject=_subject(line),
        snippet=_beginning(message.preview) if seen.is_narrow else message.preview,
        at=line.back_at or message.received_at,
        count=line.total,
        is_unread=line.is_unread,
        is_starred=line.is_flagged,
        is_replied=line.is_answered,
        is_pinned=line.is_pinned,
        is_back=line.back_at is not None,
        is_current=seen.current in (message.conversation_id, message.id),
        is_outgoing=message.is_outgoing,
        is_draft=message.is_draft,
        files=_file_names(message),
        tags=tuple(TagLink(*label) for label in line.tags),
        folder_label=seen.folder_labels.get(line.folder_id, ""),
        message_id=message.id if seen.is_alone else 0,
    )


def _beginning(text: str) -> str:
    raw = text.encode()
    if len(raw) <= PANE_BYTES:
        return text
    return raw[:PANE_BYTES].decode(errors="ignore") + "…"


def _subject(line: Line) -> str:
    """A conversation goes by its base subject, a single letter by its own."""
    subject = line.message.subject
    return (base_subject(subject) or subject) if line.total > 1 else subject


def _url(line: Line, seen: Seen) -> str:
    message = line.message
    if message.is_draft:
        return reverse("mailbox:edit", args=[message.id])
    url = f"{seen.paths[line.folder_id]}{message.conversation_id}/{seen.cursor}"
    if not seen.is_alone:
        return url
    return f"{url}{'&' if seen.cursor else '?'}open={message.id}#m{message.id}"


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
