"""Speak the signed-in person's language and keep their time zone."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation


class AccountLocaleMiddleware(LocaleMiddleware):
    """The account's language when signed in; the cookie's or browser's before."""

    def process_request(self, request: HttpRequest) -> None:
        account = request.user
        if not account.is_authenticated:
            timezone.deactivate()
            super().process_request(request)
            return
        translation.activate(account.language)
        request.LANGUAGE_CODE = translation.get_language()
        if account.time_zone:
            timezone.activate(ZoneInfo(account.time_zone))
        else:
            timezone.deactivate()
