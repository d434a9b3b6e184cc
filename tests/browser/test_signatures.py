"""Signatures in a browser: made in the editor, below letters, changed in their menu."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.person import Person, check_accessibility, sign_in, speak_chinese


def make(page: Page, name: str, text: str) -> None:
    """Write a signature in the settings."""
    page.goto("/settings/signatures/new/")
    expect(page.locator(".own-form[data-ready]")).to_be_visible()
    page.locator("#own-name").fill(name)
    page.locator(".own-editor [data-body]").fill(text)
    expect(page.locator("[data-preview-rich]")).to_have_text(text)
    check_accessibility(page)
    page.locator("[value=save]").click()
    page.wait_for_url("**/settings/signatures/")


def test_signatures_are_made_and_changed_in_a_letter(
    open_account: Callable[[str], Person], page: Page
) -> None:
    sign_in(page, open_account("Ann"))
    speak_chinese(page)
    make(page, "工作", "安，景德镇窑厂")
    make(page, "Short", "A.")
    expect(page.locator("h1")).to_have_text("签名")
    check_accessibility(page)

    page.goto("/")
    page.locator(".rail-compose").click()
    letter = page.locator("#dock > .compose[data-ready]")
    expect(letter.locator(".signature")).to_have_text("安，景德镇窑厂")
    menu = letter.locator("[data-sign-menu]")
    menu.locator("summary").click()
    check_accessibility(page)
    menu.get_by_role("button", name="Short").click()
    expect(letter.locator(".signature")).to_have_text("A.")

    letter.locator("[data-act=format]").click()
    expect(letter.locator("[name=body]")).to_have_value("\n\n-- \nA.")
