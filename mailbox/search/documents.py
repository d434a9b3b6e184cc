"""What a search engine takes in and gives back: the seam between the two.

A document is a message as its searchable text. Its row number is the message's
id, so it sorts by date and carries the mailbox (`models/message_id.py`): an
engine walks a span of ids, newest first, and stops as soon as a page is full.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from mailbox.search.file_kinds import kind_of_file
from mailbox.search.query import Field, Query
from mailbox.search.tokens import tokenise

TEXT_CHARACTERS: Final = 200_000
FIELD_CHARACTERS: Final = 20_000

# No tokeniser makes these, so no typed word can meet them.
BETWEEN_VALUES: Final = "‖"
FACT: Final = "§"
ANY_DOCUMENT: Final = "§any"


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A message as text; what may change later (folder, flags) is not in it.

    `recipients` are all of them; `copies`, those of Cc, are among them.
    """

    message_id: int
    mailbox_id: int
    subject: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    body: str = ""
    attachment_names: tuple[str, ...] = ()
    has_attachment: bool = False

    def tokens(self) -> dict[Field, list[str]]:
        """List the tokens of each field, in reading order."""
        return {
            Field.SUBJECT: tokenise(self.subject[:FIELD_CHARACTERS]),
            Field.SENDER: tokenise(self.sender[:FIELD_CHARACTERS]),
            Field.RECIPIENTS: _tokens_of_values(self.recipients),
            Field.COPIES: _tokens_of_values(self.copies),
            Field.BODY: tokenise(self.body[:TEXT_CHARACTERS]),
            Field.FILES: _tokens_of_values(self.attachment_names),
        }

    def facts(self) -> list[str]:
        """List the tokens of what is so: that it has files, and of which kinds."""
        kinds = {kind_of_file(name) for name in self.attachment_names} - {""}
        facts = ["files", *sorted(kinds)] if self.has_attachment else sorted(kinds)
        return [FACT + each for each in facts]


@dataclass(frozen=True, slots=True)
class Span:
    """Message ids of one mailbox, from `low` up to but without `high`."""

    mailbox_id: int
    low: int
    high: int


class SearchBackend(Protocol):
    """A search engine. Writes happen in the caller's transaction."""

    def index(self, documents: Sequence[SearchDocument]) -> None:
        """Make documents findable; what was indexed under their ids goes."""
        ...

    def forget(self, message_ids: Sequence[int]) -> None:
        """Make documents unfindable, quickly."""
        ...

    def purge(self, limit: int) -> int:
        """Wipe up to `limit` forgotten documents for good; gives how many."""
        ...

    def search(self, query: Query, span: Span, limit: int) -> list[int]:
        """Find what the index knows of a query, newest first, at most `limit`."""
        ...

    def choose(self, query: Query, message_ids: Sequence[int]) -> list[int]:
        """Choose from a few messages those that the index finds, newest first."""
        ...


def _tokens_of_values(values: Sequence[str]) -> list[str]:
    """Join values so that no phrase reaches from one into the next."""
    tokens: list[str] = []
    for value in values:
        tokens += tokenise(value[:FIELD_CHARACTERS])
        tokens.append(BETWEEN_VALUES)
        if len(tokens) > FIELD_CHARACTERS:
            break
    return tokens[:-1]
