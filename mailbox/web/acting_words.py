"""What was done with letters, is being done, or is about to be, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mailbox.messages import selecting
from mailbox.messages.selecting import Kind, Selection
from mailbox.messages.verbs import ERASE, MOVES, SNOOZE, Verb, parse_verb
from mailbox.models import Deed, DeedState, Mailbox
from mailbox.web.page_values import DeedLine
from mailbox.web.rail import Rail
from mailbox.web.times import written_time
from mailsvc.kit import clock


@dataclass(frozen=True, slots=True)
class Question:
    """A question, and the button that answers yes; both name the number."""

    title: str
    button: str


def deed_words(deed: Deed, rail: Rail) -> str:
    """Say what a deed has done."""
    verb = parse_verb(deed.verb)
    assert verb is not None
    if deed.state == DeedState.UNDONE:
        return _("Taken back.")
    if verb.name == ERASE:
        return _erased(deed.done)
    if verb.name == SNOOZE:
        until = datetime.fromtimestamp(verb.number, UTC)
        return _("Comes back %(when)s.") % {"when": written_time(until, clock.now())}
    if verb.name in SAYINGS:
        return str(SAYINGS[verb.name])
    if verb.is_move:
        return _moved(deed.done, _target(verb, rail))
    if verb.name in ("tag", "untag"):
        return _tagged(verb, rail)
    return _marked(verb.name)


def deed_line(deed: Deed, rail: Rail) -> DeedLine:
    """Make the line that tells how far a large deed is, or what it did."""
    is_undoing = deed.state == DeedState.UNDOING
    verb = parse_verb(deed.verb)
    words = deed_words(deed, rail)
    if deed.is_unfinished:
        words = _going(verb, rail) if verb and not is_undoing else _("Taking it back…")
    return DeedLine(
        key=deed.key,
        words=words,
        done=deed.done,
        total=max(deed.total, deed.done),
        is_unfinished=deed.is_unfinished,
        can_undo=not is_undoing and deed.state != DeedState.UNDONE and _can_undo(deed),
        shows_number=deed.total > 0,
    )


def asking_words(mailbox: Mailbox, selection: Selection) -> Question:
    """Word the question before letters go for ever."""
    if selection.kind == Kind.TICKED:
        number = len(selection.conversations) + len(selection.messages)
        title = ngettext(
            "Delete %(number)d conversation for ever?",
            "Delete %(number)d conversations for ever?",
            number,
        )
    else:
        number = selecting.count(mailbox, selection, Verb(ERASE))
        title = ngettext(
            "Delete %(number)d letter for ever?",
            "Delete %(number)d letters for ever?",
            number,
        )
    button = ngettext("Delete %(number)d", "Delete %(number)d", number)
    return Question(title % {"number": number}, button % {"number": number})


def _can_undo(deed: Deed) -> bool:
    return not deed.verb.startswith(ERASE) and (deed.done > 0 or deed.is_unfinished)


def _target(verb: Verb, rail: Rail) -> str:
    role = MOVES.get(verb.name)
    for folder in rail.folders:
        if folder.role == role if role else folder.pk == verb.number:
            return folder.title
    return ""


def _moved(number: int, folder: str) -> str:
    return ngettext(
        "%(number)d letter moved to %(folder)s.",
        "%(number)d letters moved to %(folder)s.",
        number,
    ) % {"number": number, "folder": folder}


def _erased(number: int) -> str:
    return ngettext(
        "%(number)d letter deleted for ever.",
        "%(number)d letters deleted for ever.",
        number,
    ) % {"number": number}


def _tagged(verb: Verb, rail: Rail) -> str:
    name = next((tag.name for tag in rail.tags if tag.pk == verb.number), "")
    if verb.name == "tag":
        return _("Tagged “%(name)s”.") % {"name": name}
    return _("Tag “%(name)s” removed.") % {"name": name}


def _marked(name: str) -> str:
    return {
        "read": _("Marked as read."),
        "unread": _("Marked as unread."),
        "star": _("Star added."),
        "unstar": _("Star removed."),
    }[name]


SAYINGS: Final = {
    "pin": gettext_lazy("Pinned to the top."),
    "unpin": gettext_lazy("Unpinned."),
    "mute": gettext_lazy("Muted. What comes to it passes the Inbox by."),
    "unmute": gettext_lazy("No longer muted."),
}


def _going(verb: Verb, rail: Rail) -> str:
    """Say what is going on."""
    if verb.name == ERASE:
        return _("Deleting for ever…")
    if verb.name == SNOOZE:
        return _("Snoozing…")
    if verb.name in SAYINGS:
        return _("Working…")
    if verb.is_move:
        return _("Moving to %(folder)s…") % {"folder": _target(verb, rail)}
    return {
        "read": _("Marking as read…"),
        "unread": _("Marking as unread…"),
        "star": _("Adding stars…"),
        "unstar": _("Removing stars…"),
        "tag": _("Tagging…"),
        "untag": _("Removing the tag…"),
    }[verb.name]
