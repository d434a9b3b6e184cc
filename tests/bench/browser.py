"""What the page costs in Chromium: bytes, requests, and how long a hand waits.

The service runs on the large mailbox, the page is alone in the browser, and clicks
are timed in the page itself: from the click until the second frame after what it
asked for is there. The floor is a small file of ours fetched and painted likewise.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page

from tests.bench.figures import ratio, say, timing_of, title
from tests.bench.place import ROOT, Place, running
from tests.browser.chromium import running_chromium

ROUNDS: Final = 20
QUIET_MILLISECONDS: Final = 1500
LIST_AT_MOST, MESSAGE_AT_MOST, NEXT_PAINT_AT_MOST = 60, 100, 100
COLD_AT_MOST, REQUESTS_AT_MOST, WARM_AT_MOST = 120, 12, 12
"""Kilobytes as sent, and requests."""

SIGN_IN: Final = """
from django.conf import settings
from django.test import Client
from accounts.models import Account
client = Client()
client.force_login(Account.objects.get(address={address!r}))
print("session", client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
CLICK: Final = """([selector, shown]) => new Promise((done) => {
    const start = performance.now();
    const frames = () => requestAnimationFrame(() => requestAnimationFrame(
        () => done(performance.now() - start)));
    const look = () => document.querySelector(shown) && (watch.disconnect(), frames());
    const watch = new MutationObserver(look);
    watch.observe(document, {subtree: true, childList: true, attributes: true});
    document.querySelector(selector).click();
})"""
FLOOR: Final = """() => new Promise(async (done) => {
    const start = performance.now();
    await (await fetch("/manifest.webmanifest", {cache: "no-store"})).text();
    requestAnimationFrame(() => requestAnimationFrame(
        () => done(performance.now() - start)));
})"""
OBSERVE: Final = """
window.seen = {events: [], shifts: []};
new PerformanceObserver((list) => {
    for (const each of list.getEntries())
        if (each.interactionId) seen.events.push([each.name, each.duration]);
}).observe({type: "event", durationThreshold: 16, buffered: true});
new PerformanceObserver((list) => {
    for (const each of list.getEntries())
        if (!each.hadRecentInput) seen.shifts.push(each.value);
}).observe({type: "layout-shift", buffered: true});
"""


@dataclass
class Traffic:
    """What a page has asked for since it was last reset, as Chromium counts it."""

    size_bytes: int = 0
    urls: dict[str, str] = field(default_factory=dict)

    def watch(self, page: Page) -> None:
        """Count all that this page is sent; the stream of news never ends."""
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._on_request)
        session.on("Network.loadingFinished", self._on_finished)
        session.send("Network.enable")

    def _on_request(self, event: dict[str, Any]) -> None:
        if event.get("type") not in ("EventSource", "Other"):
            self.urls[event["requestId"]] = event["request"]["url"]

    def _on_finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.urls:
            self.size_bytes += int(event["encodedDataLength"])


def measure_browser(place: Place, address: str = "ann@example.test") -> None:
    """Measure the page on one person's mailbox."""
    title("The page in Chromium, on 100,000 messages")
    session = _session_of(place, address)
    serve = ("manage.py", "serve")
    with running(place, *serve, port=place.http), running_chromium() as browser:
        context = _open(browser, place, session)
        page = context.new_page()
        _measure_bytes(page)
        _measure_clicks(page)
        context.close()
        _measure_journey(_open(browser, place, session))


def _session_of(place: Place, address: str) -> str:
    """Sign in without a password; gives the session."""
    words = SIGN_IN.format(address=address)
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", words],
        cwd=ROOT,
        env=place.environment,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.split("session ")[-1].strip()


def _open(browser: Browser, place: Place, session: str) -> BrowserContext:
    url = f"http://127.0.0.1:{place.http}"
    context = browser.new_context(
        base_url=url, viewport={"width": 1440, "height": 900}, service_workers="block"
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": url}])
    context.add_init_script(OBSERVE)
    return context


def _measure_bytes(page: Page) -> None:
    """Load the Inbox with an empty cache, and again."""
    for name, most, count_most in (
        ("cold Inbox", COLD_AT_MOST, REQUESTS_AT_MOST),
        ("warm Inbox", WARM_AT_MOST, REQUESTS_AT_MOST),
    ):
        traffic = Traffic()
        traffic.watch(page)
        page.goto("/")
        page.wait_for_timeout(QUIET_MILLISECONDS)
        size, count = traffic.size_bytes / 1000, len(traffic.urls)
        note = f"at most {most} KB, {count_most} requests"
        say(name, f"{size:.1f} KB in {count} requests", note)
        page.goto("about:blank")


def _measure_clicks(page: Page) -> None:
    page.goto("/")
    page.wait_for_timeout(QUIET_MILLISECONDS)
    floor = timing_of([page.evaluate(FLOOR) for _ in range(ROUNDS)])
    say("fetch and paint a small file", floor)
    for name, click, most in (
        ("click to list", _click_folder, LIST_AT_MOST),
        ("click to message", _click_row, MESSAGE_AT_MOST),
    ):
        timing = timing_of(_rounds(page, click))
        say(name, timing, f"{ratio(timing.p50, floor.p50)}; at most {most} ms")


def _rounds(page: Page, click: Callable[[Page, int], float]) -> list[float]:
    return [click(page, number) for number in range(ROUNDS)]


def _click_folder(page: Page, number: int) -> float:
    """Go to the Inbox and from it in turn."""
    page.wait_for_timeout(150)
    role = ("archive", "inbox")[number % 2]
    link = f"#rail a[data-role={role}]"
    href = page.locator(link).get_attribute("href")
    return float(page.evaluate(CLICK, [link, f'#list[data-list="{href}"]']))


def _click_row(page: Page, number: int) -> float:
    """Open the next row."""
    page.wait_for_timeout(150)
    href = page.locator("#rows .row a[href*='/c/']").nth(number).get_attribute("href")
    assert href
    conversation = href.split("/c/")[1].split("/")[0]
    shown = f'#thread-form input[name="conversation"][value="{conversation}"]'
    return float(page.evaluate(CLICK, [f'#rows a[href="{href}"]', shown]))


def _measure_journey(context: BrowserContext) -> None:
    """Work for a short while as people do, and ask Chromium what they felt."""
    page = context.new_page()
    page.goto("/")
    page.wait_for_timeout(QUIET_MILLISECONDS)
    rows = page.locator("#rows .row")
    for number in (1, 3):
        rows.nth(number).click()
        page.wait_for_selector("#subject")
        page.wait_for_timeout(400)
    for key in ("j", "k", "s", "s", "x", "x", "e", "z", "u"):
        page.keyboard.press(key)
        page.wait_for_timeout(400)
    page.mouse.move(500, 500)
    page.mouse.wheel(0, 1500)
    page.wait_for_timeout(400)
    page.locator("#rail a[data-role=archive]").click()
    page.wait_for_timeout(400)
    page.get_by_role("searchbox").first.click()
    page.keyboard.type("invoice", delay=60)
    page.wait_for_timeout(800)
    seen = page.evaluate("JSON.stringify(window.seen)")
    _say_felt(**json.loads(seen))


def _say_felt(events: list[tuple[str, float]], shifts: list[float]) -> None:
    name, slowest = max(events, key=lambda each: each[1], default=("none", 0.0))
    note = f"slowest of {len(events)}, {name}; at most {NEXT_PAINT_AT_MOST} ms"
    say("interaction to next paint", f"{slowest:.0f} ms", note)
    say("layout shift", f"{sum(shifts):.4f}", "0")
