"""What a person asked for, as a value.

`grammar.py` reads it out of typed text, the engines turn its words into their
own language, `execute.py` answers the rest from rows. What could not be read is
in `faults`, each pointing at the word, and takes no part in the search. `terms`
are the pieces as they were typed, for pages that show them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from mailbox.search.faults import Fault
from mailbox.search.tokens import Phrase


class Field(StrEnum):
    """A part of a message that can be searched by itself.

    Recipients are all who received it; copies are those of Cc.
    """

    SUBJECT = "subject"
    SENDER = "sender"
    RECIPIENTS = "recipients"
    COPIES = "copies"
    BODY = "body"
    FILES = "files"


class Operator(StrEnum):
    """What may stand before the colon, by its English name."""

    FROM = "from"
    TO = "to"
    CC = "cc"
    SUBJECT = "subject"
    BODY = "body"
    FILENAME = "filename"
    IN = "in"
    TAG = "tag"
    HAS = "has"
    IS = "is"
    BEFORE = "before"
    AFTER = "after"
    ON = "on"
    LARGER = "larger"
    SMALLER = "smaller"


class State(StrEnum):
    """What an entry can be: read, starred, answered, or not."""

    READ = "read"
    UNREAD = "unread"
    STARRED = "starred"
    UNSTARRED = "unstarred"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


OPPOSITES: Final = {
    State.READ: State.UNREAD,
    State.STARRED: State.UNSTARRED,
    State.ANSWERED: State.UNANSWERED,
    State.UNREAD: State.READ,
    State.UNSTARRED: State.STARRED,
    State.UNANSWERED: State.ANSWERED,
}


@dataclass(frozen=True, slots=True)
class Words:
    """A word or phrase to find, or not to; anywhere, or in one field."""

    phrase: Phrase
    field: Field | None = None
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file (a key of `file_kinds.ENDINGS`), to find or not."""

    name: str
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One piece of the typed text, from `start` to `end`, as it was understood.

    Without an operator it is a word or phrase. `value` is without its quotes,
    `typed` is the whole piece.
    """

    start: int
    end: int
    typed: str
    operator: Operator | None
    value: str
    is_quoted: bool = False
    is_negated: bool = False

    def blame(self, code: str, *fixes: str) -> Fault:
        """Make a fault that points at this piece."""
        return Fault(code, self.typed, self.start, fixes)


@dataclass(frozen=True, slots=True)
class Named:
    """A folder or tag by name, and the term that asked for it."""

    name: str
    term: Term

    @property
    def is_negated(self) -> bool:
        """Say whether it is refused rather than asked for."""
        return self.term.is_negated


@dataclass(frozen=True, slots=True)
class Query:
    """All of these must hold. Times are aware; sizes are in bytes.

    `after` is inclusive, `before` is not; both are about the internal date. A
    message is in any of the folders named, and carries all of the tags.
    """

    words: tuple[Words, ...] = ()
    kinds: tuple[Kind, ...] = ()
    has_files: bool | None = None
    folders: tuple[Named, ...] = ()
    tags: tuple[Named, ...] = ()
    states: frozenset[State] = frozenset()
    after: datetime | None = None
    before: datetime | None = None
    larger_than: int | None = None
    smaller_than: int | None = None
    is_everywhere: bool = False
    faults: tuple[Fault, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def asks_index(self) -> bool:
        """Say whether the search index has a part in the answer."""
        return bool(self.words or self.kinds) or self.has_files is not None

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was asked that could be understood."""
        stated = (self.after, self.before, self.larger_than, self.smaller_than)
        return (
            not (self.asks_index or self.folders or self.tags or self.states)
            and not self.is_everywhere
            and all(each is None for each in stated)
        )

    @property
    def asks_few_entries(self) -> bool:
        """Say whether folder, tag or star may leave but a few candidates."""
        named = (*self.folders, *self.tags)
        return State.STARRED in self.states or any(not x.is_negated for x in named)

    @property
    def wanted_facts(self) -> list[str]:
        """The facts that must be so: "files", or a kind of file."""
        kinds = [each.name for each in self.kinds if not each.is_negated]
        return ["files", *kinds] if self.has_files else kinds

    @property
    def unwanted_facts(self) -> list[str]:
        """The facts that must not be so."""
        kinds = [each.name for each in self.kinds if each.is_negated]
        return ["files", *kinds] if self.has_files is False else kinds

    @property
    def wanted(self) -> list[Words]:
        """The words that must be there."""
        return [each for each in self.words if not each.is_negated]

    @property
    def unwanted(self) -> list[Words]:
        """The words that must not be there."""
        return [each for each in self.words if each.is_negated]
