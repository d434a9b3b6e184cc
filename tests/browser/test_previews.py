"""Files are looked at by hand: through all of them, and back to the same place."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.letters import bring_in_letters
from tests.browser.person import Person, check_accessibility, sign_in
from tests.builders import files
from tests.service import Service

FILES = (
    ("kiln.png", "image/png", files.picture(size=(1200, 800))),
    ("清单.xlsx", "application/octet-stream", files.book()),
    ("contract.pdf", "application/pdf", files.pdf(3)),
    ("invite.ics", "text/calendar", files.EVENT),
    ("thing.bin", "application/octet-stream", b"x"),
)


@pytest.fixture
def ann(
    service: Service, open_account: Callable[[str], Person], tmp_path: Path
) -> Person:
    """Ann, who has a long letter with files."""
    ann = open_account("Ann")
    message = EmailMessage()
    message["From"] = "Wen Jing <wen@remote.test>"
    message["To"] = ann.address
    message["Subject"] = "Files"
    message["Message-ID"] = f"<files.{ann.address}>"
    message.set_content("A long letter.\n\n" + "Line after line.\n\n" * 60)
    for name, kind, content in FILES:
        family, subtype = kind.split("/")
        message.add_attachment(content, maintype=family, subtype=subtype, filename=name)
    bring_in_letters(service, tmp_path, ann.address, [message.as_bytes()])
    return ann


def open_letter(page: Page) -> None:
    page.goto("/")
    page.locator("#rows").get_by_role("link", name="Files").first.click()
    expect(page.locator("#subject")).to_have_text("Files")


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_one_looks_through_all_files_by_key_and_comes_back(
    new_context: Callable[..., BrowserContext], ann: Person, language: str
) -> None:
    page = new_context(locale=language).new_page()
    sign_in(page, ann)
    open_letter(page)
    page.locator("#letter").evaluate("letter => letter.scrollTop = 300")
    page.wait_for_timeout(300)
    page.locator(".file a.grow").first.evaluate("link => link.click()")
    here = page.url

    for name, _kind, _content in FILES:
        expect(page.locator("h1")).to_have_text(name)
        check_accessibility(page)
        page.keyboard.press("ArrowRight")
    expect(page.locator("h1")).to_have_text(FILES[-1][0])
    page.keyboard.press("ArrowLeft")
    expect(page.locator("h1")).to_have_text(FILES[-2][0])
    assert page.url != here
    page.keyboard.press("Escape")

    expect(page.locator("#subject")).to_have_text("Files")
    page.wait_for_function("() => document.getElementById('letter').scrollTop === 300")


def test_the_letter_is_at_hand_beside_its_file(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    open_letter(page)
    page.locator(".file a.grow").nth(3).click()

    page.locator(".look-letter summary").click()

    expect(page.get_by_text("A long letter.")).to_be_visible()
    check_accessibility(page)
    page.keyboard.press("Escape")
    expect(page.get_by_text("A long letter.")).to_be_hidden()
    expect(page.locator("h1")).to_have_text("invite.ics")


def test_files_are_looked_at_without_scripts(plain_page: Page, ann: Person) -> None:
    sign_in(plain_page, ann)
    open_letter(plain_page)
    plain_page.locator(".file a.grow").first.click()

    plain_page.get_by_role("link", name="Next file").click()
    expect(plain_page.get_by_role("cell", name="备件")).to_be_visible()
    plain_page.get_by_role("link", name="Back to the letter").click()

    expect(plain_page.locator("#subject")).to_have_text("Files")


def test_a_phone_sees_pages_of_a_pdf_as_pictures(
    new_context: Callable[..., BrowserContext], ann: Person
) -> None:
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    sign_in(page, ann)
    open_letter(page)
    page.locator(".file a.grow").nth(2).evaluate("link => link.click()")

    first = page.get_by_role("img", name="Page 1")
    expect(first).to_have_js_property("complete", value=True)
    assert first.evaluate("picture => picture.naturalWidth") > 300
    check_accessibility(page)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
