"""Scheduled letters: which wait and until when; sending, moving and cancelling them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from mailbox.compose import scheduling, sending
from mailbox.compose.assembling import bodies_of
from mailbox.compose.recipients import usable_recipients
from mailbox.compose.saving import AlreadySent
from mailbox.errors import MailError
from mailbox.messages import access
from mailbox.models import Draft, Mailbox
from mailbox.web.doors import MailRequest, mail_page, say
from mailbox.web.schedule_times import is_scheduling, read_schedule
from mailbox.web.scheduled_values import ScheduledLetter, ScheduledPage
from mailbox.web.times import written_time
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput

SNIPPET = 200
MOST_NAMED = 3
REFUSALS = (
    MailError,
    InvalidInput,
    sending.WrittenMeanwhile,
    scheduling.TooManyScheduled,
)


@mail_page
@require_safe
def scheduled(request: MailRequest) -> HttpResponse:
    """List the letters that wait for their time, the next one first."""
    rows = scheduling.list_scheduled(request.mailbox)
    page = ScheduledPage(tuple(_line(each) for each in rows))
    return render(request, "mailbox/scheduled.html", {"scheduled": page})


@mail_page
@require_http_methods(["GET", "HEAD", "POST"])
def scheduled_letter(request: MailRequest, draft_id: int) -> HttpResponse:
    """Read a letter that waits for its time, or do something with it."""
    found = access.get_draft(request.user, draft_id)
    if found.scheduled_for is None:
        return _not_waiting(request, found)
    if request.method != "POST":
        letter = {"letter": _whole(found)}
        return render(request, "mailbox/scheduled_letter.html", letter)
    try:
        _do(request, found, request.POST.get("do", ""))
    except AlreadySent as error:
        say(request, str(error.words), is_error=True)
    except REFUSALS as error:
        say(request, str(error.words), is_error=True)
        return redirect("mailbox:scheduled_letter", found.pk)
    return redirect("mailbox:scheduled")


@mail_page
@require_POST
def scheduled_edit(request: MailRequest, draft_id: int) -> HttpResponse:
    """Take a letter off the schedule, and open it."""
    found = access.get_draft(request.user, draft_id)
    if found.scheduled_for is None:
        return _not_waiting(request, found)
    try:
        scheduling.unschedule_draft(found)
    except (AlreadySent, sending.WrittenMeanwhile) as error:
        say(request, str(error.words), is_error=True)
        return redirect("mailbox:scheduled")
    say(request, _("Taken off the schedule: it goes when you send it."))
    return redirect("mailbox:draft", found.pk)


def waiting_answers(
    mailbox: Mailbox, numbers: Iterable[int]
) -> tuple[ScheduledLetter, ...]:
    """Give the scheduled letters that answer some messages; mostly without a query."""
    return tuple(_line(each) for each in scheduling.list_answers(mailbox, numbers))


def say_scheduled(request: MailRequest, found: Draft) -> None:
    """Tell when a letter will go, and offer to take it back."""
    assert found.scheduled_for is not None
    at = written_time(found.scheduled_for, clock.now())
    edit = reverse("mailbox:scheduled_edit", args=[found.pk])
    say(request, _("Scheduled: it goes at %(time)s.") % {"time": at}, undo_url=edit)


def _do(request: MailRequest, found: Draft, do: str) -> None:
    if do == "now":
        seconds = request.user.preferences.undo_seconds
        sending.send_draft(found, undo_seconds=seconds)
        if not seconds:
            say(request, _("Sent."))
    elif do == "cancel":
        scheduling.unschedule_draft(found)
        say(request, _("Cancelled. The letter is in Drafts."))
    elif is_scheduling(do):
        typed = request.POST.get("when", "")
        scheduling.schedule_draft(found, read_schedule(do, typed, clock.now()))
        say_scheduled(request, found)


def _not_waiting(request: MailRequest, found: Draft) -> HttpResponse:
    """Lead on from a letter that has gone, or is a draft again."""
    if found.envelope_id is None:
        return redirect("mailbox:draft", found.pk)
    say(request, _("This message has been sent."), is_error=True)
    return redirect("mailbox:scheduled")


def _line(draft: Draft) -> ScheduledLetter:
    assert draft.scheduled_for is not None
    people = usable_recipients(", ".join(filter(None, _addressed(draft))))
    named = [each.name or each.address for each in people[:MOST_NAMED]]
    more = len(people) - len(named)
    if more > 0:
        named.append(_("and %(n)d more") % {"n": more})
    return ScheduledLetter(
        id=draft.pk,
        subject=draft.subject,
        to=", ".join(named),
        at=draft.scheduled_for,
        url=reverse("mailbox:scheduled_letter", args=[draft.pk]),
        edit_url=reverse("mailbox:scheduled_edit", args=[draft.pk]),
        snippet=" ".join(draft.text[: SNIPPET * 2].split())[:SNIPPET],
    )


def _whole(draft: Draft) -> ScheduledLetter:
    labels = (_("To"), _("Cc"), _("Bcc"))
    lines = zip(labels, _addressed(draft), strict=True)
    files = draft.files.order_by("pk").values_list("filename", flat=True)
    return replace(
        _line(draft),
        text=bodies_of(draft)[0],
        lines=tuple((label, people) for label, people in lines if people),
        files=tuple(files),
    )


def _addressed(draft: Draft) -> tuple[str, str, str]:
    return draft.to, draft.cc, draft.bcc
