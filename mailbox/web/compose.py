"""Writing: a new letter, an answer, a forward, a draft; sending and taking back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from mailbox import jobs
from mailbox.compose import (
    checks,
    copies,
    drafts,
    files,
    replies,
    resending,
    saving,
    scheduling,
    sending,
)
from mailbox.compose.replies import Beginning
from mailbox.errors import MailError
from mailbox.messages import access
from mailbox.models import Draft
from mailbox.web import compose_answers as answers
from mailbox.web.compose_page import close_url, show_composer
from mailbox.web.compose_signing import sign_posted
from mailbox.web.doors import MailRequest, look_again, mail_page, only_when_meant, say
from mailbox.web.forms import LetterForm
from mailbox.web.schedule_times import is_scheduling, read_schedule
from mailbox.web.scheduled import say_scheduled
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput


@mail_page
@require_http_methods(["GET", "POST"])
def compose(request: MailRequest) -> HttpResponse:
    """Write a new letter; the first save makes its draft."""
    blank = drafts.blank_draft(request.mailbox, replies.begin_new(request.mailbox))
    if request.method == "GET":
        blank.to = request.GET.get("to", "")[:2000]
        blank.subject = request.GET.get("subject", "")[: saving.LONGEST_SUBJECT]
        return show_composer(request, blank)
    return _write(request, blank)


@mail_page
@require_http_methods(["GET", "POST"])
def draft(request: MailRequest, draft_id: int) -> HttpResponse:
    """Go on with a draft."""
    found = access.get_draft(request.user, draft_id)
    if found.envelope_id is not None:
        say(request, _("This message has been sent."), is_error=True)
        return redirect("mailbox:inbox")
    if found.scheduled_for is not None:
        return answers.tell_scheduled(request, found)
    if request.method == "GET":
        return show_composer(request, found)
    return _write(request, found)


@mail_page
@require_safe
@only_when_meant
def edit(request: MailRequest, message_id: int) -> HttpResponse:
    """Open the draft behind a message in Drafts; another client's is taken over."""
    found = drafts.find_draft_of(request.mailbox, message_id)
    if found is None:
        message = access.get_message(request.user, message_id)
        found = drafts.adopt_draft(request.mailbox, message)
    return redirect("mailbox:draft", found.pk)


@mail_page
@require_http_methods(["GET", "POST"])
def reply(request: MailRequest, message_id: int) -> HttpResponse:
    """Begin a reply to the author."""
    parent = access.get_message(request.user, message_id)
    return _begin(request, replies.begin_reply(request.mailbox, parent, to_all=False))


@mail_page
@require_http_methods(["GET", "POST"])
def reply_all(request: MailRequest, message_id: int) -> HttpResponse:
    """Begin a reply to everybody."""
    parent = access.get_message(request.user, message_id)
    return _begin(request, replies.begin_reply(request.mailbox, parent, to_all=True))


@mail_page
@require_http_methods(["GET", "POST"])
@only_when_meant
def forward(request: MailRequest, message_id: int) -> HttpResponse:
    """Begin a forward; only one with files needs a draft at once, to hold them."""
    parent = access.get_message(request.user, message_id)
    beginning = replies.begin_forward(request.mailbox, parent)
    if not parent.file_facts:
        return _begin(request, beginning)
    kept = drafts.begin_forward_of_files(request.mailbox, beginning, parent)
    return redirect("mailbox:draft", kept.pk)


@mail_page
@require_POST
def undo_send(request: MailRequest, envelope_id: int) -> HttpResponse:
    """Take a message back while there is time; its draft opens again."""
    envelope = access.get_envelope(request.user, envelope_id)
    try:
        found = sending.take_back(envelope)
    except sending.TooLate as error:
        say(request, str(error.words), is_error=True)
        return redirect("mailbox:inbox")
    say(request, _("Taken back. Nothing was sent."))
    return redirect("mailbox:draft", found.pk)


@mail_page
@require_POST
def send_again(request: MailRequest, envelope_id: int) -> HttpResponse:
    """Open a letter again, for those whom it did not reach."""
    envelope = access.get_envelope(request.user, envelope_id)
    try:
        found = resending.send_again(request.mailbox, envelope)
    except resending.NothingFailed as error:
        say(request, str(error.words), is_error=True)
        return redirect("mailbox:inbox")
    return redirect("mailbox:draft", found.pk)


def _begin(request: MailRequest, beginning: Beginning) -> HttpResponse:
    """Show a beginning, or keep what was written on it; looking keeps nothing."""
    blank = drafts.blank_draft(request.mailbox, beginning)
    if request.method == "GET":
        return show_composer(request, blank)
    return _write(request, blank)


