"""Actions on conversations: one form, one verb, any number of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mailbox.messages import access, flags, moving, tags
from mailbox.models import Entry, Folder, Role, Tag
from mailbox.web.detail_values import ConfirmPage
from mailbox.web.doors import MailRequest, mail_page, return_path, say

MOST_AT_ONCE = 500
MOST_TAKEN_BACK = 20_000
MOVES = {
    "archive": Role.ARCHIVE,
    "delete": Role.TRASH,
    "junk": Role.JUNK,
    "not_junk": Role.INBOX,
}
FLAGS = {
    "read": ("seen", True),
    "unread": ("seen", False),
    "star": ("flagged", True),
    "unstar": ("flagged", False),
}
UNDOING = {"read": "unread", "unread": "read", "star": "unstar", "unstar": "star"}
MOVE_BACK = "move_back"


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, in words, and the form that takes it back, if that can be.

    Only what the action has changed is named in it: a letter that had its star
    before keeps it.
    """

    words: str
    undo: Mapping[str, str] = field(default_factory=dict)


@mail_page
@require_POST
def act(request: MailRequest) -> HttpResponse:
    """Do what the pressed button says with the ticked conversations."""
    action, conversations = _read(request)
    back = return_path(request, reverse("mailbox:inbox"))
    entries = _entries(request, action, conversations)
    if not conversations or not entries:
        say(request, _("Tick the letters you mean first."), is_error=True)
        return redirect(back)
    if action == "erase" and request.POST.get("confirmed") != "yes":
        return _ask(request, conversations, back)
    done = _do(request, action, entries)
    if done is None:
        say(request, _("This cannot be done here."), is_error=True)
        return redirect(back)
    undo_url = reverse("mailbox:undo_act") if done.undo else ""
    say(request, done.words, undo_url=undo_url, undo_fields=done.undo)
    stay = request.POST.get("stay") and action.partition(":")[0] in STAYING
    return redirect(return_path(request, back, name="stay") if stay else back)


STAYING = frozenset({"star", "unstar", "tag", "untag"})


@mail_page
@require_POST
def undo_act(request: MailRequest) -> HttpResponse:
    """Take back the last action: everything returns to where it was."""
    back = return_path(request, reverse("mailbox:inbox"))
    action = request.POST.get("action", "")
    places = _read_places(request.POST.get("entries", ""))
    rows = Entry.objects.filter(mailbox=request.mailbox, pk__in=list(places))
    mine = list(rows)
    if action == MOVE_BACK:
        is_done = _move_back(request, mine, places)
    else:
        is_done = bool(mine) and _mark(request, action, mine) is not None
    if is_done:
        say(request, _("Taken back."))
    else:
        say(request, _("There is nothing to take back."), is_error=True)
    return redirect(back)


def _read(request: MailRequest) -> tuple[str, list[int]]:
    """Read the verb and the conversations; a row's own button names just its row."""
    one, _colon, action = request.POST.get("one", "").partition(":")
    if one:
        return action, [int(one)] if _whole(one) else []
    ticked = request.POST.getlist("conversation")[:MOST_AT_ONCE]
    return request.POST.get("action", ""), [int(raw) for raw in ticked if _whole(raw)]


def _entries(
    request: MailRequest, action: str, conversations: Iterable[int]
) -> list[Entry]:
    """Find the entries that are meant: in the folder shown, or everywhere."""
    raw = request.POST.get("folder", "0")
    if _whole(raw) and int(raw):
        folder = access.get_folder(request.user, int(raw))
        return list(
            access.list_entries(
                request.user, folder=folder, conversations=conversations
            )
        )
    everywhere = Entry.objects.filter(
        mailbox=request.mailbox, conversation_id__in=list(conversations)
    )
    return list(_meant(everywhere, action))


def _meant(entries: QuerySet[Entry], action: str) -> QuerySet[Entry]:
    """Outside one folder, filing leaves alone what is sent, written or deleted."""
    if action == "archive":
        return entries.filter(folder__role=Role.INBOX)
    if action in MOVES or action.startswith("move:"):
        return entries.exclude(folder__role__in=(Role.SENT, Role.DRAFTS, Role.TRASH))
    return entries


def _do(request: MailRequest, action: str, entries: list[Entry]) -> Done | None:
    """Do it; None if it is no action."""
    verb, _colon, number = action.partition(":")
    if action in MOVES:
        target = access.get_role_folder(request.user, MOVES[action])
        return _move(request, entries, target)
    if verb == "move" and _whole(number):
        return _move(request, entries, access.get_folder(request.user, int(number)))
    if action == "erase":
        number_gone = moving.expunge_entries(request.mailbox.pk, _ids(entries))
        return Done(_erased(number_gone))
    return _mark(request, action, entries)


