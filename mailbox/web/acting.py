"""Actions on letters: one form, one verb, any number of rows; and their undo.

A script gets back what has changed in the frame (counts, notice, line of progress)
and changes the list itself; everyone else is led back to the page. A key in the form
makes sure that asking twice does it once.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mailbox.messages import access, deeds
from mailbox.messages.selecting import Kind, Selection
from mailbox.messages.verbs import ERASE, SNOOZE, Verb, parse_verb
from mailbox.models import Entry, Tag
from mailbox.web.acting_words import asking_words, deed_words
from mailbox.web.detail_values import ConfirmPage
from mailbox.web.doors import MailRequest, mail_page, return_path, say
from mailbox.web.folders import STARRED, TAGGED, is_number
from mailbox.web.moments import read_moment
from mailbox.web.rows import tag_chips
from mailbox.web.shell import is_part
from mailbox.web.snooze_times import LATEST
from mailbox.web.thread_values import ThreadMarks
from mailsvc.kit import clock
from mailsvc.kit.errors import NotFound

MOST_TICKED = 500
STAYING = frozenset({"star", "unstar", "tag", "untag"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form asks for; `verb` is None if that is no action."""

    verb: Verb | None
    selection: Selection
    key: str


@mail_page
@require_POST
def act(request: MailRequest) -> HttpResponse:
    """Do what the pressed button says with the letters that are meant."""
    asked = _read(request)
    if asked.selection.is_empty:
        return _refuse(request, _("Tick the letters you mean first."))
    if asked.verb is None and request.POST.get("action") == SNOOZE:
        return _refuse(request, _("Choose a day and an hour that are still to come."))
    if asked.verb is None:
        return _refuse(request, _("This cannot be done here."))
    if asked.verb.name == ERASE and request.POST.get("confirmed") != "yes":
        return _ask(request, asked.selection)
    deed = deeds.do_deed(request.mailbox, asked.verb, asked.selection, asked.key)
    if not deed.is_unfinished:
        if asked.verb.is_move and not deed.done:
            return _refuse(
                request, _("What was sent, written or deleted stays where it is.")
            )
        undo = {"key": deed.key} if deed.done and asked.verb.name != ERASE else {}
        undo_url = reverse("mailbox:undo_act") if undo else ""
        words = deed_words(deed, request.rail)
        say(request, words, undo_url=undo_url, undo_fields=undo)
    return _answer(request, is_staying=asked.verb.name in STAYING)


@mail_page
@require_POST
def undo_act(request: MailRequest) -> HttpResponse:
    """Take back what was done: every letter returns to where and how it was."""
    key = request.POST.get("key", "")
    try:
        deed = deeds.undo_deed(request.mailbox, key)
    except NotFound:
        return _refuse(request, _("There is nothing to take back."))
    if not deed.is_shown:
        say(request, _("Taken back."))
    return _answer(request)


@mail_page
@require_safe
def deed_line(request: MailRequest) -> HttpResponse:
    """Say how far a large action is."""
    if not is_part(request):
        return redirect("mailbox:inbox")
    return _frame(request)


@mail_page
@require_POST
def close_deed_line(request: MailRequest) -> HttpResponse:
    """Show the line of a large action no more."""
    deeds.close_line(request.mailbox, request.POST.get("key", ""))
    return _answer(request)


def _read(request: MailRequest) -> Asked:
    """Read verb and letters; a row's own button names just its row."""
    post = request.POST
    one, _colon, action = post.get("one", "").partition(":")
    given = post.get("key", "")
    key = given if 8 <= len(given) <= 36 and given.isascii() else str(uuid.uuid4())
    folder_id = _folder_id(request)
    if one:
        message = one.startswith("m")
        ids = _numbers([one.removeprefix("m")])
        selection = Selection(
            Kind.TICKED,
            folder_id,
            conversations=() if message else ids,
            messages=ids if message else (),
        )
        return Asked(parse_verb(action), selection, key)
    if post.get("all") == "1":
        return Asked(_verb(request), _everything(request), key)
    selection = Selection(
        Kind.TICKED,
        folder_id,
        conversations=_numbers(post.getlist("conversation")),
        messages=_numbers(post.getlist("message")),
    )
    return Asked(_verb(request), selection, key)


