"""Marking hits in rows: subject, preview, people and names of files.

The preview is what filing kept, the letter's first words. Where a search found
something further down, the row says so, and a script asks for the words around
it (`search_snippets.py`): fifty letters are not read for a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mailbox.search.highlight import Highlighter, Spans
from mailbox.search.query import Field, Query
from mailbox.web.page_values import Day, Marks, Row


def mark_days(days: Iterable[Day], query: Query) -> tuple[Day, ...]:
    """Mark a query's words in rows."""
    marker = RowMarker(query)
    return tuple(
        replace(day, rows=tuple(marker.mark(row) for row in day.rows)) for day in days
    )


class RowMarker:
    """Marks one query's words in any number of rows."""

    def __init__(self, query: Query) -> None:
        self.subject = Highlighter(query, Field.SUBJECT)
        self.body = Highlighter(query, Field.BODY)
        self.sender = Highlighter(query, Field.SENDER)
        self.recipients = Highlighter(query, Field.RECIPIENTS)
        self.files = Highlighter(query, Field.FILES)

    def mark(self, row: Row) -> Row:
        """Give the row with its marks; a file that was found comes first."""
        subject, snippet = self.subject.find(row.subject), self.body.find(row.snippet)
        named = self.recipients if row.is_outgoing else self.sender
        people = tuple(named.find(person.label) for person in row.people)
        files, file = self._find_file(row.files)
        is_seen = bool(subject or snippet or file or any(people))
        is_deeper = bool(self.body.patterns) and not is_seen
        marks = Marks(subject, snippet, people, file, is_deeper=is_deeper)
        return replace(row, files=files, marks=marks)

    def _find_file(self, files: tuple[str, ...]) -> tuple[tuple[str, ...], Spans]:
        for at, name in enumerate(files):
            spans = self.files.find(name)
            if spans:
                return (name, *files[:at], *files[at + 1 :]), spans
        return files, ()
