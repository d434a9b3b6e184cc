"""Flags and keywords of other programs, as ours; and ours, as theirs.

A tag leaves under its name, so that people and programs can read it, and comes
back by its name. Keywords by which programs talk to themselves are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mailbox.messages.filing import Flags
from mailbox.messages.tags import create_tag
from mailbox.mime.archived import (
    ANSWERED,
    DELETED,
    DRAFT,
    FLAGGED,
    FORWARDED,
    SEEN,
    keywords_of,
)
from mailbox.models import Entry, Mailbox
from mailsvc.kit.errors import InvalidInput

# Thunderbird's five.
_NAMED: Final = {
    "$label1": "Important",
    "$label2": "Work",
    "$label3": "Personal",
    "$label4": "To do",
    "$label5": "Later",
    "$important": "Important",
}
_NOT_TAGS: Final = frozenset(
    {
        *("$junk", "$notjunk", "junk", "nonjunk", "notjunk", "$phishing"),
        *("$mdnsent", "$submitted", "$submitpending", "redirected", "forwarded"),
        *("$hasattachment", "$hasnoattachment", "$hasmemo", "$recent", "old"),
    }
)


def read_flags(flags: frozenset[str], *, is_draft: bool = False) -> Flags:
    """Read IMAP's flags; what lies among the drafts is one."""
    return Flags(
        seen=SEEN in flags,
        flagged=FLAGGED in flags,
        answered=ANSWERED in flags,
        forwarded=FORWARDED in flags or "Forwarded" in flags,
        draft=is_draft or DRAFT in flags,
    )


def write_flags(entry: Entry, tag_names: Iterable[str]) -> frozenset[str]:
    """Write an entry's flags and tags as IMAP's flags and keywords."""
    flags = {
        SEEN: entry.seen,
        FLAGGED: entry.flagged,
        ANSWERED: entry.answered,
        FORWARDED: entry.forwarded,
        DRAFT: entry.draft,
        DELETED: entry.deleted,
    }
    return frozenset([*(flag for flag, is_set in flags.items() if is_set), *tag_names])


def tag_names_in(flags: Iterable[str]) -> list[str]:
    """List the names of the tags that keywords stand for."""
    names = (_NAMED.get(word.casefold(), word) for word in keywords_of(flags))
    return [name for name in names if not _is_for_programs(name)]


class TargetTags:
    """The tags of a mailbox, by name; what is missing is made."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox
        self._ids: dict[str, int | None] = {
            tag.name: tag.pk for tag in mailbox.tags.all()
        }

    def ids_of(self, flags: Iterable[str]) -> tuple[int, ...]:
        """Give the tags of a message; one that cannot be made is left off."""
        found = [self._id_of(" ".join(name.split())) for name in tag_names_in(flags)]
        return tuple(dict.fromkeys(number for number in found if number is not None))

    def _id_of(self, name: str) -> int | None:
        if name not in self._ids:
            try:
                self._ids[name] = create_tag(self._mailbox, name).pk
            except InvalidInput:
                self._ids[name] = None
        return self._ids[name]


def _is_for_programs(name: str) -> bool:
    plain = name.casefold()
    return plain in _NOT_TAGS or plain.startswith(("\\", "$mailflagbit")) or not plain
