"""Saving while one writes, and the versions that two windows leave.

The script of the composer posts the form every now and then and is answered in
JSON; the pages of versions work without it.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Device
from accounts.models.preferences import Writing
from accounts.preferences.choosing import change_choice
from mailbox.compose import copies, saving
from mailbox.messages import access
from mailbox.models import Draft, DraftVersion
from mailbox.web import compose_answers as answers
from mailbox.web.compose_page import draft_url, other_version
from mailbox.web.compose_values import VersionPage
from mailbox.web.doors import MailRequest, mail_page, say
from mailbox.web.forms import LetterForm
from mailsvc.kit.errors import InvalidInput


@mail_page
@require_POST
def save(request: MailRequest, draft_id: int) -> HttpResponse:
    """Keep what is written so far.

    200 with the new version; 409 if another window wrote in between (both are in
    the answer); 404 if the letter is discarded, 410 if it is sent; 422 for what
    cannot be read.
    """
    found = access.get_draft(request.user, draft_id)
    form = LetterForm(request.mailbox, request.POST)
    if not form.is_valid():
        return answers.refuse_json(form)
    try:
        saved = saving.save_draft(found, form.written(found), form.writer())
    except saving.AlreadySent as error:
        return answers.gone_json(str(error.words))
    except InvalidInput as error:
        return answers.fault_json(error)
    _remember_format(request)
    if request.POST.get("away") or not found.copied_version:
        copies.renew_copy_soon(found)
    return answers.saved_json(saved)


@mail_page
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: MailRequest, draft_id: int, version_id: int) -> HttpResponse:
    """Look at what another window had written, or put it into the letter."""
    found = access.get_draft(request.user, draft_id)
    kept = access.get_draft_version(request.user, found, version_id)
    if request.method == "POST":
        return _restore(request, found, kept)
    request.shell_current = {"folder_id": None}  # type: ignore[attr-defined]
    context = {"version": _version_page(found, kept)}
    return render(request, "mailbox/compose_version.html", context)


def _remember_format(request: MailRequest) -> None:
    """Begin the next letter as this one was changed to: formatted, or plain."""
    wanted = request.POST.get("remember", "")
    if wanted in set(Writing) and wanted != request.user.preferences.writing:
        change_choice(request.user, "writing", wanted, Device.DESK)


def _restore(request: MailRequest, found: Draft, kept: DraftVersion) -> HttpResponse:
    try:
        saving.restore_version(found, kept)
    except saving.AlreadySent as error:
        say(request, str(error.words), is_error=True)
        return redirect("mailbox:inbox")
    copies.renew_copy_soon(found)
    say(request, _("The other version is in the letter now; this one is kept."))
    return redirect(draft_url(found))


def _version_page(found: Draft, kept: DraftVersion) -> VersionPage:
    lines = ((_("To"), kept.to), (_("Cc"), kept.cc), (_("Bcc"), kept.bcc))
    return VersionPage(
        subject=kept.subject,
        written_at=kept.written_at,
        recipients=tuple(line for line in lines if line[1]),
        text=kept.text,
        url=other_version(kept).url,
        draft_url=draft_url(found),
    )
