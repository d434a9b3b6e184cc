"""The page keeps in step by itself: with new mail, another window, and the net."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.person import Person, check_accessibility, sign_in
from tests.browser.test_first_letter import hand_in
from tests.service import Service

WIDE = {"width": 1280, "height": 800}


def wait_for_stream(page: Page) -> None:
    page.goto("/")
    page.wait_for_timeout(1500)


def point_at(page: Page, selector: str) -> None:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)


def test_a_letter_shows_within_two_seconds_without_a_reload(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    ann = open_account("Ann")
    sign_in(page, ann)
    wait_for_stream(page)
    page.evaluate("window.here = true")

    hand_in(service, ann.address, "Fresh bread", "It is warm.")

    expect(page.locator(".row", has_text="Fresh bread")).to_be_visible(timeout=4000)
    expect(page).to_have_title("Inbox (1) · Linden")
    expect(page.locator("#rail .rail-link", has_text="Inbox")).to_contain_text("1")
    expect(page.locator("link[rel=icon]")).to_have_attribute(
        "href", re.compile("mark-unread")
    )
    assert page.evaluate("window.here")
    check_accessibility(page)


def test_nothing_moves_under_the_pointer_and_a_pill_says_what_is_new(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    ann = open_account("Ann")
    hand_in(service, ann.address, "First", "One.")
    sign_in(page, ann)
    expect(page.locator(".row", has_text="First")).to_be_visible()
    wait_for_stream(page)
    point_at(page, "#rows .row")

    hand_in(service, ann.address, "Second", "Two.")
    hand_in(service, ann.address, "Third", "Three.")

    expect(page.locator("#pill")).to_have_text("2 new", timeout=5000)
    assert page.locator("#rows .row").count() == 1
    check_accessibility(page)
    page.locator("#pill").click()
    expect(page.locator("#rows .row")).to_have_count(3)
    expect(page.locator("#pill")).to_be_hidden()


def test_two_windows_of_one_person_stay_in_step(
    new_context: Callable[..., BrowserContext],
    service: Service,
    open_account: Callable[[str], Person],
) -> None:
    ann = open_account("Ann")
    hand_in(service, ann.address, "Shared", "One letter.")
    desk, phone = (new_context(viewport=WIDE).new_page() for _ in range(2))
    for page in (desk, phone):
        sign_in(page, ann)
        expect(page.locator(".row", has_text="Shared")).to_be_visible()
        wait_for_stream(page)

    desk.get_by_role("link", name="Shared").click()
    expect(phone.locator(".row[data-unread]")).to_have_count(0)
    desk.get_by_role("button", name="Archive").first.click()

    expect(phone.locator(".row", has_text="Shared")).to_have_count(0)


def test_offline_says_so_and_keeps_what_is_loaded(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    ann = open_account("Ann")
    hand_in(service, ann.address, "Kept", "Still here.")
    sign_in(page, ann)
    expect(page.locator(".row", has_text="Kept")).to_be_visible()
    wait_for_stream(page)

    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    expect(page.locator(".row", has_text="Kept")).to_be_visible()
    page.context.set_offline(False)

    expect(page.locator("#offline")).to_be_hidden()


def test_the_installed_shell_keeps_no_mail(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    ann = open_account("Ann")
    sign_in(page, ann)
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.goto("/")

    kept = page.evaluate(
        """async () => {
            const urls = [];
            for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys())
                    urls.push(new URL(request.url).pathname);
            return urls;
        }"""
    )

    assert "/offline/" in kept
    assert all(each.startswith(("/static/", "/offline/")) for each in kept)
    manifest = page.request.get("/manifest.webmanifest")
    assert manifest.json()["display"] == "standalone"
