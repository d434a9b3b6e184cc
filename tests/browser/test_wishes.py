"""When an open letter counts as read, as its reader wishes: seen in the list beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.letters import bring_in
from tests.browser.person import Person, sign_in
from tests.service import Service


def wish(page: Page, value: str) -> None:
    """Choose when an open letter counts as read, and go back to the Inbox."""
    page.goto("/settings/reading/")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator(f"label:has(input[name=mark_read][value={value}])").click()
    page.goto("/")


def test_letter_counts_as_read_after_three_seconds_or_only_by_hand(
    service: Service, open_account: Callable[[str], Person], page: Page, tmp_path: Path
) -> None:
    ann = open_account("Ann")
    bring_in(service, tmp_path, ann.address, ["Second", "First"])
    sign_in(page, ann)

    wish(page, "after_3s")
    row = page.locator("#rows .row", has_text="First")
    row.locator("a").first.click()
    expect(page.locator("#subject")).to_have_text("First")
    expect(row).to_have_attribute("data-unread", "")
    page.reload()
    expect(row).to_have_attribute("data-unread", "")
    expect(row).not_to_have_attribute("data-unread", "", timeout=8000)
    page.reload()
    expect(row).not_to_have_attribute("data-unread", "")

    wish(page, "by_hand")
    row = page.locator("#rows .row", has_text="Second")
    row.locator("a").first.click()
    expect(page.locator("#subject")).to_have_text("Second")
    page.wait_for_timeout(3500)
    page.reload()
    expect(row).to_have_attribute("data-unread", "")
    page.keyboard.press("Shift+I")
    expect(row).not_to_have_attribute("data-unread", "")
