"""The keyboard: one table that pages carry, the help sheet prints and people learn.

A command is a name that `static/js/parts/commands.js` knows. Keys are written as a
browser names them; two in a row with a space between are pressed one after the
other, and `mod` is Ctrl, or Command on a Mac.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from mailbox.web.doors import MailRequest, mail_page

MOVING: Final = _("Moving about")
LETTERS: Final = _("With letters")
WRITING: Final = _("Writing")
EVERYWHERE: Final = _("Everywhere")


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A command, the keys that give it (any of them), and what it does."""

    command: str
    keys: tuple[str, ...]
    words: Promise
    group: Promise

    @property
    def shown(self) -> tuple[tuple[str, ...], ...]:
        """The keys as they are printed, each of those pressed in a row apart."""
        return tuple(
            tuple(NAMES.get(part, part) for part in _parts(key)) for key in self.keys
        )


NAMES: Final = {"mod": "Ctrl", "Shift": "⇧", "Enter": "↵", "Escape": "Esc"}
SHORTCUTS: Final = (
    Shortcut("older", ("j",), _("Older letter"), MOVING),
    Shortcut("newer", ("k",), _("Newer letter"), MOVING),
    Shortcut("open", ("o", "Enter"), _("Open"), MOVING),
    Shortcut("back", ("u",), _("Back to the list"), MOVING),
    Shortcut("next", ("n",), _("Next letter of the conversation"), MOVING),
    Shortcut("previous", ("p",), _("Previous letter of the conversation"), MOVING),
    Shortcut("unfold", (";",), _("Unfold all letters"), MOVING),
    Shortcut("fold", (":",), _("Fold all letters"), MOVING),
    Shortcut("go-inbox", ("g i",), _("Go to Inbox"), MOVING),
    Shortcut("go-starred", ("g s",), _("Go to Starred"), MOVING),
    Shortcut("go-drafts", ("g d",), _("Go to Drafts"), MOVING),
    Shortcut("go-sent", ("g t",), _("Go to Sent"), MOVING),
    Shortcut("go-archive", ("g a",), _("Go to Archive"), MOVING),
    Shortcut("go-tag", ("g l",), _("Go to a folder or tag…"), MOVING),
    Shortcut("select", ("x",), _("Select"), LETTERS),
    Shortcut("select-range", ("Shift+x",), _("Select a range"), LETTERS),
    Shortcut("select-all", ("* a",), _("Select all here"), LETTERS),
    Shortcut("select-none", ("* n",), _("Select none"), LETTERS),
    Shortcut("select-unread", ("* u",), _("Select the unread"), LETTERS),
    Shortcut("select-read", ("* r",), _("Select the read"), LETTERS),
    Shortcut("archive", ("e",), _("Archive"), LETTERS),
    Shortcut("delete", ("#", "Delete"), _("Delete"), LETTERS),
    Shortcut("junk", ("!",), _("Report spam"), LETTERS),
    Shortcut("star", ("s",), _("Add or remove the star"), LETTERS),
    Shortcut("read", ("Shift+i",), _("Mark as read"), LETTERS),
    Shortcut("unread", ("Shift+u",), _("Mark as unread"), LETTERS),
    Shortcut("snooze", ("b",), _("Snooze"), LETTERS),
    Shortcut("move", ("v",), _("Move to"), LETTERS),
    Shortcut("tag", ("l",), _("Add tag"), LETTERS),
    Shortcut("mute", ("m",), _("Mute"), LETTERS),
    Shortcut("undo", ("z",), _("Undo the last action"), LETTERS),
    Shortcut("compose", ("c",), _("Write a letter"), WRITING),
    Shortcut("reply", ("r",), _("Reply"), WRITING),
    Shortcut("reply-all", ("a",), _("Reply to all"), WRITING),
    Shortcut("forward", ("f",), _("Forward"), WRITING),
    Shortcut("search", ("/",), _("Search"), EVERYWHERE),
    Shortcut("commands", ("mod+k",), _("Every command and folder by name"), EVERYWHERE),
    Shortcut("settings", ("g ,",), _("Settings"), EVERYWHERE),
    Shortcut("toolbar", (",",), _("Go to the toolbar"), EVERYWHERE),
    Shortcut("regions", ("F6",), _("Go round list, letter and composer"), EVERYWHERE),
    Shortcut("help", ("?",), _("This table"), EVERYWHERE),
)


@mail_page
@require_safe
def keys(request: MailRequest) -> HttpResponse:
    """Show the keyboard's table; a script gets it alone."""
    groups = [
        (group, tuple(shortcuts))
        for group, shortcuts in groupby(SHORTCUTS, key=lambda each: each.group)
    ]
    is_part = request.headers.get("HX-Request") == "true"
    template = "mailbox/_keys.html" if is_part else "mailbox/keys.html"
    return render(request, template, {"groups": groups})


@cache
def keymap() -> str:
    """Give the keys and their commands as JSON, for the page's scripts."""
    return json.dumps(
        {key: each.command for each in SHORTCUTS for key in each.keys},
        separators=(",", ":"),
    )


def _parts(key: str) -> tuple[str, ...]:
    """Split ``g i`` and ``mod+k`` into what is pressed."""
    return tuple(key.split(" ")) if " " in key else tuple(key.split("+"))
