"""Journeys of a person in a real browser, through the real service.

One service runs for all journeys of a session; each journey opens accounts of
its own, so that none sees another's mail. A page that logs an error, breaks the
content security policy or asks another host for something fails its journey.
"""

from __future__ import annotations

import itertools
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.person import Person
from tests.service import Service, find_free_endpoints, plan_service

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
)
WAIT_MILLISECONDS: Final = 15_000
_numbers = itertools.count(1)


class Peer:
    """A mail host on the other side, which keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append((envelope.rcpt_tos, envelope.content))
        return "250 2.0.0 Taken"


@pytest.fixture(scope="session")
def peer() -> Iterator[tuple[Peer, int]]:
    """Run the host that takes the mail for remote.test; gives its port too."""
    peer = Peer()
    port = find_free_endpoints(1)[0].port
    controller = Controller(peer, hostname="127.0.0.1", port=port)
    controller.start()
    yield peer, port
    controller.stop()


@pytest.fixture(scope="session")
def service(
    tmp_path_factory: pytest.TempPathFactory, peer: tuple[Peer, int]
) -> Iterator[Service]:
    """Run the whole service for the session."""
    service = plan_service(
        tmp_path_factory.mktemp("service") / "var",
        MAILSVC_ROUTES=f"remote.test=127.0.0.1:{peer[1]}",
    )
    with service.running():
        yield service


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run Debian's Chromium for the session."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert path, "Chromium is not installed (Debian: apt-get install chromium)."
    # Chromium's own sandbox cannot be set up by root.
    options = [*OPTIONS, "--no-sandbox"] if os.getuid() == 0 else [*OPTIONS]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()


@pytest.fixture
def open_account(service: Service) -> Callable[[str], Person]:
    """Open an account for a person whose mail nobody else's journey touches."""

    def open_account(name: str) -> Person:
        address = f"{name.lower()}{next(_numbers)}@example.test"
        password = secrets.token_urlsafe(12)
        service.manage(
            *("create_account", address, "--name", name, "--password-stdin"),
            typed=f"{password}\n",
        )
        return Person(address, password, name)

    return open_account


@pytest.fixture
def new_context(
    service: Service, browser: Browser
) -> Iterator[Callable[..., BrowserContext]]:
    """Open browser windows with cookies of their own; watch their pages."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def new_context(**options: Any) -> BrowserContext:
        options = {"base_url": service.url, "locale": "en-GB", **options}
        context = browser.new_context(**options)
        context.set_default_timeout(WAIT_MILLISECONDS)
        own = (service.url, f"http://{service.door('MAILSVC_EVENTS')}")
        context.on("page", lambda page: watch(page, own, complaints))
        contexts.append(context)
        return context

    yield new_context
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """Open a fresh window on a wide screen."""
    return new_context(viewport={"width": 1280, "height": 800}).new_page()


@pytest.fixture
def plain_page(new_context: Callable[..., BrowserContext]) -> Page:
    """Open a fresh window of a browser without JavaScript."""
    return new_context(java_script_enabled=False).new_page()


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
