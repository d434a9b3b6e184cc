"""The search index of PostgreSQL: one tsvector a message, under a GIN index.

The vector is written here and cast, so PostgreSQL's own parser has no say and
both engines find the same. Each token of a short field stands in it twice, once
by itself and once with the field's letter (`s/report`), because GIN knows no
weights: `subject:report` would otherwise look at every message with "report".

Neither road is quick for all words. Walking the newest ids finds 50 of a common
word in 1 ms and of a rare one in 700; GIN gives a rare word in 0.2 ms and a
common one in 20 (100,000 messages). So a few hundred are walked first, and how
many of them match decides how to go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db import connection, transaction

from mailbox.search.documents import FACT, SearchDocument, Span
from mailbox.search.query import Field, Query, Words
from mailbox.search.tokens import Phrase

FIRST_WALK: Final = 300
SECOND_WALK: Final = 2_000
COMMON: Final = 0.05  # of what was walked; up to here GIN is the quicker road

# What PostgreSQL can hold: positions below 16,384, 255 of them for a token, and
# one megabyte for a vector. Positions start again from 1, which can only find a
# phrase too many, in a text of more than 16,000 words.
LAST_POSITION: Final = 16_382
MOST_POSITIONS: Final = 255
LONGEST_VECTOR: Final = 1_000_000
GAP: Final = 16

LABELS: Final = {
    Field.SUBJECT: "A",
    Field.SENDER: "B",
    Field.RECIPIENTS: "C",
    Field.COPIES: "C",
    Field.FILES: "C",
    Field.BODY: "D",
}
LETTERS: Final = {
    Field.SUBJECT: "s/",
    Field.SENDER: "f/",
    Field.RECIPIENTS: "r/",
    Field.COPIES: "c/",
    Field.FILES: "n/",
}

_INDEX: Final = """
    INSERT INTO search_document (message_id, mailbox_id, vector)
    SELECT message_id, mailbox_id, vector::tsvector
    FROM unnest(%s::bigint[], %s::bigint[], %s::text[])
      AS new (message_id, mailbox_id, vector)
    ON CONFLICT (message_id) DO UPDATE SET vector = excluded.vector
"""
_FORGET: Final = "DELETE FROM search_document WHERE message_id = ANY(%s)"
_WALK: Final = """
    WITH newest AS MATERIALIZED (
      SELECT message_id, vector FROM search_document
      WHERE message_id >= %s AND message_id < %s
      ORDER BY message_id DESC LIMIT %s
    )
    SELECT
      array_agg(message_id ORDER BY message_id DESC)
        FILTER (WHERE vector @@ %s::tsquery),
      min(message_id), count(*)
    FROM newest
"""
_CHOOSE: Final = """
    SELECT message_id FROM search_document
    WHERE message_id = ANY(%s) AND vector @@ %s::tsquery
    ORDER BY message_id DESC
"""
# The sums keep the planner from walking the primary key: it does not know what
# it costs to unpack a vector.
_PROBE: Final = """
    SELECT message_id FROM search_document
    WHERE vector @@ %s::tsquery AND message_id + 0 >= %s AND message_id + 0 < %s
    ORDER BY message_id + 0 DESC LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Walked:
    """What a walk found, how many messages it met, and the ids still ahead."""

    found: list[int]
    count: int
    ahead: Span


