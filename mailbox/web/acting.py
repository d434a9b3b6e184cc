"""Actions on conversations: one form, one verb, any number of rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mailbox.messages import access, flags, moving, tags
from mailbox.models import Entry, Folder, Role
from mailbox.web.detail_values import ConfirmPage
from mailbox.web.doors import MailRequest, mail_page, return_path, say

MOST_AT_ONCE = 500
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
    words = _do(request, action, entries)
    if words:
        say(
            request,
            words,
            undo_url=reverse("mailbox:undo_act"),
            undo_fields=_undo(action, entries),
        )
    else:
        say(request, _("This cannot be done here."), is_error=True)
    stay = request.POST.get("stay") and action.partition(":")[0] in STAYING
    return redirect(return_path(request, back, name="stay") if stay else back)


STAYING = frozenset({"star", "unstar", "tag", "untag"})


@mail_page
@require_POST
def undo_act(request: MailRequest) -> HttpResponse:
    """Take back the last action: everything returns to where it was."""
    back = return_path(request, reverse("mailbox:inbox"))
    numbers = [
        int(raw) for raw in request.POST.get("entries", "").split() if _whole(raw)
    ]
    mine = Entry.objects.filter(mailbox=request.mailbox, pk__in=numbers[:MOST_AT_ONCE])
    ids = list(mine.values_list("pk", flat=True))
    action = request.POST.get("action", "")
    verb, _colon, number = action.partition(":")
    if verb == "move" and _whole(number):
        target = access.get_folder(request.user, int(number))
        moving.move_entries(request.mailbox.pk, ids, target.pk)
    else:
        _mark(request, action, ids)
    say(request, _("Taken back."))
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


def _do(request: MailRequest, action: str, entries: list[Entry]) -> str:
    """Do it; gives the words for the notice, or nothing if it is no action."""
    ids = [entry.pk for entry in entries]
    verb, _colon, number = action.partition(":")
    if action in MOVES:
        target = access.get_role_folder(request.user, MOVES[action])
        return _moved(moving.move_entries(request.mailbox.pk, ids, target.pk), target)
    if verb == "move" and _whole(number):
        target = access.get_folder(request.user, int(number))
        return _moved(moving.move_entries(request.mailbox.pk, ids, target.pk), target)
    if action == "erase":
        return _erased(moving.expunge_entries(request.mailbox.pk, ids))
    return _mark(request, action, ids)


def _mark(request: MailRequest, action: str, ids: list[int]) -> str:
    verb, _colon, number = action.partition(":")
    if action in FLAGS:
        flag, value = FLAGS[action]
        mark: Callable[..., int] = (
            flags.mark_seen if flag == "seen" else flags.mark_flagged
        )
        mark(request.mailbox.pk, ids, **{flag: value})
        return _marked_words(action)
    if verb in ("tag", "untag") and _whole(number):
        tag = access.get_tag(request.user, int(number))
        if verb == "tag":
            tags.tag_entries(tag, ids)
            return _("Tagged “%(name)s”.") % {"name": tag.name}
        tags.untag_entries(tag, ids)
        return _("Tag “%(name)s” removed.") % {"name": tag.name}
    return ""


def _undo(action: str, entries: list[Entry]) -> dict[str, str]:
    """The form that takes an action back; nothing for what cannot be."""
    ids = " ".join(str(entry.pk) for entry in entries)
    verb, _colon, number = action.partition(":")
    if action in MOVES or verb == "move":
        return {"action": f"move:{entries[0].folder_id}", "entries": ids}
    if action in UNDOING:
        return {"action": UNDOING[action], "entries": ids}
    if verb in ("tag", "untag"):
        other = "untag" if verb == "tag" else "tag"
        return {"action": f"{other}:{number}", "entries": ids}
    return {}


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
