"""Filing: a message gets its id, its conversation and its place in a folder.

Works on batches inside one open change, because a worker drains arrivals by
dozens and an import by hundreds: a batch costs about as many queries as one.
The search index is written in the same transaction, so that what is visible
can be found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from mailbox.messages.acquaintance import note_acquaintances
from mailbox.messages.changes import Change
from mailbox.messages.conversations import join_conversations, threading_of
from mailbox.mime.summary import Summary, envelope_to_json
from mailbox.models import Conversation, Entry, Message, Tagging
from mailbox.models.message_id import EPOCH, SERIALS, compose_message_id
from mailbox.search.index import index_messages

ONE_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Flags:
    """The flags of an entry (RFC 9051 §2.3.2), `$Forwarded` among them."""

    seen: bool = False
    flagged: bool = False
    answered: bool = False
    forwarded: bool = False
    draft: bool = False


@dataclass(frozen=True, slots=True)
class Filing:
    """One message to be filed: its bytes are durable already.

    `muted_folder_id` is where it goes instead if its conversation is muted.
    """

    summary: Summary
    digest: str
    size_bytes: int
    received_at: datetime
    folder_id: int
    flags: Flags = field(default_factory=Flags)
    tag_ids: tuple[int, ...] = ()
    is_outgoing: bool = False
    muted_folder_id: int | None = None


def file_messages(change: Change, filings: Sequence[Filing]) -> list[Message]:
    """File a batch in order; caller holds the change and has asked the quota."""
    ids = _take_ids(change, filings)
    threads = [
        threading_of(
            each.summary,
            int((each.received_at - EPOCH).total_seconds()),
            change.mailbox.address,
        )
        for each in filings
    ]
    conversations = join_conversations(change.mailbox.pk, threads)
    filings = _passing_muted(filings, conversations)
    messages = [
        _message(change, each, number, conversation)
        for each, number, conversation in zip(filings, ids, conversations, strict=True)
    ]
    Message.objects.bulk_create(messages)
    _add_entries(change, filings, messages)
    note_acquaintances(
        change,
        [
            (message, each.summary, each.folder_id)
            for each, message in zip(filings, messages, strict=True)
        ],
    )
    summaries = (each.summary for each in filings)
    index_messages(zip(messages, summaries, strict=True))
    change.used_bytes += sum(each.size_bytes for each in filings)
    change.message_count += len(filings)
    return messages


def _passing_muted(
    filings: Sequence[Filing], conversations: Sequence[int]
) -> Sequence[Filing]:
    """Send what belongs to muted conversations past its folder."""
    asked = {
        conversation
        for each, conversation in zip(filings, conversations, strict=True)
        if each.muted_folder_id
    }
    rows = Conversation.objects.filter(pk__in=asked, muted=True) if asked else ()
    muted = {conversation.pk for conversation in rows}
    return [
        replace(each, folder_id=each.muted_folder_id)
        if each.muted_folder_id and conversation in muted
        else each
        for each, conversation in zip(filings, conversations, strict=True)
    ]


def _add_entries(
    change: Change, filings: Sequence[Filing], messages: Sequence[Message]
) -> None:
    entries = [
        _entry(change, each, message)
        for each, message in zip(filings, messages, strict=True)
    ]
    entries = Entry.objects.bulk_create(entries)
    taggings = [
        Tagging(
            mailbox=change.mailbox,
            tag_id=tag_id,
            entry=entry,
            message_id=entry.message_id,
        )
        for each, entry in zip(filings, entries, strict=True)
        for tag_id in each.tag_ids
    ]
    Tagging.objects.bulk_create(taggings)
    for tagging in taggings:
        change.count_tag(tagging.tag_id, total=1, unread=int(not tagging.entry.seen))


def _entry(change: Change, filing: Filing, message: Message) -> Entry:
    flags = filing.flags
    change.count(
        filing.folder_id,
        total=1,
        unread=int(not flags.seen),
        size_bytes=filing.size_bytes,
    )
    change.touch_place(filing.folder_id, message.conversation_id)
    return Entry(
        mailbox=change.mailbox,
        folder_id=filing.folder_id,
        message=message,
        conversation_id=message.conversation_id,
        uid=change.take_uid(filing.folder_id),
        modseq=change.modseq,
        size_bytes=filing.size_bytes,
        seen=flags.seen,
        flagged=flags.flagged,
        answered=flags.answered,
        forwarded=flags.forwarded,
        draft=flags.draft,
    )


def _message(
    change: Change, filing: Filing, number: int, conversation_id: int
) -> Message:
    summary = filing.summary
    author = summary.from_[0] if summary.from_ else None
    return Message(
        id=number,
        mailbox=change.mailbox,
        conversation_id=conversation_id,
        digest=filing.digest,
        size_bytes=filing.size_bytes,
        header_bytes=summary.header_bytes,
        received_at=filing.received_at,
        sent_at=summary.sent_at,
        message_id=summary.message_id[:998],
        from_name=_fit(author.name if author else "", 320),
        from_address=_fit(author.address if author else "", 320),
        subject=_fit(summary.subject, 998),
        preview=_fit(summary.preview, 255),
        has_files=any(not fact.is_inline for fact in summary.attachments),
        is_draft=filing.flags.draft,
        is_outgoing=filing.is_outgoing,
        file_facts=[fact.to_json() for fact in summary.attachments],
        envelope=envelope_to_json(summary),
        structure=summary.structure.to_json(),
        text_section=summary.text_section or "",
        html_section=summary.html_section or "",
        defects=list(summary.defects),
    )


def _take_ids(change: Change, filings: Sequence[Filing]) -> list[int]:
    """Take a free id for each message; ids in use already are stepped over."""
    wanted = [
        compose_message_id(
            change.mailbox.pk, each.received_at, change.take_serial() % SERIALS
        )
        for each in filings
    ]
    taken = set(Message.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    ids: list[int] = []
    for each, number in zip(filings, wanted, strict=True):
        free = number if number not in taken else _free_id(change, each, taken)
        taken.add(free)
        ids.append(free)
    return ids


def _free_id(change: Change, filing: Filing, taken: set[int]) -> int:
    """Look for a free serial in this second, then in the ones that follow."""
    moment = filing.received_at
    while True:
        first = compose_message_id(change.mailbox.pk, moment)
        span = range(first, first + SERIALS)
        used = Message.objects.filter(pk__gte=span.start, pk__lt=span.stop)
        taken.update(used.values_list("pk", flat=True))
        for number in span:
            if number not in taken:
                return number
        moment += ONE_SECOND


def _fit(text: str, longest: int) -> str:
    """Cut to a column; PostgreSQL takes no NUL, and no lone surrogate."""
    clean = text.replace("\0", "").encode("utf-8", "replace").decode()
    return clean[:longest]
