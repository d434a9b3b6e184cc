"""Selecting letters: one, a range, all that is loaded, all that there are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.letters import bring_in
from tests.browser.person import Person, check_accessibility, sign_in, speak_chinese
from tests.service import Service
from tests.waiting import wait_until

SUBJECTS = [f"Letter {number}" for number in range(1, 131)]


@pytest.fixture
def ann(
    open_account: Callable[[str], Person], service: Service, tmp_path: Path
) -> Person:
    ann = open_account("Ann")
    bring_in(service, tmp_path, ann.address, SUBJECTS)
    return ann


def rows(page: Page) -> Locator:
    return page.locator("#rows .row")


def ticked(page: Page) -> Locator:
    return page.locator("#rows .pick:checked")


def with_selected(page: Page, action: str) -> Locator:
    bar = page.get_by_role("group", name="With the selected")
    return bar.get_by_label(action, exact=True)


def scroll_to_end(page: Page) -> None:
    page.locator("#rows").evaluate("rows => rows.scrollTop = rows.scrollHeight")


def scrolled(page: Page) -> int:
    return int(page.locator("#rows").evaluate("rows => rows.scrollTop"))


def test_a_range_is_selected_with_shift(page: Page, ann: Person) -> None:
    sign_in(page, ann)

    rows(page).nth(1).get_by_role("checkbox").click()
    rows(page).nth(5).get_by_role("checkbox").click(modifiers=["Shift"])

    expect(ticked(page)).to_have_count(5)
    expect(page.locator(".bulk-count")).to_have_text("5")
    check_accessibility(page)


def test_more_loads_as_one_scrolls_under_one_heading_a_day(
    page: Page, ann: Person
) -> None:
    sign_in(page, ann)
    expect(rows(page)).to_have_count(50)

    scroll_to_end(page)
    expect(rows(page)).to_have_count(100)
    scroll_to_end(page)
    expect(rows(page)).to_have_count(130)

    days = page.locator(".day").all_text_contents()
    assert len(days) == len(set(days))
    check_accessibility(page)


def test_back_returns_to_a_place_far_down(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    scroll_to_end(page)
    expect(rows(page)).to_have_count(100)
    scroll_to_end(page)
    page.wait_for_timeout(400)
    left = scrolled(page)
    page.get_by_role("link", name="Starred", exact=True).click()
    expect(page.locator("#list-title")).to_contain_text("Starred")

    page.go_back()

    assert wait_until(lambda: scrolled(page) == left, seconds=10)


def test_all_of_a_folder_are_archived_by_a_job_and_come_back(
    page: Page, ann: Person
) -> None:
    sign_in(page, ann)
    page.get_by_label("Select all on this page").check()
    page.get_by_role("button", name="All 130 in Inbox").click()
    check_accessibility(page)

    with_selected(page, "Archive").click()

    line = page.locator("#deed-line")
    expect(line).to_contain_text("130 letters moved to Archive.", timeout=60_000)
    expect(page.get_by_role("heading", name="Inbox is empty")).to_be_visible()
    check_accessibility(page)
    page.reload()
    line.get_by_role("button", name="Undo").click()
    expect(line).to_contain_text("Taken back.", timeout=60_000)
    expect(rows(page)).to_have_count(50)
    line.get_by_role("button", name="Close").click()
    expect(line).to_be_empty()


def test_unticking_one_means_no_longer_all(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    page.get_by_label("Select all on this page").check()
    page.get_by_role("button", name="All 130 in Inbox").click()

    rows(page).nth(0).get_by_role("checkbox").uncheck()

    expect(page.locator("input[name=all]")).not_to_be_checked()
    expect(ticked(page)).to_have_count(49)


def test_all_are_marked_without_scripts(plain_page: Page, ann: Person) -> None:
    sign_in(plain_page, ann)
    plain_page.get_by_label("Select", exact=True).click()
    plain_page.get_by_label("All 130 in Inbox").check()

    with_selected(plain_page, "Mark as read").click()

    for _ in range(60):
        if "Marked as read." in plain_page.locator("#deed-line").inner_text():
            break
        plain_page.wait_for_timeout(500)
        plain_page.reload()
    expect(plain_page.locator("#rows .row[data-unread]")).to_have_count(0)
    plain_page.get_by_role("link", name="Older", exact=True).click()
    expect(rows(plain_page)).to_have_count(50)


def test_selecting_speaks_chinese_on_a_phone(
    new_context: Callable[..., BrowserContext], ann: Person
) -> None:
    viewport = {"width": 390, "height": 844}
    page = new_context(viewport=viewport, has_touch=True).new_page()
    sign_in(page, ann)
    speak_chinese(page)

    rows(page).nth(0).get_by_role("checkbox").tap()
    rows(page).nth(2).get_by_role("checkbox").tap()

    expect(page.locator("#status")).to_have_text("已选中 2 项")
    expect(page.locator(".bulk")).to_be_visible()
    check_accessibility(page)
    page.get_by_label("选择", exact=True).click()
    expect(page.get_by_label("“收件箱”中的全部 130 封")).to_be_visible()
    check_accessibility(page)
