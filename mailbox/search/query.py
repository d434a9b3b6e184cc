"""What a person asked for, as a value.

`grammar.py` reads it out of typed text, the engines turn its words into their
own language, `execute.py` answers the rest from rows. What could not be read is
in `faults`, each pointing at the word, and takes no part in the search.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext, gettext_noop

from mailbox.search.tokens import Phrase


class Field(StrEnum):
    """A part of a message that can be searched by itself."""

    SUBJECT = "subject"
    SENDER = "sender"
    RECIPIENTS = "recipients"
    BODY = "body"
    FILES = "files"


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
class Named:
    """A folder or tag by name; `typed` is its operator too, `start` its place."""

    name: str
    typed: str
    start: int
    is_negated: bool = False


FAULTS: Final = {
    "date": gettext_noop("is not a date. Write it as 2026-09-24, 2026-09 or 2026."),
    "size": gettext_noop("is not a size. Write it as 500KB or 5MB."),
    "has": gettext_noop("is not something to look for. Try has:file."),
    "state": gettext_noop("is not a state. Try is:unread, is:read or is:starred."),
    "value": gettext_noop("needs a word right after the colon."),
    "letters": gettext_noop("has no letter or digit to look for."),
    "folder": gettext_noop("is not one of your folders."),
    "tag": gettext_noop("is not one of your tags."),
    "length": gettext_noop("and what follows was left out: the search is too long."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of the typed text that was left out, and where it starts there."""

    code: str
    word: str
    start: int

    @property
    def end(self) -> int:
        """Where in the typed text the word ends."""
        return self.start + len(self.word)

    @property
    def words(self) -> str:
        """What is wrong with the word, in the reader's language."""
        return gettext(FAULTS[self.code])


@dataclass(frozen=True, slots=True)
class Query:
    """All of these must hold. Times are aware; sizes are in bytes.

    `after` is inclusive, `before` is not; both are about the internal date. A
    message is in any of the folders named, and carries all of the tags.
    """

    words: tuple[Words, ...] = ()
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

    @property
    def asks_index(self) -> bool:
        """Say whether the search index has a part in the answer."""
        return bool(self.words) or self.has_files is not None

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
    def wanted(self) -> list[Words]:
        """The words that must be there."""
        return [each for each in self.words if not each.is_negated]

    @property
    def unwanted(self) -> list[Words]:
        """The words that must not be there."""
        return [each for each in self.words if each.is_negated]
