"""Operators and their values in the reader's language, as they can be typed.

What stands here is put into the search field when a suggestion is chosen, so it
must be readable by `grammar.py` in every language; a test holds it to that.
"""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mailbox.search.near import quote
from mailbox.search.query import Operator, State

NAMES: Final[dict[Operator, Promise]] = {
    Operator.FROM: pgettext_lazy("search operator", "from"),
    Operator.TO: pgettext_lazy("search operator", "to"),
    Operator.CC: pgettext_lazy("search operator", "cc"),
    Operator.SUBJECT: pgettext_lazy("search operator", "subject"),
    Operator.BODY: pgettext_lazy("search operator", "body"),
    Operator.FILENAME: pgettext_lazy("search operator", "filename"),
    Operator.IN: pgettext_lazy("search operator", "in"),
    Operator.TAG: pgettext_lazy("search operator", "tag"),
    Operator.HAS: pgettext_lazy("search operator", "has"),
    Operator.IS: pgettext_lazy("search operator", "is"),
    Operator.BEFORE: pgettext_lazy("search operator", "before"),
    Operator.AFTER: pgettext_lazy("search operator", "after"),
    Operator.ON: pgettext_lazy("search operator", "on"),
    Operator.LARGER: pgettext_lazy("search operator", "larger"),
    Operator.SMALLER: pgettext_lazy("search operator", "smaller"),
}
ABOUT: Final[dict[Operator, Promise]] = {
    Operator.FROM: _("who wrote it"),
    Operator.TO: _("who received it"),
    Operator.CC: _("who received a copy"),
    Operator.SUBJECT: _("words of the subject"),
    Operator.BODY: _("words of the letter itself"),
    Operator.FILENAME: _("words in the name of a file"),
    Operator.IN: _("one folder only"),
    Operator.TAG: _("letters with a tag"),
    Operator.HAS: _("letters with files"),
    Operator.IS: _("unread, starred, read or answered"),
    Operator.BEFORE: _("before a day"),
    Operator.AFTER: _("since a day"),
    Operator.ON: _("a day, a month or a year"),
    Operator.LARGER: _("larger than a size"),
    Operator.SMALLER: _("smaller than a size"),
}
STATES: Final[dict[State, Promise]] = {
    State.UNREAD: pgettext_lazy("search", "is:unread"),
    State.STARRED: pgettext_lazy("search", "is:starred"),
    State.READ: pgettext_lazy("search", "is:read"),
    State.ANSWERED: pgettext_lazy("search", "is:answered"),
    State.UNANSWERED: pgettext_lazy("search", "is:unanswered"),
}
WITH_FILES: Final = pgettext_lazy("search", "has:attachment")
KINDS: Final[dict[str, Promise | str]] = {
    "pdf": "pdf",
    "image": pgettext_lazy("search value", "image"),
    "document": pgettext_lazy("search value", "document"),
    "sheet": pgettext_lazy("search value", "spreadsheet"),
    "slides": pgettext_lazy("search value", "slides"),
    "archive": pgettext_lazy("search value", "zip"),
    "audio": pgettext_lazy("search value", "audio"),
    "video": pgettext_lazy("search value", "video"),
    "calendar": pgettext_lazy("search value", "invitation"),
}
KIND_LABELS: Final[dict[str, Promise]] = {
    "files": pgettext_lazy("files", "With attachments"),
    "pdf": pgettext_lazy("files", "PDF"),
    "image": pgettext_lazy("files", "Pictures"),
    "document": pgettext_lazy("files", "Documents"),
    "sheet": pgettext_lazy("files", "Spreadsheets"),
    "slides": pgettext_lazy("files", "Slides"),
    "archive": pgettext_lazy("files", "Archives"),
    "audio": pgettext_lazy("files", "Audio"),
    "video": pgettext_lazy("files", "Video"),
    "calendar": pgettext_lazy("files", "Invitations"),
}
DAYS: Final = (
    pgettext_lazy("search value", "today"),
    pgettext_lazy("search value", "yesterday"),
    pgettext_lazy("search value", "this week"),
    pgettext_lazy("search value", "last week"),
    pgettext_lazy("search value", "this month"),
    pgettext_lazy("search value", "last month"),
    pgettext_lazy("search value", "this year"),
    pgettext_lazy("search value", "last year"),
)
SIZES: Final = ("1MB", "5MB", "10MB", "25MB")
EVERYWHERE: Final = pgettext_lazy("search value", "anywhere")


def write_term(operator: Operator, value: object) -> str:
    """Write an operator with its value as a person would type it."""
    return f"{NAMES[operator]}:{quote(str(value))}"
