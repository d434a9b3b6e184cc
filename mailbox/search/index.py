"""What is indexed, and writing it: the door that filing and moving use.

A message is indexed in the transaction that files it, so what is visible can be
found. Only what never changes is indexed; folder, flags and tags are asked of
the rows (`execute.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import connection

from mailbox.models import Message
from mailbox.models.message_id import mailbox_of
from mailbox.search.documents import SearchBackend, SearchDocument
from mailbox.search.fts5 import Fts5Backend
from mailbox.search.postgres import PostgresBackend

if TYPE_CHECKING:
    from mailbox.mime.addresses import NamedAddress
    from mailbox.mime.summary import Summary


def backend() -> SearchBackend:
    """Give the search engine of the database in use."""
    return PostgresBackend() if connection.vendor == "postgresql" else Fts5Backend()


def index_messages(items: Iterable[tuple[Message, Summary]]) -> None:
    """Index messages with what their bytes said, in the caller's transaction."""
    documents = [make_document(message, summary) for message, summary in items]
    if documents:
        backend().index(documents)


def forget_messages(mailbox_id: int, numbers: Sequence[int]) -> None:
    """Make messages of a mailbox unfindable, in the caller's transaction."""
    assert all(mailbox_of(number) == mailbox_id for number in numbers)
    if numbers:
        backend().forget(numbers)


def purge_forgotten(limit: int = 100) -> int:
    """Wipe what was forgotten from the index; gives how many, 0 when done."""
    return backend().purge(limit)


def make_document(message: Message, summary: Summary) -> SearchDocument:
    """Make what is indexed of a message; people are found by name and address."""
    files = [fact for fact in summary.attachments if fact.filename]
    return SearchDocument(
        message_id=message.pk,
        mailbox_id=message.mailbox_id,
        subject=summary.subject,
        sender=" ".join(_people(summary.from_)),
        recipients=tuple(_people((*summary.to, *summary.cc, *summary.bcc))),
        copies=tuple(_people(summary.cc)),
        body=summary.text,
        attachment_names=tuple(fact.filename for fact in files),
        has_attachment=message.has_files,
    )


def _people(people: Iterable[NamedAddress]) -> list[str]:
    return [f"{person.name} {person.address}" for person in people]
