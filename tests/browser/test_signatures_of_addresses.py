"""Signatures in a browser: of each address, on a phone, and alone in a letter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.person import Person, check_accessibility, sign_in, speak_chinese
from tests.service import Service

ALIAS = """
from mailbox.models import MailAddress
mine = MailAddress.objects.get(address={0!r}).mailbox
MailAddress.objects.create(mailbox=mine, address="desk-" + {0!r})
"""


@pytest.fixture
def ann(open_account: Callable[[str], Person], service: Service, page: Page) -> Person:
    """A person of two addresses, signed in."""
    person = open_account("Ann")
    service.manage("shell", "-v", "0", "-c", ALIAS.format(person.address))
    sign_in(page, person)
    return person


def make_signature(page: Page, name: str, text: str) -> None:
    page.goto("/settings/signatures/new/")
    form = page.locator("form[data-module=own_text][data-ready]")
    form.locator("[name=name]").fill(name)
    form.locator("[data-body]").click()
    page.keyboard.type(text)
    expect(form.locator("[data-preview-rich]")).to_have_text(text)
    check_accessibility(page)
    form.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Your signatures")).to_be_visible()


def test_signature_follows_the_address_unless_it_was_changed(
    ann: Person, page: Page
) -> None:
    make_signature(page, "Work", "Ann of the kiln")
    make_signature(page, "Desk", "The desk")
    desk = f"desk-{ann.address}"
    page.get_by_label(f"New letters from {desk}").select_option("Desk")
    check_accessibility(page)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#toasts")).to_contain_text("Saved.")

    page.goto("/")
    page.locator(".rail-compose").click()
    letter = page.locator("#dock > .compose[data-ready]")
    signature = letter.locator("[data-body] .signature")
    expect(signature).to_have_text("Ann of the kiln")
    letter.locator("[name=from_address]").select_option(desk)
    expect(signature).to_have_text("The desk")

    letter.locator("[data-sign-menu] summary").click()
    check_accessibility(page)
    letter.get_by_role("button", name="Work").click()
    expect(signature).to_have_text("Ann of the kiln")
    letter.locator("[data-sign-menu] summary").click()
    letter.get_by_role("button", name="No signature").click()
    expect(signature).to_have_count(0)
    letter.locator("[data-sign-menu] summary").click()
    letter.get_by_role("button", name="Desk").click()
    signature.click()
    page.keyboard.press("End")
    page.keyboard.type(", by hand")
    letter.locator("[name=from_address]").select_option(ann.address)
    page.wait_for_timeout(300)
    expect(signature).to_have_text("The desk, by hand")


def test_letter_of_a_signature_only_leaves_no_draft(ann: Person, page: Page) -> None:
    make_signature(page, "Work", "Ann of the kiln")
    desk = f"desk-{ann.address}"
    page.goto("/")
    page.locator(".rail-compose").click()
    letter = page.locator("#dock > .compose[data-ready]")
    with page.expect_response(lambda answer: "/save/" in answer.url):
        letter.locator("[name=from_address]").select_option(desk)
    letter.locator("[data-act=close]:visible").click()
    expect(letter).to_have_count(0)

    page.locator(".rail-link[data-role=drafts]").click()
    expect(page.get_by_role("heading", name="No drafts")).to_be_visible()


def test_signature_is_found_and_made_on_a_phone_in_chinese(
    open_account: Callable[[str], Person], new_context: Callable[..., BrowserContext]
) -> None:
    size = {"width": 390, "height": 844}
    page = new_context(viewport=size, has_touch=True, color_scheme="dark").new_page()
    sign_in(page, open_account("Ann"))
    speak_chinese(page)
    page.goto("/settings/?q=落款")
    page.get_by_role("link", name="签名").first.click()
    page.get_by_role("link", name="新建签名").click()
    form = page.locator("form[data-module=own_text][data-ready]")
    form.locator("[name=name]").fill("工作")
    form.locator("[data-body]").click()
    page.keyboard.insert_text("安")
    check_accessibility(page)
    form.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", name="使用哪个签名")).to_be_visible()
    check_accessibility(page)

    page.goto("/compose/")
    letter = page.locator("form.compose[data-ready]")
    expect(letter.locator("[data-body] .signature")).to_have_text("安")
