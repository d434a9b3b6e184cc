"""One's own settings: an overview, and pages on which each choice is kept by itself.

A script posts one field at a time and is answered in words; without it a section is
a form with a button. Both end in the same service.
"""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Account
from accounts.preferences.choosing import WrongChoice, change_choice
from accounts.web.device import device_of, zone_of
from accounts.web.middleware import use_ways_of
from accounts.web.setting_values import Answers, Asker, view_section
from accounts.web.settings_search import find_settings
from accounts.web.settings_table import SectionedPage


@never_cache
@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """List the pages of settings, or what a search among them finds."""
    query = request.GET.get("q", "").strip()
    shown = {"query": query, "found": find_settings(query)}
    is_part = request.headers.get("HX-Request") == "true"
    template = "_found_part" if is_part else "overview"
    return render(request, f"accounts/settings/{template}.html", shown)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, sectioned: SectionedPage) -> HttpResponse:
    """Show a page of settings, and keep what is posted."""
    answers = Answers()
    if request.method == "POST":
        answers = keep_choices(request, sectioned)
        if request.headers.get("HX-Request"):
            return _say(answers)
        if not answers.faults:
            messages.success(request, _("Saved."))
            return redirect(request.path)
    shown = page_values(request, sectioned, answers)
    status = 422 if answers.faults else 200
    return render(request, sectioned.template, shown, status=status)


def page_values(
    request: HttpRequest, sectioned: SectionedPage, answers: Answers
) -> dict[str, object]:
    """Give a template what a page of settings shows."""
    asker = asker_of(request)
    sections = [view_section(each, asker, answers) for each in sectioned.sections]
    return {"settings_page": sectioned.page, "sections": sections}


def asker_of(request: HttpRequest) -> Asker:
    """Say whose settings are asked for, on what device."""
    account = cast("Account", request.user)
    return Asker(account, device_of(request), zone_of(request))


def keep_choices(request: HttpRequest, sectioned: SectionedPage) -> Answers:
    """Keep each posted choice that is of this page; say which could not be."""
    asker = asker_of(request)
    typed: dict[str, str] = {}
    faults: dict[str, str] = {}
    for setting in (each for part in sectioned.sections for each in part.settings):
        if setting.name not in request.POST:
            continue
        value = request.POST[setting.name]
        try:
            change_choice(asker.account, setting.name, value, asker.device)
        except WrongChoice as wrong:
            typed[setting.name], faults[setting.name] = value, str(wrong.words)
    use_ways_of(asker.account, asker.zone)
    return Answers(typed, faults)


def _say(answers: Answers) -> HttpResponse:
    """Answer a script in words: what was kept, or why not."""
    words, status = _("Saved."), 200
    if answers.faults:
        words, status = " ".join(answers.faults.values()), 422
    return HttpResponse(words, "text/plain; charset=utf-8", status)
