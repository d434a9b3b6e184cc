"""One's own settings: language, theme, time zone, time to undo."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Account
from accounts.web.forms import SettingsForm


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and save the settings."""
    account = cast("Account", request.user)
    form = SettingsForm(request.POST or None, instance=account)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        translation.activate(saved.language)
        messages.success(request, _("Saved."))
        return redirect("accounts:settings")
    status = 422 if form.errors else 200
    return render(request, "accounts/settings.html", {"form": form}, status=status)
