"""Going about in the mail: no reload, and every place is a page all the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.letters import bring_in
from tests.browser.person import Person, check_accessibility, sign_in
from tests.service import Service
from tests.waiting import wait_until

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SUBJECTS = [f"Letter {number}" for number in range(1, 40)]


@pytest.fixture
def ann(
    open_account: Callable[[str], Person], service: Service, tmp_path: Path
) -> Person:
    ann = open_account("Ann")
    bring_in(service, tmp_path, ann.address, SUBJECTS)
    return ann


def stay_on(page: Page) -> None:
    """Leave a mark that a reload would wipe out."""
    page.evaluate("window.stayed = true")


def has_stayed(page: Page) -> bool:
    return bool(page.evaluate("window.stayed === true"))


def row_link(page: Page, subject: str) -> Locator:
    """Find a row's link; what is unread says so first."""
    return page.get_by_role("link", name=re.compile(rf"^(Unread\. )?{subject}$"))


def test_a_letter_opens_beside_its_list_and_is_read_at_once(
    page: Page, ann: Person
) -> None:
    sign_in(page, ann)
    stay_on(page)
    expect(page.locator("#list-unread")).to_have_text("39 unread")

    row_link(page, "Letter 2").click()

    expect(page.locator("#subject")).to_have_text("Letter 2")
    expect(page).to_have_title("Letter 2 · Linden")
    expect(page.locator(".row[data-current]")).to_contain_text("Letter 2")
    expect(page.locator(".row[data-current][data-unread]")).to_have_count(0)
    expect(page.locator("#list-unread")).to_have_text("38 unread")
    expect(page.locator("#rail [aria-current] .count")).to_contain_text("38")
    assert has_stayed(page)
    check_accessibility(page)


def test_back_and_forward_show_each_place_where_one_left_it(
    page: Page, ann: Person
) -> None:
    sign_in(page, ann)
    stay_on(page)
    page.locator("#rows").evaluate("rows => rows.scrollTop = 700")
    page.wait_for_timeout(300)
    left = page.locator("#rows").evaluate("rows => rows.scrollTop")
    row_link(page, "Letter 15").click()
    expect(page.locator("#subject")).to_have_text("Letter 15")
    page.get_by_role("link", name="Sent", exact=True).click()
    expect(page.locator("#list-title")).to_contain_text("Sent")

    page.go_back()
    expect(page.locator("#subject")).to_have_text("Letter 15")
    rows = page.locator("#rows")
    assert wait_until(
        lambda: rows.evaluate("rows => rows.scrollTop") == left, seconds=10
    )
    page.go_back()
    expect(page.locator("#subject")).to_have_count(0)
    assert page.locator("#rows").evaluate("rows => rows.scrollTop") == left
    page.go_forward()

    expect(page.locator("#subject")).to_have_text("Letter 15")
    assert has_stayed(page)


def test_by_key_the_focus_goes_to_what_was_opened(page: Page, ann: Person) -> None:
    sign_in(page, ann)

    row_link(page, "Letter 3").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#subject")).to_be_focused()
    page.get_by_role("link", name="Drafts", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page.locator("#list-title")).to_contain_text("Drafts")
    expect(page.locator("#rows")).to_be_focused()


def test_on_a_phone_list_and_letter_take_turns(
    new_context: Callable[..., BrowserContext], ann: Person
) -> None:
    page = new_context(**PHONE).new_page()
    sign_in(page, ann)
    stay_on(page)

    row_link(page, "Letter 1").tap()
    expect(page.locator("#subject")).to_be_visible()
    expect(page.locator("#subject")).to_be_focused()
    expect(page.locator("#rows")).to_be_hidden()
    check_accessibility(page)
    page.get_by_role("link", name="Back to Inbox").tap()
    expect(page.locator("#rows")).to_be_visible()
    page.get_by_role("button", name="Folders").tap()
    page.locator("#rail").get_by_role("link", name="Starred").tap()

    expect(page.locator("#list-title")).to_contain_text("Starred")
    expect(page.locator("#rail")).to_be_hidden()
    assert has_stayed(page)


def test_nothing_of_a_letter_stays_in_the_browser(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    row_link(page, "Letter 2").click()
    expect(page.locator("#subject")).to_have_text("Letter 2")

    kept = page.evaluate(
        "JSON.stringify([history.state, {...localStorage}, {...sessionStorage}])"
    )

    assert "Letter" not in kept


def test_every_place_is_a_page_without_scripts(plain_page: Page, ann: Person) -> None:
    sign_in(plain_page, ann)

    row_link(plain_page, "Letter 1").click()
    expect(plain_page.locator("#subject")).to_have_text("Letter 1")
    plain_page.get_by_role("link", name="Starred", exact=True).click()
    expect(plain_page.locator("#list-title")).to_contain_text("Starred")
    plain_page.get_by_role("searchbox").fill("Letter 7")
    plain_page.get_by_role("searchbox").press("Enter")

    expect(plain_page.locator(".row")).to_have_count(1)
