"""Acting on letters: the page answers at once, the server agrees, all can be undone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.letters import bring_in
from tests.browser.person import Person, check_accessibility, sign_in
from tests.service import Service

SUBJECTS = [f"Letter {number}" for number in range(1, 13)]


@pytest.fixture
def inbox(
    page: Page,
    open_account: Callable[[str], Person],
    service: Service,
    tmp_path: Path,
) -> Page:
    """Ann's Inbox with twelve letters, on a wide screen."""
    ann = open_account("Ann")
    bring_in(service, tmp_path, ann.address, SUBJECTS)
    sign_in(page, ann)
    expect(rows(page)).to_have_count(12)
    return page


def rows(page: Page) -> Locator:
    return page.locator("#rows .row")


def row(page: Page, subject: str) -> Locator:
    name = re.compile(rf"^(Unread\. )?{subject}$")
    return rows(page).filter(has=page.get_by_role("link", name=name))


def toast(page: Page) -> Locator:
    return page.locator("#toasts")


def press_on_row(page: Page, subject: str, action: str) -> None:
    row(page, subject).hover()
    page.locator(f".row-acts [data-action={action}]").click()


def tick(page: Page, *subjects: str) -> None:
    for subject in subjects:
        row(page, subject).get_by_role("checkbox").check()


def test_archiving_a_row_goes_on_to_the_next_and_comes_back(inbox: Page) -> None:
    press_on_row(inbox, "Letter 3", "archive")

    expect(rows(inbox)).to_have_count(11)
    expect(row(inbox, "Letter 4").get_by_role("link")).to_be_focused()
    expect(toast(inbox)).to_contain_text("1 letter moved to Archive.")
    expect(inbox.locator("#list-unread")).to_have_text("11 unread")
    check_accessibility(inbox)
    toast(inbox).get_by_role("button", name="Undo").click()

    expect(rows(inbox).nth(2)).to_contain_text("Letter 3")
    expect(inbox.locator("#list-unread")).to_have_text("12 unread")
    inbox.reload()
    expect(rows(inbox)).to_have_count(12)


def test_the_row_is_gone_before_the_server_has_answered(inbox: Page) -> None:
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    inbox.route("**/mail/act/", hold)

    with inbox.expect_request("**/mail/act/"):
        press_on_row(inbox, "Letter 3", "delete")

    expect(row(inbox, "Letter 3")).to_have_count(0)
    waiting[0].continue_()
    expect(toast(inbox)).to_contain_text("1 letter moved to Trash.")


def test_a_row_returns_with_words_when_the_server_disagrees(inbox: Page) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=409, content_type="text/plain", body="Not now.")

    inbox.route("**/mail/act/", refuse)

    press_on_row(inbox, "Letter 3", "archive")

    expect(toast(inbox)).to_contain_text("Not now.")
    expect(rows(inbox).nth(2)).to_contain_text("Letter 3")
    check_accessibility(inbox)
    toast(inbox).get_by_role("button", name="Close").click()
    expect(toast(inbox)).to_have_text("")


def test_what_cannot_be_reached_changes_nothing(inbox: Page) -> None:
    inbox.route("**/mail/act/", lambda route: route.abort())

    press_on_row(inbox, "Letter 3", "star")

    expect(toast(inbox)).to_contain_text("You are offline.")
    expect(row(inbox, "Letter 3").locator(".flags .is-star")).to_have_count(0)


def test_many_are_moved_and_tagged_together(inbox: Page) -> None:
    tick(inbox, "Letter 1", "Letter 2", "Letter 5")
    inbox.get_by_role("group", name="With the selected").get_by_label(
        "Delete", exact=True
    ).click()

    expect(rows(inbox)).to_have_count(9)
    expect(toast(inbox)).to_contain_text("3 letters moved to Trash.")
    toast(inbox).get_by_role("button", name="Undo").click()
    expect(rows(inbox)).to_have_count(12)
    expect(rows(inbox).nth(4)).to_contain_text("Letter 5")


def test_a_letter_that_is_filed_while_reading_gives_way_to_the_list(
    inbox: Page,
) -> None:
    row(inbox, "Letter 2").click()
    expect(inbox.locator("#subject")).to_have_text("Letter 2")
    expect(row(inbox, "Letter 2")).not_to_have_attribute("data-unread", "")

    inbox.locator("#thread").get_by_label("Archive", exact=True).click()

    expect(inbox.locator("#subject")).to_have_count(0)
    expect(rows(inbox)).to_have_count(11)
    expect(row(inbox, "Letter 3").get_by_role("link")).to_be_focused()
    toast(inbox).get_by_role("button", name="Undo").click()
    expect(rows(inbox)).to_have_count(12)


def test_a_star_shows_in_letter_and_list(inbox: Page) -> None:
    row(inbox, "Letter 2").click()
    inbox.locator("#thread").get_by_label("Add star").click()

    expect(row(inbox, "Letter 2").locator(".flags .is-star")).to_have_count(1)
    expect(inbox.locator("#thread").get_by_label("Remove star")).to_be_visible()
    toast(inbox).get_by_role("button", name="Undo").click()
    expect(row(inbox, "Letter 2").locator(".flags .is-star")).to_have_count(0)
    expect(inbox.locator("#thread").get_by_label("Add star")).to_be_visible()


def test_unread_again_closes_the_letter_and_shows_it_so(inbox: Page) -> None:
    row(inbox, "Letter 2").click()
    expect(inbox.locator("#list-unread")).to_have_text("11 unread")

    inbox.locator("#thread").get_by_label("Mark as unread").click()

    expect(inbox.locator("#subject")).to_have_count(0)
    expect(row(inbox, "Letter 2")).to_have_attribute("data-unread", "")
    expect(inbox.locator("#list-unread")).to_have_text("12 unread")


def test_a_letter_fetched_ahead_is_not_read_until_it_is_opened(inbox: Page) -> None:
    row(inbox, "Letter 6").hover()
    inbox.wait_for_timeout(600)
    inbox.get_by_label("Check for new mail").click()
    expect(inbox.locator("#list-unread")).to_have_text("12 unread")

    row(inbox, "Letter 6").hover()
    inbox.wait_for_timeout(600)
    row(inbox, "Letter 6").click()

    expect(inbox.locator("#subject")).to_have_text("Letter 6")
    expect(inbox.locator("#list-unread")).to_have_text("11 unread")
    inbox.reload()
    expect(inbox.locator("#list-unread")).to_have_text("11 unread")


def test_the_last_letter_leaves_an_empty_list_that_says_so(inbox: Page) -> None:
    inbox.get_by_label("Select all on this page").check()
    inbox.get_by_role("group", name="With the selected").get_by_label(
        "Archive", exact=True
    ).click()

    expect(inbox.get_by_role("heading", name="Inbox is empty")).to_be_visible()
    toast(inbox).get_by_role("button", name="Undo").click()
    expect(rows(inbox)).to_have_count(12)