def _write(request: MailRequest, found: Draft) -> HttpResponse:
    """Keep what was posted, then do what the pressed button says."""
    do = request.POST.get("do", "")
    if do == "open":
        return _open(request, found)
    if do == "discard":
        return _discard(request, found)
    form = LetterForm(request.mailbox, request.POST)
    if not form.is_valid():
        return answers.refuse(request, found, form)
    try:
        return _keep_and_do(request, found, form)
    except saving.AlreadySent as error:
        return answers.tell_gone(request, str(error.words))
    except InvalidInput as error:
        field = error.field if error.field in form.fields else None
        form.add_error(field, str(error.words))
    except (scheduling.TooManyScheduled, MailError, sending.WrittenMeanwhile) as error:
        form.add_error(None, str(error.words))
    return answers.refuse(request, found, form)


def _open(request: MailRequest, found: Draft) -> HttpResponse:
    """Begin a draft for a script: files and saves need a place from the start."""
    if found._state.adding:
        found.save()
    jobs.LEARN_CORRESPONDENTS.after_commit(mailbox_id=request.mailbox.pk)
    if answers.wants_json(request):
        return answers.tell_place(found)
    return show_composer(request, found)


def _keep_and_do(request: MailRequest, found: Draft, form: LetterForm) -> HttpResponse:
    do = request.POST.get("do", "")
    if found._state.adding:
        found = drafts.begin_once(found, form.cleaned_data["window"])
    saved = _keep(request, found, form)
    if saved.replaced:
        return answers.tell_both(request, saved)
    if doing := _leaving(request):
        return _look_and_let_go(request, found, doing)
    if do == "unfold":
        saving.unfold_quote(found)
    if "sign" in request.POST:
        sign_posted(request, found)
    if do == "save":
        say(request, _("Draft saved."))
    return answers.tell_kept(request, found)


def _keep(request: MailRequest, found: Draft, form: LetterForm) -> saving.Saved:
    """Save text and files."""
    removed = request.POST.get("remove", "")
    if removed.isdecimal():
        files.remove_file(found, int(removed))
    for sent in request.FILES.getlist("files"):
        name, kind, size = sent.name or "", sent.content_type or "", sent.size or 0
        files.add_file(found, files.file_facts(name, kind, size), sent.chunks())
    saved = saving.save_draft(found, form.written(found), form.writer())
    if not _leaving(request):
        copies.renew_copy(found)
    return saved


def _leaving(request: MailRequest) -> str:
    """Give by which button the letter is to go, now or later; empty if by none."""
    do = request.POST.get("do", "")
    doing = request.POST.get("doing", "") if do == "anyway" else do
    return doing if doing == "send" or is_scheduling(doing) else ""


def _look_and_let_go(request: MailRequest, found: Draft, doing: str) -> HttpResponse:
    """Let a letter go, unless there is something that its writer has not seen yet."""
    is_anyway = request.POST.get("do") == "anyway"
    seen = request.POST.getlist("checked") if is_anyway else []
    noticed = checks.notice(found)
    if any(each.token not in seen for each in noticed):
        copies.renew_copy(found)
        return answers.tell_noticed(request, found, noticed, doing)
    if doing == "send":
        return _send(request, found)
    return _schedule(request, found, doing)


def _send(request: MailRequest, found: Draft) -> HttpResponse:
    sending.send_draft(found, undo_seconds=request.user.preferences.undo_seconds)
    look_again(request)
    jobs.LEARN_CORRESPONDENTS.after_commit(mailbox_id=request.mailbox.pk)
    if not request.user.preferences.undo_seconds:
        say(request, _("Sent."))
    return answers.tell_done(request, close_url(request, found))


def _schedule(request: MailRequest, found: Draft, do: str) -> HttpResponse:
    at = read_schedule(do, request.POST.get("when", ""), clock.now())
    scheduling.schedule_draft(found, at)
    jobs.LEARN_CORRESPONDENTS.after_commit(mailbox_id=request.mailbox.pk)
    say_scheduled(request, found)
    return answers.tell_done(request, close_url(request, found))


def _discard(request: MailRequest, found: Draft) -> HttpResponse:
    try:
        if found.pk is not None:
            drafts.discard_draft(found)
    except saving.IsScheduled as error:
        return answers.tell_gone(request, str(error.words))
    if found.version > 1:
        say(request, _("Draft discarded."))
    return answers.tell_done(request, reverse("mailbox:inbox"))
