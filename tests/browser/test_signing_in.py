"""A person signs in, or is told why not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.person import Person, check_accessibility, sign_in
from tests.service import Service


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_door_follows_the_browsers_language_and_theme(
    new_context: Callable[..., BrowserContext], scheme: str
) -> None:
    page = new_context(locale="zh-CN", color_scheme=scheme).new_page()
    page.goto("/sign-in/")

    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    paper = page.locator(".door").evaluate("it => getComputedStyle(it).backgroundColor")
    assert paper == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(19, 25, 24)")
    check_accessibility(page)


def test_the_door_changes_its_language_and_remembers(page: Page) -> None:
    page.goto("/sign-in/?next=/settings/look/")
    expect(page.locator("html")).to_have_attribute("lang", "en")

    page.get_by_role("button", name="简体中文").click()

    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    expect(page.locator("form.stack input[name=next]")).to_have_value("/settings/look/")
    page.goto("/")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


def test_the_language_of_the_account_is_spoken_inside(
    new_context: Callable[..., BrowserContext], open_account: Callable[[str], Person]
) -> None:
    page = new_context(locale="zh-CN").new_page()
    ann = open_account("Ann")
    page.goto("/sign-in/")
    page.locator("#id_address").fill(ann.address)
    page.locator("#id_password").fill(ann.password)
    page.get_by_role("button", name="登录").click()

    expect(page.get_by_role("heading", level=2, name="Inbox")).to_be_visible()


def test_signing_in_again_elsewhere_keeps_what_is_written_here(
    browser: Browser, service: Service, open_account: Callable[[str], Person]
) -> None:
    ann = open_account("Ann")
    # Not watched: the browser notes the one answer that makes the page ask again.
    context = browser.new_context(base_url=service.url)
    elsewhere = browser.new_context(base_url=service.url)
    page = context.new_page()
    sign_in(page, ann)
    page.locator(".rail-compose").click()
    letter = page.locator("#dock > .compose[data-ready]")
    letter.locator("[data-body]").fill("Begun.")
    expect(letter.locator("[data-saved]")).to_contain_text("Saved")

    sign_in(elsewhere.new_page(), ann)
    context.add_cookies(elsewhere.cookies())  # type: ignore[arg-type]
    with page.expect_response(
        lambda answer: answer.url.endswith("/save/") and answer.ok
    ):
        letter.locator("[data-body]").fill("Begun, and gone on with.")

    page.goto(letter.get_attribute("action") or "")
    expect(page.locator("[data-body]")).to_contain_text("gone on with")
    for each in (context, elsewhere):
        each.close()
