"""Debian's Chromium, and what no page of ours may do in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

CHROMIUM: Final = ("chromium", "chromium-browser", "google-chrome")
# Chromium's own traffic is cut off: it would ask Google's hosts at every start.
OPTIONS: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
# Words under a field, another window's version, and a tunnel are no faults of a page.
HARMLESS: Final = (
    "status of 422",
    "status of 409",
    "net::ERR_INTERNET_DISCONNECTED",
    "net::ERR_FAILED",
)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Run the browser until the block ends."""
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright)
        yield browser
        browser.close()


def launch_chromium(playwright: Playwright, *more: str) -> Browser:
    """Start the browser, with further options of its own."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert path, "Chromium is not installed (Debian: apt-get install chromium)."
    # Chromium's own sandbox cannot be set up by root.
    options = [*OPTIONS, *(["--no-sandbox"] if os.getuid() == 0 else []), *more]
    return playwright.chromium.launch(executable_path=path, args=options)


def watch(page: Page, own: tuple[str, ...], complaints: list[str]) -> None:
    """Note what no page of ours may do: fail, or ask another host."""

    def on_console(message: Any) -> None:
        if message.type == "error" and not any(
            each in message.text for each in HARMLESS
        ):
            complaints.append(f"{page.url}: {message.text}")

    def on_request(request: Any) -> None:
        if request.url.startswith("http") and not request.url.startswith(own):
            complaints.append(f"{page.url}: asked for {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("request", on_request)
