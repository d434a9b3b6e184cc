"""What layouts ask for: how pages look for this person on this device.

No query of its own: the session and the account with its preferences are read once
for every request anyway.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import Account, Look
from accounts.web.device import device_of, zone_of
from accounts.web.settings_pages import GROUPS
from mailsvc.kit import formats


def look(request: HttpRequest) -> dict[str, Any]:
    """Give templates `look` (Look), the device, how times are shown, the rail."""
    return {
        "look": SimpleLazyObject(lambda: look_of(request)),
        "device": lambda: device_of(request),
        "device_zone": lambda: zone_of(request),
        "reader_zone": timezone.get_current_timezone_name,
        "reader_clock": lambda: formats.current().hour_clock,
        "settings_groups": GROUPS,
    }


def look_of(request: HttpRequest) -> Look:
    """Reckon the look of a page for who asks, with what they hold."""
    account = request.user
    if not isinstance(account, Account):
        return Look()
    return account.preferences.look_on(device_of(request))
