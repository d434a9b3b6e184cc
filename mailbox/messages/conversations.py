"""Which conversation a message joins.

By reference first: In-Reply-To, then References from the newest. The base
subject (RFC 5256 §2.1) is part of every key, so a stranger who names one of my
message ids cannot join an unrelated conversation, and a new subject starts a
new one (RFC 8621 §3). Without any reference, a subject that says it is a reply
joins the conversation that has the same base subject and a correspondent in
common within `SAME_SUBJECT_WITHIN`. A conversation that has grown to `LARGEST`
messages is not joined any more; the next one starts beside it.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db.models import Count

from mailbox.mime.summary import Summary
from mailbox.models import Conversation, Entry, ThreadKey

SAME_SUBJECT_WITHIN: Final = timedelta(days=30)
LARGEST: Final = 500
MOST_REFERENCES: Final = 30
MOST_CORRESPONDENTS: Final = 10


@dataclass(frozen=True, slots=True)
class Threading:
    """What a message offers for joining, as keys.

    `wanted` is tried in order; `offered` is what later messages may find.
    `by_subject` holds the keys that count only while they are fresh.
    """

    wanted: tuple[int, ...]
    by_subject: tuple[int, ...]
    offered: tuple[int, ...]
    second: int


def threading_of(summary: Summary, second: int, owner: str) -> Threading:
    """Reckon the keys of a message received at a second of the epoch.

    The mailbox's owner is in everything, so the owner's address joins nothing.
    """
    subject = summary.base_subject.casefold()
    parents = _unique((summary.in_reply_to, *reversed(summary.references)))
    references = tuple(_key(subject, parent) for parent in parents[:MOST_REFERENCES])
    correspondents = tuple(
        _key(subject, "with", person) for person in _correspondents(summary, owner)
    )
    own = (_key(subject, summary.message_id),) if summary.message_id else ()
    by_subject = correspondents if subject and summary.is_reply and not parents else ()
    return Threading(
        wanted=(*own, *references),
        by_subject=by_subject,
        offered=(*own, *references, *(correspondents if subject else ())),
        second=second,
    )


def join_conversations(mailbox_id: int, items: Sequence[Threading]) -> list[int]:
    """Give each message its conversation, in order; new ones are made.

    Runs inside the caller's change. Three queries and two inserts for a batch.
    """
    known = _known_keys(mailbox_id, items)
    sizes = _sizes(place.conversation.pk for place in known.values())
    joined = [_join(mailbox_id, item, known, sizes) for item in items]
    new = {id(each): each for each in joined if each._state.adding}
    Conversation.objects.bulk_create(new.values())
    _offer(mailbox_id, items, joined)
    return [conversation.pk for conversation in joined]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a key leads: a conversation (perhaps not saved yet), and since when."""

    conversation: Conversation
    second: int


def _join(
    mailbox_id: int, item: Threading, known: dict[int, _Place], sizes: Counter[int]
) -> Conversation:
    found = _find(item, known, sizes) or Conversation(mailbox_id=mailbox_id)
    if found.pk is not None:
        sizes[found.pk] += 1
    for key in item.offered:
        known[key] = _Place(found, item.second)
    return found


def _find(
    item: Threading, known: dict[int, _Place], sizes: Counter[int]
) -> Conversation | None:
    for key in (*item.wanted, *item.by_subject):
        place = known.get(key)
        if place is None or sizes[place.conversation.pk or 0] >= LARGEST:
            continue
        if key in item.wanted or _is_fresh(item, place):
            return place.conversation
    return None


def _is_fresh(item: Threading, place: _Place) -> bool:
    return abs(item.second - place.second) <= SAME_SUBJECT_WITHIN.total_seconds()


def _known_keys(mailbox_id: int, items: Sequence[Threading]) -> dict[int, _Place]:
    keys = {key for item in items for key in (*item.wanted, *item.by_subject)}
    rows = ThreadKey.objects.filter(mailbox_id=mailbox_id, key__in=keys).values_list(
        "key", "conversation_id", "newest_second"
    )
    found = list(rows)
    conversations = Conversation.objects.in_bulk({number for _, number, _ in found})
    return {key: _Place(conversations[number], second) for key, number, second in found}


def _sizes(conversations: Iterable[int]) -> Counter[int]:
    rows = (
        Entry.objects.filter(conversation_id__in=set(conversations))
        .values_list("conversation_id")
        .annotate(number=Count("id"))
    )
    return Counter(dict(rows))


def _offer(
    mailbox_id: int, items: Sequence[Threading], joined: Sequence[Conversation]
) -> None:
    rows = {
        key: ThreadKey(
            mailbox_id=mailbox_id,
            key=key,
            conversation=conversation,
            newest_second=item.second,
        )
        for item, conversation in zip(items, joined, strict=True)
        for key in item.offered
    }
    ThreadKey.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["mailbox", "key"],
        update_fields=["conversation", "newest_second"],
    )


def _correspondents(summary: Summary, owner: str) -> tuple[str, ...]:
    people = (*summary.from_, *summary.to, *summary.cc)
    addresses = _unique(person.address.casefold() for person in people)
    return tuple(each for each in addresses if each != owner)[:MOST_CORRESPONDENTS]


def _unique(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _key(*parts: str) -> int:
    """Hash to 63 bits."""
    text = "\0".join(parts).encode("utf-8", "surrogateescape")
    return int.from_bytes(hashlib.blake2b(text, digest_size=8).digest()) >> 1
