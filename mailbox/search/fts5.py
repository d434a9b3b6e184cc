"""The search index of SQLite: an FTS5 table that keeps no text of its own.

`search_index` holds postings only (content=''). FTS5 removes a document only if
given the very tokens that it was indexed with, so `search_document` keeps them,
compressed; that makes indexing twice harmless too. Forgetting marks a row, and
`purge` takes it out of the postings at leisure (1 ms a document).

The `ascii` tokeniser takes every non-ASCII character for a letter, so tokens
joined by spaces pass through untouched.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Final

import zstandard
from django.db import connection

from mailbox.search.documents import (
    ANY_DOCUMENT,
    BETWEEN_VALUES,
    FACT,
    SearchDocument,
    Span,
)
from mailbox.search.query import Field, Query, Words
from mailbox.search.tokens import TOKENIZER_VERSION, Phrase

# Those of Cc stand among the recipients once more, each with this before it.
COPY: Final = "©"

_ADD: Final = """
    INSERT INTO search_index
      (rowid, subject, sender, recipients, body, files, facts)
    VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
_REMOVE: Final = """
    INSERT INTO search_index
      (search_index, rowid, subject, sender, recipients, body, files, facts)
    VALUES ('delete', %s, %s, %s, %s, %s, %s, %s)
"""
_KEEP: Final = (
    "INSERT OR REPLACE INTO search_document"
    " (message_id, tokenizer, texts, is_forgotten) VALUES (%s, %s, %s, 0)"
)
_READ: Final = "SELECT message_id, texts FROM search_document WHERE message_id IN ({})"
_FORGET: Final = "UPDATE search_document SET is_forgotten = 1 WHERE message_id = %s"
_FORGOTTEN: Final = (
    "SELECT message_id, texts FROM search_document WHERE is_forgotten LIMIT %s"
)
_DROP: Final = "DELETE FROM search_document WHERE message_id = %s"
_SEARCH: Final = """
    SELECT rowid FROM search_index
    WHERE search_index MATCH %s AND rowid >= %s AND rowid < %s
      AND NOT EXISTS (
        SELECT 1 FROM search_document AS kept
        WHERE kept.message_id = search_index.rowid AND kept.is_forgotten
      )
    ORDER BY rowid DESC LIMIT %s
"""
# With the plus the hits are gone through once; without, the whole match would be
# set up anew for each id.
_CHOOSE: Final = """
    SELECT rowid FROM search_index
    WHERE search_index MATCH %s AND rowid >= %s AND rowid <= %s
      AND +rowid IN (SELECT value FROM json_each(%s))
    ORDER BY rowid DESC
"""


class Fts5Backend:
    """Indexes and searches in the SQLite file that holds the rows."""

    def index(self, documents: Sequence[SearchDocument]) -> None:
        """Make documents findable; those that have not changed cost nothing.

        They are added in the order of their ids: FTS5 writes out what it holds
        in memory whenever an id is lower than the one before.
        """
        new = {each.message_id: _pack(each) for each in documents}
        old = _read_texts(sorted(new))
        changed = {key: old[key] for key in old if old[key] != new[key]}
        added = {key: new[key] for key in sorted(new) if old.get(key) != new[key]}
        with connection.cursor() as cursor:
            cursor.executemany(_REMOVE, _rows(changed))
            cursor.executemany(_ADD, _rows(added))
            cursor.executemany(
                _KEEP, [(key, TOKENIZER_VERSION, texts) for key, texts in new.items()]
            )

    def forget(self, message_ids: Sequence[int]) -> None:
        """Make documents unfindable, quickly."""
        with connection.cursor() as cursor:
            cursor.executemany(_FORGET, [(each,) for each in message_ids])

    def purge(self, limit: int) -> int:
        """Wipe up to `limit` forgotten documents for good; gives how many."""
        with connection.cursor() as cursor:
            cursor.execute(_FORGOTTEN, [limit])
            gone = dict(cursor.fetchall())
            cursor.executemany(_REMOVE, _rows(gone))
            cursor.executemany(_DROP, [(each,) for each in gone])
        return len(gone)

    def search(self, query: Query, span: Span, limit: int) -> list[int]:
        """Find what the index knows of a query, newest first, at most `limit`."""
        with connection.cursor() as cursor:
            cursor.execute(_SEARCH, [match_text(query), span.low, span.high, limit])
            return [row[0] for row in cursor.fetchall()]

    def choose(self, query: Query, message_ids: Sequence[int]) -> list[int]:
        """Choose from a few messages those that the index finds, newest first."""
        if not message_ids:
            return []
        low, high = min(message_ids), max(message_ids)
        among = json.dumps(list(message_ids))
        with connection.cursor() as cursor:
            cursor.execute(_CHOOSE, [match_text(query), low, high, among])
            return [row[0] for row in cursor.fetchall()]


def match_text(query: Query) -> str:
    """Write a query in the language of FTS5.

    It has no lone NOT, so a query of nothing but refusals takes them from the
    token that every document has.
    """
    wanted = [_words(each) for each in query.wanted]
    unwanted = [_words(each) for each in query.unwanted]
    wanted += [f'facts : "{FACT}{each}"' for each in query.wanted_facts]
    unwanted += [f'facts : "{FACT}{each}"' for each in query.unwanted_facts]
    if not wanted:
        wanted.append(f'facts : "{ANY_DOCUMENT}"')
    text = " AND ".join(wanted)
    return f"({text}) NOT ({' OR '.join(unwanted)})" if unwanted else text


def _words(words: Words) -> str:
    if words.field is Field.COPIES:
        return f"{Field.RECIPIENTS} : {_phrase(words.phrase, COPY)}"
    text = _phrase(words.phrase)
    return f"{words.field} : {text}" if words.field else text


def _phrase(phrase: Phrase, mark: str = "") -> str:
    """Quote a phrase; its tokens hold letters, digits and marks alone."""
    text = " ".join(mark + token for token in phrase.tokens)
    return f'"{text}"*' if phrase.is_prefix else f'"{text}"'


def _pack(document: SearchDocument) -> bytes:
    tokens = document.tokens()
    copies = [COPY + token for token in tokens.pop(Field.COPIES)]
    tokens[Field.RECIPIENTS] += [BETWEEN_VALUES, *copies] if copies else []
    columns = [*tokens.values(), [ANY_DOCUMENT, *document.facts()]]
    texts = "\n".join(" ".join(column) for column in columns)
    return zstandard.compress(texts.encode(), 1)


def _rows(packed: Mapping[int, bytes]) -> list[tuple[int | str, ...]]:
    return [
        (message_id, *zstandard.decompress(texts).decode().split("\n"))
        for message_id, texts in packed.items()
    ]


def _read_texts(message_ids: Sequence[int]) -> dict[int, bytes]:
    marks = ", ".join(["%s"] * len(message_ids))
    with connection.cursor() as cursor:
        cursor.execute(_READ.format(marks), message_ids)
        return dict(cursor.fetchall())
