"""What every kind of archive holds: messages with flags, date and folder.

A reader yields one message after another and never keeps them; each carries a
key, and reading starts again behind any key. What cannot be taken is yielded
too, as `SkippedMessage`, so that a report can name it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol
from urllib.parse import quote, unquote

SIZE_LIMIT_BYTES: Final = 200 * 1024 * 1024
INBOX: Final = "INBOX"
SEEN: Final = "\\Seen"
ANSWERED: Final = "\\Answered"
FLAGGED: Final = "\\Flagged"
DELETED: Final = "\\Deleted"
DRAFT: Final = "\\Draft"
FORWARDED: Final = "$Forwarded"
SYSTEM_FLAGS: Final = frozenset({SEEN, ANSWERED, FLAGGED, DELETED, DRAFT, FORWARDED})
_KEYWORD_CHARACTERS: Final = "$!#&'+-./:;<=>?@^_`|~"


@dataclass(frozen=True, slots=True)
class ArchivedMessage:
    """A message as it stood in an archive, or is to stand there.

    `raw` has CRLF line ends. `flags` are IMAP's, with `$Forwarded` and the
    user's keywords. `folder` has `/` between levels; a level is never empty.
    """

    key: str
    raw: bytes
    flags: frozenset[str] = frozenset()
    internal_date: datetime | None = None
    folder: str = INBOX


@dataclass(frozen=True, slots=True)
class SkippedMessage:
    """A message that was passed over, and why, in one plain word or two."""

    key: str
    folder: str
    size_bytes: int
    reason: str


Archived = ArchivedMessage | SkippedMessage


class ArchiveWriter(Protocol):
    """What an export writes to; make it with the last `checkpoint` to go on."""

    def add(self, message: ArchivedMessage) -> None:
        """Write one message."""
        ...

    def checkpoint(self) -> str:
        """Push what is written to disk, and name this place to go on from."""
        ...

    def close(self) -> None:
        """Finish the archive."""
        ...


def to_crlf(data: bytes) -> bytes:
    """End every line with CRLF; a lone CR is left as it is."""
    lines = data.count(b"\n")
    if lines == data.count(b"\r\n"):
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def to_lf(data: bytes) -> bytes:
    """End lines as Unix does, where mbox and Maildir are at home."""
    return data.replace(b"\r\n", b"\n")


def keywords_of(flags: Iterable[str]) -> list[str]:
    """List the user's own keywords, in order."""
    return sorted(flag for flag in flags if flag not in SYSTEM_FLAGS)


def write_keyword(keyword: str) -> str:
    """Write a keyword without spaces and commas, so that a list can be split."""
    return quote(keyword, safe=_KEYWORD_CHARACTERS)


def read_keyword(word: str) -> str:
    """Read a keyword as `write_keyword` wrote it."""
    return unquote(word)


def levels(folder: str) -> list[str]:
    """Split the name of a folder into its levels; the inbox if there are none."""
    return [level for level in folder.split("/") if level] or [INBOX]
