"""Settings: one's own signatures, and with which of them each address begins."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mailbox.compose import signatures as service
from mailbox.messages import access
from mailbox.models import Signature
from mailbox.web.doors import MailRequest, mail_page, say
from mailbox.web.own_text_pages import (
    EXCERPT,
    OwnTextForm,
    OwnTextLine,
    form_of,
    form_posted,
    number_in,
    written_in,
)
from mailsvc.kit.errors import InvalidInput

PAGE = "mailbox:signatures"


@mail_page
@require_http_methods(["GET", "HEAD", "POST"])
def signatures(request: MailRequest) -> HttpResponse:
    """List signatures; choose them for addresses; delete one and take it back."""
    if request.method == "POST":
        return _change(request)
    kept = service.list_signatures(request.mailbox)
    page = {
        "signatures": [_line(each) for each in kept],
        "chosen": service.list_chosen(request.mailbox),
    }
    return render(request, "mailbox/signatures.html", page)


@mail_page
@require_http_methods(["GET", "HEAD", "POST"])
def signature_new(request: MailRequest) -> HttpResponse:
    """Write a new signature."""
    if request.method == "POST":
        return _save(request, None)
    is_rich = request.user.preferences.writing == "rich"
    return _show(request, OwnTextForm(is_rich=is_rich))


@mail_page
@require_http_methods(["GET", "HEAD", "POST"])
def signature(request: MailRequest, signature_id: int) -> HttpResponse:
    """Change a signature."""
    found = access.get_signature(request.user, signature_id)
    if request.method == "POST":
        return _save(request, found)
    return _show(request, form_of(found), found)


def _save(request: MailRequest, found: Signature | None) -> HttpResponse:
    try:
        service.save_signature(request.mailbox, written_in(request), found)
    except InvalidInput as error:
        return _show(request, form_posted(request, error), found, status=422)
    say(request, _("Signature saved."))
    return redirect(PAGE)


def _show(
    request: MailRequest,
    form: OwnTextForm,
    found: Signature | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    page = {"own": form, "signature": found, "limits": service.LIMITS}
    return render(request, "mailbox/signature.html", page, status=status)


def _change(request: MailRequest) -> HttpResponse:
    do, number = request.POST.get("do"), number_in(request, "signature")
    if do == "choose":
        _choose(request)
    elif do == "restore":
        _restore(request, number)
    else:
        found = access.get_signature(request.user, number)
        service.remove_signature(request.mailbox, found)
        fields = {"do": "restore", "signature": str(found.pk)}
        words = _("Signature “%(name)s” deleted.") % {"name": found.name}
        say(request, words, undo_url=reverse(PAGE), undo_fields=fields)
    return redirect(PAGE)


def _restore(request: MailRequest, number: int) -> None:
    found = access.get_signature(request.user, number, is_removed=True)
    try:
        service.take_back_signature(request.mailbox, found)
    except InvalidInput as error:
        say(request, str(error.words), is_error=True)


def _choose(request: MailRequest) -> None:
    """Read the table: two choices for each address that the form brings."""
    known = {each.pk: each for each in service.list_signatures(request.mailbox)}
    numbers = [each.address_id for each in service.list_chosen(request.mailbox)]
    wanted = {
        number: (
            known.get(number_in(request, f"new-{number}")),
            known.get(number_in(request, f"answers-{number}")),
        )
        for number in numbers
        if f"new-{number}" in request.POST
    }
    service.choose_signatures(request.mailbox, wanted)
    say(request, _("Saved."))


def _line(signature: Signature) -> OwnTextLine:
    return OwnTextLine(
        id=signature.pk,
        name=signature.name,
        excerpt=signature.text[:EXCERPT],
        url=reverse("mailbox:signature", args=[signature.pk]),
    )