def _verb(request: MailRequest) -> Verb | None:
    """Read what is to be done; a moment of one's own is in a field beside it."""
    action = request.POST.get("action", "")
    if action == SNOOZE:
        moment = read_moment(request.POST.get("until", ""), clock.now(), LATEST)
        return Verb(SNOOZE, int(moment.timestamp())) if moment else None
    return parse_verb(action)


def _everything(request: MailRequest) -> Selection:
    """Read the place of which all letters are meant."""
    place = request.POST.get("in", "")
    if place == STARRED:
        return Selection(Kind.STARRED)
    if place.startswith(TAGGED):
        number = _numbers([place.removeprefix(TAGGED)])
        tag = access.get_tag(request.user, number[0] if number else 0)
        return Selection(Kind.TAG, tag_id=tag.pk)
    if place == "search":
        # The page that one returns to is the search, with all that it asks for.
        search = QueryDict(urlsplit(request.POST.get("next", "")).query)
        everywhere = search.get("all") == "1"
        return Selection(Kind.SEARCH, query=search.get("q", ""), everywhere=everywhere)
    folder_id = _folder_id(request)
    return Selection(Kind.FOLDER if folder_id else Kind.TICKED, folder_id)


def _folder_id(request: MailRequest) -> int:
    """Read the one folder that is meant, which must be the person's; 0 is none."""
    number = _numbers([request.POST.get("folder", "0")])
    if not number or not number[0]:
        return 0
    return access.get_folder(request.user, number[0]).pk


def _numbers(raw: list[str]) -> tuple[int, ...]:
    return tuple(int(each) for each in raw[:MOST_TICKED] if is_number(each))


def _answer(request: MailRequest, *, is_staying: bool = False) -> HttpResponse:
    """Lead back to the page; a script gets what has changed in the frame."""
    if is_part(request):
        return _frame(request)
    back = return_path(request, reverse("mailbox:inbox"))
    stay = is_staying and request.POST.get("stay")
    return redirect(return_path(request, back, name="stay") if stay else back)


def _frame(request: MailRequest) -> HttpResponse:
    """Give the parts of the frame that actions change."""
    return render(request, "mailbox/acted.html", {"thread": _marks(request)})


def _marks(request: MailRequest) -> ThreadMarks | None:
    """Read star and tags of the conversation that is open in the page that asks."""
    number = _numbers([request.POST.get("beside", "")])
    if not number:
        return None
    entries = Entry.objects.filter(mailbox=request.mailbox, conversation_id=number[0])
    labels = Tag.objects.filter(tagging__entry__in=entries).distinct().order_by("name")
    return ThreadMarks(
        is_starred=entries.filter(flagged=True).exists(), tags=tag_chips(labels)
    )


def _refuse(request: MailRequest, words: str) -> HttpResponse:
    """Say why nothing was done."""
    if is_part(request):
        return HttpResponse(words, status=409, content_type="text/plain; charset=utf-8")
    say(request, words, is_error=True)
    return redirect(return_path(request, reverse("mailbox:inbox")))


def _ask(request: MailRequest, selection: Selection) -> HttpResponse:
    """Ask before letters go for ever."""
    words = asking_words(request.mailbox, selection)
    kept = ("all", "conversation", "folder", "in", "key", "message", "next", "one")
    fields = [(name, each) for name in kept for each in request.POST.getlist(name)]
    page = ConfirmPage(
        title=words.title,
        words=_("It cannot be brought back afterwards."),
        button=words.button,
        action_url=reverse("mailbox:act"),
        cancel_url=return_path(request, reverse("mailbox:inbox")),
        fields=(("action", ERASE), *fields),
    )
    return render(request, "mailbox/confirm.html", {"confirm": page})
