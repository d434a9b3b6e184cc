"""Whatever comes by mail: the page stays whole, nothing runs, nothing leaves.

Letters come in over SMTP, octet for octet, and are opened in a Chromium for which
every other host is one that writes down who knocks. First through both walls, as
in service; then with the cleaning taken out, through the frame's policy and its
sandbox alone.
"""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.attacker import Attacker
from tests.browser.chromium import launch_chromium, watch
from tests.browser.conftest import open_account_at
from tests.browser.hostile_html import HOST, VECTORS
from tests.browser.hostile_letters import Hostile, hostile_letters
from tests.browser.person import Person, sign_in
from tests.browser.wholeness import WIDE, list_faults
from tests.service import Service, plan_service

LETTERS: Final = hostile_letters()
PAGES: Final = [letter for letter in LETTERS if letter.is_page]


@dataclass(frozen=True)
class Row:
    """A line of a list."""

    subject: str
    sender: str
    url: str


@pytest.fixture
def attacker() -> Iterator[Attacker]:
    """Run the host that stands for every other one."""
    with Attacker() as attacker:
        yield attacker


@pytest.fixture
def besieged(
    playwright: Playwright, attacker: Attacker, tmp_path: Path
) -> Iterator[Browser]:
    """Run a Chromium that finds the attacker wherever it goes."""
    browser = launch_chromium(playwright, *attacker.options(tmp_path / "netlog.json"))
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def service_without_cleaning(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Service]:
    """Run a service that shows HTML as it came."""
    service = plan_service(
        tmp_path_factory.mktemp("without-cleaning") / "var",
        DJANGO_SETTINGS_MODULE="tests.browser.unsanitised",
    )
    with service.running():
        yield service


def test_attacker_is_heard_and_scripts_are_seen_where_nothing_holds_them(
    besieged: Browser, attacker: Attacker
) -> None:
    page = besieged.new_page()
    for vector in ("script", "image that fails", "remote pictures"):
        page.set_content(VECTORS[vector])
        page.wait_for_timeout(500)

    assert any("a script ran" in fault for fault in list_faults(page))
    assert any(said.startswith(b"GET /i.png") for said in attacker.heard)


def test_hostile_letters_leave_the_page_whole(
    besieged: Browser,
    attacker: Attacker,
    service: Service,
    open_account: Callable[[str], Person],
    tmp_path: Path,
) -> None:
    ann, complaints = open_account("Ann"), list[str]()
    hand_in(service, ann.address, LETTERS)
    page = besieged.new_context(base_url=service.url).new_page()
    watch(page, (service.url, f"http://{service.door('MAILSVC_EVENTS')}"), complaints)
    sign_in(page, ann)
    rows = wait_for_rows(page, len(LETTERS))

    faults = [fault for row in rows for fault in look_into(page, row)]
    faults += [fault for each in LETTERS for fault in find_untold(each, rows)]
    besieged.close()

    assert faults == []
    assert complaints == []
    assert attacker.heard == []
    assert "evil.test" not in (tmp_path / "netlog.json").read_text()


def test_frame_alone_holds_what_was_never_cleaned(
    besieged: Browser, attacker: Attacker, service_without_cleaning: Service
) -> None:
    """Chromium may connect ahead for a frame within the frame; it sends nothing."""
    ann = open_account_at(service_without_cleaning, "Ann")
    hand_in(service_without_cleaning, ann.address, PAGES)
    context = besieged.new_context(base_url=service_without_cleaning.url)
    page = context.new_page()
    sign_in(page, ann)
    rows = wait_for_rows(page, len(PAGES))

    faults = [fault for row in rows for fault in try_everything(page, row)]

    assert faults == []
    assert [said for said in attacker.heard if said] == []
    assert len(context.pages) == 1


def hand_in(service: Service, to: str, letters: list[Hostile]) -> None:
    """Hand letters over as a stranger's server would."""
    door = service.door("MAILSVC_MX")
    for letter in letters:
        with smtplib.SMTP(door.host, door.port) as client:
            assert client.sendmail("eve@evil.test", [to], letter.raw) == {}


def wait_for_rows(page: Page, number: int) -> list[Row]:
    """Wait until so many letters are listed; every page of the list must be whole."""
    for _ in range(60):
        if len(rows := list_rows(page)) == number:
            return rows
        page.wait_for_timeout(500)
    raise AssertionError(f"{len(rows)} letters of {number} are listed")


def list_rows(page: Page) -> list[Row]:
    rows: list[Row] = []
    url: str | None = "/"
    while url:
        page.goto(url)
        assert list_faults(page) == [], url
        found = page.evaluate(
            """() => [...document.querySelectorAll(".rows .row")].map((row) => {
                const link = row.querySelector(".subj a");
                const name = row.querySelector(".name");
                return [link.lastChild.textContent, name.textContent, link.href];
            })"""
        )
        rows += [Row(*each) for each in found]
        older = page.locator(".pager a[rel=next]")
        url = older.get_attribute("href") if older.count() else None
    return rows


def look_into(page: Page, row: Row) -> list[str]:
    """Open a letter, and say what is wrong with its page."""
    open_letter(page, row)
    faults = [*list_faults(page)]
    subject = " ".join(page.locator("#subject").inner_text().split())
    if subject != " ".join(row.subject.split()):
        faults.append(f"the subject is {subject!r}")
    if row.sender not in page.locator(".msg .who b").first.inner_text():
        faults.append(f"the sender is not {row.sender}")
    if page.locator("iframe").count():
        words = page.frame_locator("iframe").locator("body").inner_text()
        faults += [] if "Begin" in words else ["the frame shows nothing"]
    return [f"{row.subject[:60]}: {fault}" for fault in faults]


def try_everything(page: Page, row: Row) -> list[str]:
    """Open a letter that was not cleaned, press all in it, and see what it did."""
    open_letter(page, row)
    before = page.url
    frame = page.frame_locator("iframe")
    for press in ("form button", "p", "[href^='javascript']", "[href^='data']"):
        for thing in frame.locator(press).all()[:4]:
            thing.dispatch_event("click")
    page.wait_for_timeout(200)
    faults = [fault for fault in list_faults(page) if "script" in fault]
    if page.url != before:
        faults.append(f"it led to {page.url}")
    return [f"{row.subject}: {fault}" for fault in faults]


def open_letter(page: Page, row: Row) -> None:
    page.set_viewport_size(WIDE)
    page.goto(row.url)
    if page.locator("iframe").count():
        page.locator("iframe[data-fitted]").wait_for(state="attached")
    page.wait_for_timeout(100)


def find_untold(letter: Hostile, rows: list[Row]) -> list[str]:
    """Say whether a letter's row is missing, or says something else."""
    for row in rows:
        if letter.subject[:900] in row.subject and letter.sender in row.sender:
            return []
    return [f"{letter.name}: no row says {letter.subject[:60]} by {letter.sender[:60]}"]


def test_every_page_of_attack_asks_the_attacker() -> None:
    assert HOST.startswith("http://evil.test")
    assert len(VECTORS) >= 40
