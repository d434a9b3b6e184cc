"""What layouts ask for: how pages look for this person on this device.

The class of device is what the page's script reported for this session; before
that, a guess from the browser's headers. No cookie of its own, no extra query: the
session and the account with its preferences are read once for every request anyway.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import Account, Device, Look
from accounts.preferences import guess_device
from accounts.web.settings_pages import GROUPS

DEVICE_KEY = "device"


def look(request: HttpRequest) -> dict[str, Any]:
    """Give templates `look` (Look), and `settings_groups` for the rail of settings."""
    return {
        "look": lambda: look_of(request),
        "device": lambda: device_of(request),
        "settings_groups": GROUPS,
    }


def look_of(request: HttpRequest) -> Look:
    """Reckon the look of a page for who asks, with what they hold."""
    account = request.user
    if not isinstance(account, Account):
        return Look()
    return account.preferences.look_on(device_of(request))


def device_of(request: HttpRequest) -> Device:
    """Say which class of device asks."""
    reported = request.session.get(DEVICE_KEY)
    if reported in Device.values:
        return Device(reported)
    return guess_device(request.headers)
