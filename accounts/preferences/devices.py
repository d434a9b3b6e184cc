"""Which class of device somebody holds, without a cookie for it.

A page's script knows best: it reports what it sees once for a session, and the
session remembers. Before that, the browser's headers allow a guess.
"""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import Device


def guess_device(headers: Mapping[str, str]) -> Device:
    """Guess the class of device from what a browser says of itself.

    Chromium sends `Sec-CH-UA-Mobile` over HTTPS; others are known by the words of
    their User-Agent. An iPad calls itself a Macintosh: only the script can tell.
    """
    agent = headers.get("User-Agent", "")
    if "iPad" in agent or ("Android" in agent and "Mobile" not in agent):
        return Device.TABLET
    if headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in agent:
        return Device.PHONE
    return Device.DESK
