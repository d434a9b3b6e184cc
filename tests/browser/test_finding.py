"""Finding: the field that grows, its chips and suggestions, by key and by touch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.letters import bring_in
from tests.browser.person import Person, check_accessibility, sign_in
from tests.service import Service

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SUBJECTS = ["Kiln contract", "周四例会 report", "Lunch", "Annual report"]


@pytest.fixture
def ann(
    open_account: Callable[[str], Person], service: Service, tmp_path: Path
) -> Person:
    ann = open_account("Ann")
    bring_in(service, tmp_path, ann.address, SUBJECTS)
    return ann


def field(page: Page) -> Locator:
    return page.get_by_label("Search mail")


def panel(page: Page) -> Locator:
    return page.locator("#search-panel")


def option(page: Page, name: str) -> Locator:
    return page.get_by_role("option", name=name)


def chips(page: Page) -> Locator:
    return page.locator(".search .opchip")


def test_a_search_is_built_by_keys_alone(page: Page, ann: Person) -> None:
    sign_in(page, ann)

    field(page).focus()
    expect(option(page, "has:attachment")).to_be_visible()
    check_accessibility(page)
    page.keyboard.type("report is:unr")
    page.keyboard.press("ArrowDown")
    expect(field(page)).to_have_attribute("aria-activedescendant", "so-values-1")
    page.keyboard.press("Enter")
    expect(chips(page)).to_have_count(1)
    expect(field(page)).to_have_value("report ")
    page.keyboard.type("from:wen ")
    expect(chips(page)).to_have_count(2)
    page.keyboard.press("Enter")

    expect(page.locator(".row")).to_have_count(2)
    expect(panel(page)).to_be_hidden()
    expect(chips(page)).to_have_text(["is unread", "from wen"])
    check_accessibility(page)


def test_chips_are_edited_and_taken_away(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    page.goto("/search/?q=report+from:wen+after:2020")

    chips(page).first.get_by_title("Edit").click()
    expect(field(page)).to_have_value("report from:wen")
    expect(chips(page)).to_have_count(1)
    page.keyboard.press("Escape")
    field(page).fill("")
    page.keyboard.press("Backspace")
    expect(field(page)).to_have_value("after:2020")
    field(page).fill("lunch")
    page.keyboard.press("Enter")

    expect(page.locator(".row")).to_have_count(1)
    expect(page.locator(".row")).to_contain_text("Lunch")


def test_recent_searches_come_back_and_can_be_cleared(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    field(page).click()
    page.keyboard.type("lunch")
    page.keyboard.press("Enter")
    expect(page.locator(".row")).to_have_count(1)
    page.get_by_role("link", name="Inbox").first.click()
    expect(page.locator(".row")).to_have_count(4)
    expect(field(page)).to_have_value("")

    field(page).click()
    option(page, "lunch").click()
    expect(page.locator(".row")).to_have_count(1)
    field(page).fill("")
    page.get_by_role("button", name="Clear recent searches").click()

    expect(option(page, "lunch")).to_have_count(0)
    expect(option(page, "has:attachment")).to_be_visible()


def test_escape_closes_the_panel_and_keeps_what_was_typed(
    page: Page, ann: Person
) -> None:
    sign_in(page, ann)
    field(page).click()
    page.keyboard.type("in:")
    expect(option(page, "Archive")).to_be_visible()

    page.keyboard.press("Escape")

    expect(panel(page)).to_be_hidden()
    expect(field(page)).to_have_value("in:")
    expect(field(page)).to_be_focused()


def test_a_fault_is_a_red_chip_with_its_fix(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    page.goto("/search/?q=report+is:unred")
    expect(page.locator(".search .opchip--bad")).to_have_text("is unred")
    check_accessibility(page)

    page.get_by_role("link", name="is:unread").click()

    expect(page.locator(".row")).to_have_count(2)
    expect(page.locator(".opchip--bad")).to_have_count(0)


def test_finding_on_a_phone(
    new_context: Callable[..., BrowserContext], ann: Person
) -> None:
    page = new_context(**PHONE).new_page()
    sign_in(page, ann)

    page.get_by_role("link", name="Search", exact=True).tap()
    expect(field(page)).to_be_focused()
    page.keyboard.type("tag:")
    page.keyboard.press("Backspace")
    expect(option(page, "tag:")).to_be_visible()
    check_accessibility(page)
    field(page).fill("例会")
    page.keyboard.press("Enter")

    expect(page.locator(".row")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    check_accessibility(page)


def test_without_a_script_operators_are_chips_that_links_take_away(
    plain_page: Page, ann: Person
) -> None:
    sign_in(plain_page, ann)
    field(plain_page).fill("report from:nobody")
    field(plain_page).press("Enter")
    expect(plain_page.get_by_text("Nothing found")).to_be_visible()

    plain_page.get_by_role("link", name="Leave out from:nobody").first.click()

    expect(plain_page.locator(".row")).to_have_count(2)
    expect(field(plain_page)).to_have_value("report")


def test_a_search_is_kept_among_the_folders(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    page.goto("/search/?q=report")
    page.get_by_text("Save this search").click()
    page.get_by_role("textbox", name="Name").fill("报告 reports")
    check_accessibility(page)
    page.get_by_role("button", name="Save", exact=True).click()

    saved = page.locator("#rail").get_by_role("link", name="报告 reports")
    expect(saved).to_have_attribute("aria-current", "page")
    expect(page.locator("#list-title")).to_contain_text("报告 reports")
    expect(page.locator(".row")).to_have_count(2)
    check_accessibility(page)
    page.get_by_role("link", name="Inbox").first.click()
    expect(page.locator(".row")).to_have_count(4)
    saved.click()
    expect(page.locator(".row")).to_have_count(2)
    expect(field(page)).to_have_value("report")

    page.get_by_role("link", name="Rename or delete", exact=True).click()
    check_accessibility(page)
    page.get_by_role("button", name="Delete 报告 reports").click()
    expect(saved).to_have_count(0)


def test_hits_are_marked_also_far_down_in_a_letter(
    page: Page,
    open_account: Callable[[str], Person],
    service: Service,
    tmp_path: Path,
) -> None:
    ben = open_account("Ben")
    text = "Dear all, " + "and so on. " * 60 + "The zebra came by train."
    bring_in(service, tmp_path, ben.address, ["Zebra", "News of the week"], text)
    sign_in(page, ben)

    field(page).fill("zebra")
    field(page).press("Enter")

    expect(page.locator(".subj mark")).to_have_text("Zebra")
    expect(page.locator(".snip mark")).to_have_text("zebra")
    expect(page.locator(".row").nth(1).locator(".snip")).to_contain_text(
        "The zebra came by train."
    )
    check_accessibility(page)


def test_nothing_found_helps_by_one_press(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    page.goto("/search/?q=report+from:nobody")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    check_accessibility(page)

    page.locator(".instead").get_by_role("link", name="Leave out from:nobody").click()

    expect(page.locator(".row")).to_have_count(2)


def test_results_are_narrowed_by_one_press(
    page: Page, ann: Person, new_context: Callable[..., BrowserContext]
) -> None:
    sign_in(page, ann)
    page.goto("/search/?q=from:wen")
    expect(page.locator(".row")).to_have_count(4)
    check_accessibility(page)
    page.get_by_role("checkbox", name="Select: Lunch").check()
    page.locator(".bulk").get_by_role("button", name="Archive").click()
    expect(page.locator(".toast").first).to_be_visible()
    page.goto("/search/?q=from:wen")

    folders = page.locator("#facets .facet").filter(has_text="Folder")
    folders.get_by_role("link", name="Archive").click()

    expect(page.locator(".row")).to_have_count(1)
    expect(chips(page)).to_have_text(["from wen", "in Archive"])
    phone = new_context(**PHONE, storage_state=page.context.storage_state()).new_page()
    phone.goto("/search/?q=from:wen")
    phone.get_by_role("link", name="Narrow").tap()
    expect(phone.get_by_role("link", name="Archive")).to_be_visible()
    check_accessibility(phone)
