"""Journeys of a person in a real browser, through the real service.

One service runs for all journeys of a session; each journey opens accounts of
its own, so that none sees another's mail. A page that logs an error, breaks the
content security policy or asks another host for something fails its journey.
"""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from tests.browser.chromium import launch_chromium, watch
from tests.browser.person import Person
from tests.service import Service, find_free_endpoints, plan_service

WAIT_MILLISECONDS: Final = 15_000
_numbers = itertools.count(1)
expect.set_options(timeout=WAIT_MILLISECONDS)


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
def playwright() -> Iterator[Playwright]:
    """Run Playwright's driver for the session."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Run Debian's Chromium for the session."""
    browser = launch_chromium(playwright)
    yield browser
    browser.close()


@pytest.fixture
def open_account(service: Service) -> Callable[[str], Person]:
    """Open an account for a person whose mail nobody else's journey touches."""
    return partial(open_account_at, service)


def open_account_at(service: Service, name: str) -> Person:
    """Open an account for a person at a service."""
    address = f"{name.lower()}{next(_numbers)}@example.test"
    password = secrets.token_urlsafe(12)
    service.manage(
        *("create_account", address, "--name", name, "--password-stdin"),
        typed=f"{password}\n",
    )
    return Person(address, password, name)


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
