"""One's own settings: an overview, and pages on which each choice is kept by itself.

A script posts one field at a time and asks for JSON; without it a section is a form
with a button. Both end in the same service.
"""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Account
from accounts.preferences import WrongChoice, change_choice
from accounts.web.look import device_of
from accounts.web.setting_values import Answers, view_section
from accounts.web.settings_table import SectionedPage


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List the pages of settings."""
    return render(request, "accounts/settings/overview.html")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, sectioned: SectionedPage) -> HttpResponse:
    """Show a page of settings, and keep what is posted."""
    answers = Answers()
    if request.method == "POST":
        answers = keep_choices(request, sectioned)
        if not answers.faults:
            messages.success(request, _("Saved."))
            return redirect(request.path)
    account = cast("Account", request.user)
    device = device_of(request)
    sections = [
        view_section(section, account, device, answers)
        for section in sectioned.sections
    ]
    shown = {"settings_page": sectioned.page, "sections": sections}
    status = 422 if answers.faults else 200
    return render(request, "accounts/settings/page.html", shown, status=status)


def keep_choices(request: HttpRequest, sectioned: SectionedPage) -> Answers:
    """Keep each posted choice that is of this page; say which could not be."""
    account = cast("Account", request.user)
    device = device_of(request)
    typed: dict[str, str] = {}
    faults: dict[str, str] = {}
    for setting in (each for part in sectioned.sections for each in part.settings):
        if setting.name not in request.POST:
            continue
        value = request.POST[setting.name]
        try:
            change_choice(account, setting.name, value, device)
        except WrongChoice as wrong:
            typed[setting.name], faults[setting.name] = value, str(wrong.words)
    translation.activate(account.language)
    return Answers(typed, faults)
