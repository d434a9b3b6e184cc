"""What could not be read in a search: which word, why, and what may mend it.

The words are said about the piece as typed ("before:soon" is not a date), so a
page shows the piece, then the words, then the fixes as links.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, gettext_noop

FAULTS: Final = {
    "date": gettext_noop(
        "is not a date. Write it as 2026-09-24, 2026-09, yesterday, 7d or last week."
    ),
    "date-order": gettext_noop(
        "can be two days. Write the year first, as in 2026-09-24."
    ),
    "size": gettext_noop("wants a size such as 500KB or 5MB."),
    "has": gettext_noop(
        "is not something to look for. Try has:attachment, has:pdf or has:image."
    ),
    "state": gettext_noop(
        "is not a state. Try is:unread, is:read, is:starred or is:answered."
    ),
    "value": gettext_noop("needs a word right after the colon."),
    "letters": gettext_noop("has no letter or digit to look for."),
    "folder": gettext_noop("is not one of your folders."),
    "tag": gettext_noop("is not one of your tags."),
    "negated": gettext_noop("cannot have a minus. Use before: or after: instead."),
    "operator": gettext_noop("was looked for as plain words. Did you mean this?"),
    "length": gettext_noop("and what follows was left out: the search is too long."),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """A part of the typed text that was left out, and where it starts there.

    `fixes` are pieces to put in its place, the likeliest first; there may be none.
    """

    code: str
    word: str
    start: int
    fixes: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """Where in the typed text the word ends."""
        return self.start + len(self.word)

    @property
    def words(self) -> str:
        """What is wrong with the word, in the reader's language."""
        return gettext(FAULTS[self.code])
