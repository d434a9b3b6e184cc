"""Signing in and out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.signin import throttling
from accounts.signin.changing import wait_words
from accounts.web.device import remember_device
from accounts.web.forms import SignInForm
from mailsvc.kit.http import own_path


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password, and open a session."""
    target = _safe_target(request)
    if request.user.is_authenticated:
        return redirect(target)
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and _try(request, form):
            return redirect(target)
    page = {"form": form, "next": target}
    return render(request, "accounts/signin/sign_in.html", page, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and have the browser forget what it kept."""
    logout(request)
    response = redirect("accounts:sign_in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _try(request: HttpRequest, form: SignInForm) -> bool:
    address, peer = form.cleaned_data["address"], request.META.get("REMOTE_ADDR", "")
    wait = throttling.seconds_to_wait(address, peer)
    if wait > 0:
        form.add_error(None, wait_words(int(wait) + 1))
        return False
    password = form.cleaned_data["password"]
    account = authenticate(request, username=address, password=password)
    if account is None:
        throttling.note_wrong_guess(address, peer)
        form.add_error(None, _("Address and password do not belong together."))
        return False
    throttling.forget_guesses(address, peer)
    login(request, account)
    remember_device(request)
    return True


def _safe_target(request: HttpRequest) -> str:
    """Where to go after signing in: a page of ours, or the Inbox."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return own_path(request, wanted) or str(settings.LOGIN_REDIRECT_URL)