class PostgresBackend:
    """Indexes and searches in the PostgreSQL database that holds the rows."""

    def index(self, documents: Sequence[SearchDocument]) -> None:
        """Make documents findable; what was indexed under their ids goes."""
        unique = {each.message_id: each for each in documents}
        ordered = [unique[key] for key in sorted(unique)]
        ids = [each.message_id for each in ordered]
        mailboxes = [each.mailbox_id for each in ordered]
        vectors = [write_vector(each) for each in ordered]
        with connection.cursor() as cursor:
            cursor.execute(_INDEX, [ids, mailboxes, vectors])

    def forget(self, message_ids: Sequence[int]) -> None:
        """Delete documents: here that is quick."""
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, [list(message_ids)])

    def purge(self, limit: int) -> int:
        """Find nothing to wipe: `forget` has done it."""
        return 0

    def search(self, query: Query, span: Span, limit: int) -> list[int]:
        """Find what the index knows of a query, newest first, at most `limit`."""
        asked = write_query(query)
        found: list[int] = []
        for size in (FIRST_WALK, SECOND_WALK):
            walked = _walk(asked, span, size)
            found += walked.found
            span = walked.ahead
            if len(found) >= limit or walked.count < size:
                return found[:limit]
            if len(walked.found) < COMMON * walked.count:
                break
        return found + _probe(asked, span, limit - len(found))

    def choose(self, query: Query, message_ids: Sequence[int]) -> list[int]:
        """Choose from a few messages those that the index finds, newest first."""
        with connection.cursor() as cursor:
            cursor.execute(_CHOOSE, [list(message_ids), write_query(query)])
            return [row[0] for row in cursor.fetchall()]


def write_vector(document: SearchDocument) -> str:
    """Write the tsvector of a document; what has no room in it is cut."""
    tokens = document.tokens()
    vector = _vector(document, tokens)
    while len(vector.encode()) > LONGEST_VECTOR:
        longest = max(tokens.values(), key=len)
        del longest[len(longest) // 2 :]
        vector = _vector(document, tokens)
    return vector


def write_query(query: Query) -> str:
    """Write a query as a tsquery."""
    parts = [_words(each) for each in query.wanted]
    parts += [f"!({_words(each)})" for each in query.unwanted]
    parts += [f"'{FACT}{each}'" for each in query.wanted_facts]
    parts += [f"!'{FACT}{each}'" for each in query.unwanted_facts]
    return " & ".join(parts)


def _vector(document: SearchDocument, tokens: dict[Field, list[str]]) -> str:
    places: dict[str, list[str]] = {_mailbox_token(document.mailbox_id): ["1"]}
    places |= {fact: ["1"] for fact in document.facts()}
    at = 0
    for field, found in tokens.items():
        label, letter = LABELS[field], LETTERS.get(field)
        for token in found:
            at += 1
            place = f"{at % LAST_POSITION + 1}{label}"
            if field is not Field.COPIES:  # they stand among the recipients already
                places.setdefault(token, []).append(place)
            if letter:
                places.setdefault(letter + token, []).append(place)
        at += GAP
    return " ".join(
        f"'{token}':{','.join(found[:MOST_POSITIONS])}"
        for token, found in places.items()
    )


def _words(words: Words) -> str:
    letter = LETTERS.get(words.field, "") if words.field else ""
    label = "D" if words.field is Field.BODY else ""
    return f"({_phrase(words.phrase, letter, label)})"


def _phrase(phrase: Phrase, letter: str, label: str) -> str:
    last = len(phrase.tokens) - 1
    lexemes = []
    for index, token in enumerate(phrase.tokens):
        flags = ("*" if phrase.is_prefix and index == last else "") + label
        lexemes.append(f"'{letter}{token}'" + (f":{flags}" if flags else ""))
    return " <-> ".join(lexemes)


def _mailbox_token(mailbox_id: int) -> str:
    return f"m/{mailbox_id}"


def _walk(asked: str, span: Span, size: int) -> Walked:
    """Look at the newest `size` messages of a span, one by one."""
    with connection.cursor() as cursor:
        cursor.execute(_WALK, [span.low, span.high, size, asked])
        found, lowest, count = cursor.fetchone()
    return Walked(found or [], count, replace(span, high=lowest or span.low))


def _probe(asked: str, span: Span, limit: int) -> list[int]:
    """Ask GIN for everything in the mailbox that matches, and keep the newest."""
    asked = f"'{_mailbox_token(span.mailbox_id)}' & {asked}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
        cursor.execute(_PROBE, [asked, span.low, span.high, limit])
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT; SET LOCAL jit TO DEFAULT")
    return found
