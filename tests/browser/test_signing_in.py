"""A person signs in, or is told why not."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.person import Person, check_accessibility, sign_in


def test_a_person_signs_in_and_out_again(
    page: Page, open_account: Callable[[str], Person]
) -> None:
    page.goto("/")
    check_accessibility(page)

    sign_in(page, open_account("Ann"))

    expect(page.get_by_role("heading", level=2, name="Inbox")).to_be_visible()
    check_accessibility(page)


def test_a_wrong_password_is_told_and_lets_nobody_in(
    page: Page, open_account: Callable[[str], Person]
) -> None:
    ann = open_account("Ann")
    page.goto("/sign-in/")
    page.get_by_label("Address").fill(ann.address)
    page.get_by_label("Password", exact=True).fill("not her password")
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("alert")).to_be_visible()
    check_accessibility(page)
    page.goto("/")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_signing_in_needs_no_scripts(
    plain_page: Page, open_account: Callable[[str], Person]
) -> None:
    sign_in(plain_page, open_account("Ann"))

    expect(plain_page.get_by_role("heading", level=2, name="Inbox")).to_be_visible()
