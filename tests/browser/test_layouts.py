"""Where a letter opens, how close the rows stand, one line for a message or for all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, FloatRect, Locator, Page, expect

from tests.browser.letters import bring_in
from tests.browser.person import (
    Person,
    check_accessibility,
    sign_in,
    speak_chinese,
)
from tests.service import Service
from tests.waiting import wait_until

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def ann(
    open_account: Callable[[str], Person], service: Service, tmp_path: Path
) -> Person:
    ann = open_account("Ann")
    subjects = ["Berth", "Re: Kiln", "年度报告", "Kiln"]
    bring_in(service, tmp_path, ann.address, subjects, answering="Kiln")
    return ann


def prefer(page: Page, path: str, name: str, value: str) -> None:
    """Choose something in the settings, and go back to the Inbox."""
    page.goto(f"/settings/{path}/")
    label = page.locator(f"label:has(input[name={name}][value={value}])").first
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        label.click()
    page.goto("/")


def rows(page: Page) -> Locator:
    return page.locator("#rows .row")


def open_first(page: Page) -> None:
    rows(page).first.locator(".subj a").click()
    expect(page.locator("#subject")).to_be_visible()


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found
    return found


def test_a_letter_opens_below_its_list(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    prefer(page, "reading", "reader", "below")

    open_first(page)

    list_, letter = box(page.locator("#list")), box(page.locator("#thread"))
    assert letter["y"] >= list_["y"] + list_["height"]
    assert letter["width"] == list_["width"]
    check_accessibility(page)


def test_a_letter_opens_in_place_of_its_list_and_gives_it_back(
    page: Page, ann: Person
) -> None:
    sign_in(page, ann)
    prefer(page, "reading", "reader", "off")
    expect(page.locator("#thread")).to_be_hidden()
    check_accessibility(page)

    open_first(page)
    expect(page.locator("#list")).to_be_hidden()
    expect(page.locator("#subject")).to_be_focused()
    check_accessibility(page)
    page.get_by_role("link", name="Back to Inbox").click()

    expect(page.locator("#list")).to_be_visible()
    expect(rows(page).first.locator(".subj a")).to_be_focused()


def test_rows_stand_closer_and_leave_out_the_preview(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    normal = box(rows(page).first)["height"]

    prefer(page, "look", "density", "compact")

    assert box(rows(page).first)["height"] < normal
    expect(rows(page).first.locator(".snip")).to_be_hidden()
    check_accessibility(page)


def test_each_message_has_its_line_and_opens_in_its_conversation(
    page: Page, ann: Person
) -> None:
    sign_in(page, ann)
    expect(rows(page)).to_have_count(3)
    prefer(page, "reading", "conversations", "off")
    expect(rows(page)).to_have_count(4)

    rows(page).filter(has_text="Kiln").last.locator(".subj a").click()

    expect(page.locator("#subject")).to_have_text("Kiln")
    expect(page.locator(".row[data-current]")).to_have_count(1)
    expect(page.locator("#list-unread")).to_have_text("3 unread")
    check_accessibility(page)
    page.locator("#thread").get_by_label("Archive", exact=True).click()
    expect(rows(page)).to_have_count(2)
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(rows(page)).to_have_count(4)


def test_what_is_found_stays_beside_what_is_opened(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    page.goto("/search/?q=kiln")
    expect(rows(page)).to_have_count(2)

    open_first(page)
    expect(rows(page)).to_have_count(2)
    check_accessibility(page)
    page.reload()
    expect(page.locator("#list-title")).to_contain_text("Results")
    before = page.url
    rows(page).nth(1).locator(".subj a").click()
    expect(rows(page).nth(1)).to_have_attribute("data-current", "")
    page.wait_for_url(lambda url: url != before)
    page.go_back()
    expect(rows(page).nth(0)).to_have_attribute("data-current", "")
    page.go_back()

    expect(page.locator("#thread")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 760, 1440])
def test_lists_fit_in_chinese_at_every_width(
    new_context: Callable[..., BrowserContext], ann: Person, width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    sign_in(page, ann)
    speak_chinese(page)

    expect(rows(page)).to_have_count(3)
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    check_accessibility(page)


def test_a_phone_keeps_its_place_in_the_list_behind_a_letter(
    new_context: Callable[..., BrowserContext],
    ann: Person,
    service: Service,
    tmp_path: Path,
) -> None:
    subjects = [f"Letter {number}" for number in range(40)]
    bring_in(service, tmp_path, ann.address, subjects)
    page = new_context(**PHONE).new_page()
    sign_in(page, ann)
    page.locator("#rows").evaluate("rows => rows.scrollTop = 900")
    page.wait_for_timeout(300)

    # A tap would first scroll the row to where it can be seen whole.
    page.get_by_role("link", name="Letter 14").evaluate("link => link.click()")
    expect(page.locator("#subject")).to_be_visible()
    page.go_back()

    expect(page.locator("#rows")).to_be_visible()
    scroller = page.locator("#rows")
    assert wait_until(lambda: scroller.evaluate("rows => rows.scrollTop") == 900)
