"""Changing one's password, on the page of name and password."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import Account
from accounts.signin import changing
from accounts.web.forms import PasswordForm
from accounts.web.setting_values import Answers
from accounts.web.settings import page_values
from accounts.web.settings_table import ACCOUNT_PAGE
from mailsvc.kit.errors import InvalidInput


@never_cache
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the password; every other session of this person ends."""
    if request.method == "GET":
        return redirect("accounts:settings_account")
    form = PasswordForm(request.POST)
    if form.is_valid() and _try(request, form):
        words = _("Your password is changed. You are signed out everywhere else.")
        messages.success(request, words)
        return redirect("accounts:settings_account")
    shown = {**page_values(request, ACCOUNT_PAGE, Answers()), "password": form}
    return render(request, ACCOUNT_PAGE.template, shown, status=422)


def _try(request: HttpRequest, form: PasswordForm) -> bool:
    account, typed = cast("Account", request.user), form.cleaned_data
    peer = request.META.get("REMOTE_ADDR", "")
    try:
        changing.change_password(account, typed["current"], typed["wanted"], peer)
    except InvalidInput as error:
        form.add_error(error.field, str(error.words))
        return False
    update_session_auth_hash(request, account)
    return True