def _mark(request: MailRequest, action: str, entries: list[Entry]) -> Done | None:
    verb, _colon, number = action.partition(":")
    if action in FLAGS:
        return _flag(request, action, entries)
    if verb in ("tag", "untag") and _whole(number):
        tag = access.get_tag(request.user, int(number))
        return _tag(tag, entries) if verb == "tag" else _untag(tag, entries)
    return None


def _move(request: MailRequest, entries: list[Entry], target: Folder) -> Done:
    leaving = [entry for entry in entries if entry.folder_id != target.pk]
    number = moving.move_entries(request.mailbox.pk, _ids(leaving), target.pk)
    places = [f"{entry.pk}:{entry.folder_id}" for entry in leaving]
    return Done(_moved(number, target), _undo(MOVE_BACK, places))


def _move_back(
    request: MailRequest, entries: list[Entry], places: dict[int, int]
) -> bool:
    """Move each entry to the folder that it came from."""
    came_from = {places[entry.pk] for entry in entries}
    moved = 0
    for folder_id in filter(None, came_from):
        folder = access.get_folder(request.user, folder_id)
        ids = [entry.pk for entry in entries if places[entry.pk] == folder_id]
        moved += moving.move_entries(request.mailbox.pk, ids, folder.pk)
    return moved > 0


def _flag(request: MailRequest, action: str, entries: list[Entry]) -> Done:
    flag, value = FLAGS[action]
    other = [entry.pk for entry in entries if getattr(entry, flag) is not value]
    mark: Callable[..., int] = flags.mark_seen if flag == "seen" else flags.mark_flagged
    mark(request.mailbox.pk, other, **{flag: value})
    return Done(_marked_words(action), _undo(UNDOING[action], other))


def _tag(tag: Tag, entries: list[Entry]) -> Done:
    bare = sorted(set(_ids(entries)) - tags.which_have(tag, _ids(entries)))
    tags.tag_entries(tag, bare)
    words = _("Tagged “%(name)s”.") % {"name": tag.name}
    return Done(words, _undo(f"untag:{tag.pk}", bare))


def _untag(tag: Tag, entries: list[Entry]) -> Done:
    tagged = sorted(tags.which_have(tag, _ids(entries)))
    tags.untag_entries(tag, tagged)
    words = _("Tag “%(name)s” removed.") % {"name": tag.name}
    return Done(words, _undo(f"tag:{tag.pk}", tagged))


def _undo(action: str, entries: Iterable[int | str]) -> dict[str, str]:
    """Make the form that takes back what was done to some entries."""
    named = " ".join(map(str, entries))
    return {"action": action, "entries": named} if named else {}


def _read_places(raw: str) -> dict[int, int]:
    """Read `entry` or `entry:folder`, with spaces between them; folder 0 is none."""
    places: dict[int, int] = {}
    for each in raw.split()[:MOST_TAKEN_BACK]:
        entry, _colon, folder = each.partition(":")
        if _whole(entry):
            places[int(entry)] = int(folder) if _whole(folder) else 0
    return places


def _ids(entries: Iterable[Entry]) -> list[int]:
    return [entry.pk for entry in entries]


def _ask(request: MailRequest, conversations: list[int], back: str) -> HttpResponse:
    number = len(conversations)
    fields = [("action", "erase"), ("next", back)]
    fields.append(("folder", request.POST.get("folder", "0")))
    fields.extend(("conversation", str(each)) for each in conversations)
    page = ConfirmPage(
        title=ngettext(
            "Delete %(number)d conversation for ever?",
            "Delete %(number)d conversations for ever?",
            number,
        )
        % {"number": number},
        words=_("It cannot be brought back afterwards."),
        button=ngettext("Delete %(number)d", "Delete %(number)d", number)
        % {"number": number},
        action_url=reverse("mailbox:act"),
        cancel_url=back,
        fields=tuple(fields),
    )
    return render(request, "mailbox/confirm.html", {"confirm": page})


def _moved(number: int, target: Folder) -> str:
    return ngettext(
        "%(number)d letter moved to %(folder)s.",
        "%(number)d letters moved to %(folder)s.",
        number,
    ) % {"number": number, "folder": target.title}


def _erased(number: int) -> str:
    return ngettext(
        "%(number)d letter deleted for ever.",
        "%(number)d letters deleted for ever.",
        number,
    ) % {"number": number}


def _marked_words(action: str) -> str:
    return {
        "read": _("Marked as read."),
        "unread": _("Marked as unread."),
        "star": _("Star added."),
        "unstar": _("Star removed."),
    }[action]


def _whole(raw: str) -> bool:
    return raw.isdecimal() and len(raw) < 19
