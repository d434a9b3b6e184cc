"""What can be done with letters, and how each is taken back.

A verb is a word, perhaps with a number: ``archive``, ``move:7`` (a folder), ``tag:3``,
``snooze:1795000000`` (until that second of the epoch). Doing gives back only what
really changed, so that undoing gives a letter its star back only if it had one.
Callers hold a transaction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from accounts.models import Account
from mailbox.messages import access, flags, moving, snoozing, tags
from mailbox.models import Entry, Folder, Mailbox, Role

MOVES: Final = {
    "archive": Role.ARCHIVE,
    "delete": Role.TRASH,
    "junk": Role.JUNK,
    "not_junk": Role.INBOX,
    "mute": Role.ARCHIVE,
    "wake": Role.INBOX,
}
FLAGS: Final = {
    "read": ("seen", True),
    "unread": ("seen", False),
    "star": ("flagged", True),
    "unstar": ("flagged", False),
}
SNOOZE: Final = "snooze"
MUTE: Final = "mute"
ATTITUDES: Final = {"pin": "unpin", "unpin": "pin", "unmute": "mute"}
"""What a conversation is, and what takes it back."""
NUMBERED: Final = frozenset({"move", "tag", "untag", SNOOZE})
ERASE: Final = "erase"

Place = tuple[int, int]
"""An entry, and the folder that it was in."""


@dataclass(frozen=True, slots=True)
class Verb:
    """What is to be done; `number` is the folder, tag or second that some need."""

    name: str
    number: int = 0

    def __str__(self) -> str:
        return f"{self.name}:{self.number}" if self.number else self.name

    @property
    def is_move(self) -> bool:
        """Say whether letters change their folder."""
        return self.name in MOVES or self.name in ("move", SNOOZE)


@dataclass(frozen=True, slots=True)
class Done:
    """How many letters changed, and the places that undoing needs."""

    number: int
    places: Sequence[Place] = ()


def parse_verb(text: str) -> Verb | None:
    """Read a verb; None if it is none."""
    name, _colon, number = text.partition(":")
    if name in NUMBERED:
        is_number = number.isdecimal() and len(number) < 19
        return Verb(name, int(number)) if is_number and int(number) else None
    known = name in MOVES or name in FLAGS or name in ATTITUDES or name == ERASE
    return Verb(name) if known and not number else None


def find_target(account: Account, verb: Verb) -> Folder | None:
    """Get the folder that a verb moves to; None if it moves nothing.

    Raises:
        NotFound: It is not there, or not the account's.
    """
    if verb.name in MOVES:
        return access.get_role_folder(account, MOVES[verb.name])
    if verb.name == SNOOZE:
        return access.get_role_folder(account, Role.SNOOZED)
    return access.get_folder(account, verb.number) if verb.name == "move" else None


def do(mailbox: Mailbox, verb: Verb, entries: list[Entry]) -> Done:
    """Do it with entries of the mailbox.

    Raises:
        NotFound: The verb's folder or tag is not there, or not the account's.
    """
    if verb.name == SNOOZE:
        return _snooze(mailbox, verb, entries)
    if target := find_target(mailbox.account, verb):
        _change_attitude(mailbox, verb, entries)
        if verb.name == MUTE:
            return _leave_inbox(mailbox, entries, target)
        return _move(mailbox, entries, target)
    if verb.name in FLAGS:
        return _flag(mailbox, verb, entries)
    if verb.name in ATTITUDES:
        _change_attitude(mailbox, verb, entries)
        return Done(len(entries), _places(entries))
    if verb.name == ERASE:
        return Done(moving.expunge_entries(mailbox.pk, _ids(entries)))
    return _tag(mailbox, verb, entries)


def take_back(mailbox: Mailbox, verb: Verb, places: Iterable[Place]) -> int:
    """Undo it for what has stayed where the verb put it; gives how many changed.

    Raises:
        NotFound: The folder or tag has gone meanwhile.
    """
    kept = {int(entry): int(folder) for entry, folder in places}
    entries = list(Entry.objects.filter(mailbox=mailbox, pk__in=list(kept)))
    if target := find_target(mailbox.account, verb):
        still_there = [each for each in entries if each.folder_id == target.pk]
        _change_attitude(mailbox, _reversed(verb), entries)
        return _move_back(mailbox, still_there, kept)
    if verb.name in ATTITUDES:
        _change_attitude(mailbox, Verb(ATTITUDES[verb.name]), entries)
        return len(entries)
    if verb.name in FLAGS:
        name, value = FLAGS[verb.name]
        return _set(name)(mailbox.pk, _ids(entries), **{name: not value})
    tag = access.get_tag(mailbox.account, verb.number)
    undo = tags.untag_entries if verb.name == "tag" else tags.tag_entries
    return undo(tag, _ids(entries))


def _snooze(mailbox: Mailbox, verb: Verb, entries: list[Entry]) -> Done:
    until = datetime.fromtimestamp(verb.number, UTC)
    snoozing.snooze_entries(mailbox, entries, until)
    return Done(len(entries), _places(entries))


def _reversed(verb: Verb) -> Verb:
    """Give what takes back what a verb says of conversations, besides moving them."""
    return {MUTE: Verb("unmute"), SNOOZE: Verb("wake")}.get(verb.name, verb)


def _leave_inbox(mailbox: Mailbox, entries: list[Entry], target: Folder) -> Done:
    """Move what is in the Inbox; what lies elsewhere is there for a reason."""
    inbox = access.get_role_folder(mailbox.account, Role.INBOX)
    in_inbox = [entry for entry in entries if entry.folder_id == inbox.pk]
    moving.move_entries(mailbox.pk, _ids(in_inbox), target.pk)
    return Done(len(entries), _places(entries))


def _change_attitude(mailbox: Mailbox, verb: Verb, entries: Sequence[Entry]) -> None:
    """Pin, mute or wake conversations; other verbs say nothing of them."""
    conversations = {entry.conversation_id for entry in entries}
    if verb.name in ("pin", "unpin"):
        places = [(entry.folder_id, entry.conversation_id) for entry in entries]
        snoozing.pin(mailbox.pk, places, pinned=verb.name == "pin")
    elif verb.name in ("mute", "unmute"):
        snoozing.mute(mailbox.pk, conversations, muted=verb.name == "mute")
    elif verb.name == "wake":
        snoozing.forget_snoozes(mailbox, conversations)


def _move(mailbox: Mailbox, entries: list[Entry], target: Folder) -> Done:
    leaving = [entry for entry in entries if entry.folder_id != target.pk]
    number = moving.move_entries(mailbox.pk, _ids(leaving), target.pk)
    return Done(number, _places(leaving))


def _move_back(mailbox: Mailbox, entries: list[Entry], kept: dict[int, int]) -> int:
    """Move each entry to the folder that it came from; Inbox if that has gone."""
    by_folder: dict[int, list[int]] = defaultdict(list)
    for entry in entries:
        by_folder[kept[entry.pk]].append(entry.pk)
    folders = Folder.objects.filter(mailbox=mailbox, pk__in=list(by_folder))
    there = set(folders.values_list("pk", flat=True))
    inbox = 0
    if not there.issuperset(by_folder):
        inbox = access.get_role_folder(mailbox.account, Role.INBOX).pk
    return sum(
        moving.move_entries(mailbox.pk, ids, folder if folder in there else inbox)
        for folder, ids in by_folder.items()
    )


def _flag(mailbox: Mailbox, verb: Verb, entries: list[Entry]) -> Done:
    name, value = FLAGS[verb.name]
    other = [entry for entry in entries if getattr(entry, name) is not value]
    _set(name)(mailbox.pk, _ids(other), **{name: value})
    return Done(len(other), _places(other))


def _set(flag: str) -> Callable[..., int]:
    return flags.mark_seen if flag == "seen" else flags.mark_flagged


def _tag(mailbox: Mailbox, verb: Verb, entries: list[Entry]) -> Done:
    tag = access.get_tag(mailbox.account, verb.number)
    tagged = tags.which_have(tag, _ids(entries))
    if verb.name == "tag":
        changing = [entry for entry in entries if entry.pk not in tagged]
        number = tags.tag_entries(tag, _ids(changing))
    else:
        changing = [entry for entry in entries if entry.pk in tagged]
        number = tags.untag_entries(tag, _ids(changing))
    return Done(number, _places(changing))


def _places(entries: Iterable[Entry]) -> list[Place]:
    return [(entry.pk, entry.folder_id) for entry in entries]


def _ids(entries: Iterable[Entry]) -> list[int]:
    return [entry.pk for entry in entries]
