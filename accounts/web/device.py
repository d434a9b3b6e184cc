"""The device in hand, as this session knows it: its class and its time zone.

A script reports both once, when they are not what the session knows; the session
row is read with every request anyway, so that asking costs nothing. Without a
script the class is guessed from headers, and the zone is the site's.
"""

from __future__ import annotations

from typing import Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.models import Account, Device
from accounts.preferences.devices import guess_device
from accounts.preferences.zones import is_zone

DEVICE_KEY: Final = "device"
ZONE_KEY: Final = "zone"


@never_cache
@login_required
@require_POST
def report(request: HttpRequest) -> JsonResponse:
    """Remember what a script reports; answer with the look for that device."""
    remember_device(request)
    account = request.user
    assert isinstance(account, Account)
    look = account.preferences.look_on(device_of(request))
    return JsonResponse(
        {"size": look.size, "density": look.density, "reader": look.reader}
    )


def remember_device(request: HttpRequest) -> None:
    """Remember the posted class and zone, where they are ones that there are."""
    device, zone = request.POST.get("device", ""), request.POST.get("zone", "")
    if device in Device.values:
        request.session[DEVICE_KEY] = device
    if is_zone(zone):
        request.session[ZONE_KEY] = zone


def device_of(request: HttpRequest) -> Device:
    """Say which class of device asks."""
    reported = request.session.get(DEVICE_KEY)
    if reported in Device.values:
        return Device(reported)
    return guess_device(request.headers)


def zone_of(request: HttpRequest) -> str:
    """Name the time zone of the device, or nothing where none was reported."""
    return str(request.session.get(ZONE_KEY, ""))
