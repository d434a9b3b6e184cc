"""Speak the signed-in person's language, keep their time zone, write as they do."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import timezone, translation

from accounts.models import Account
from accounts.preferences.zones import is_zone
from accounts.web.device import zone_of
from mailsvc.kit import formats


class AccountLocaleMiddleware(LocaleMiddleware):
    """The account's ways when signed in; the cookie's or browser's before."""

    def process_request(self, request: HttpRequest) -> None:
        account = request.user
        if not isinstance(account, Account):
            timezone.deactivate()
            formats.activate(formats.USUAL)
            super().process_request(request)
            return
        request.LANGUAGE_CODE = use_ways_of(account, zone_of(request))


def use_ways_of(account: Account, device_zone: str) -> str:
    """Use a person's language, zone and formats; give the language.

    Who chose no zone is shown the times of the device in hand.
    """
    translation.activate(account.language)
    zone = account.time_zone or device_zone
    if zone and is_zone(zone):
        timezone.activate(ZoneInfo(zone))
    else:
        timezone.deactivate()
    formats.activate(formats_of(account))
    return translation.get_language() or account.language


def formats_of(account: Account) -> formats.Formats:
    """Give the ways in which a person writes dates and hours."""
    chosen = account.preferences
    return formats.Formats(chosen.hour_clock, chosen.date_order, chosen.first_weekday)
