"""Printing: a letter comes out whole, page after page, and opens its own dialogue."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pypdfium2
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.letters import bring_in
from tests.browser.person import Person, sign_in
from tests.service import Service

LONG = "\n\n".join(f"Paragraph {n}. " + "Kiln and glaze. " * 20 for n in range(60))


def test_letter_prints_whole_from_where_one_is(
    new_context: Callable[..., BrowserContext],
    open_account: Callable[[str], Person],
    service: Service,
    tmp_path: Path,
) -> None:
    ann = open_account("Ann")
    bring_in(service, tmp_path, ann.address, ["Long plan"], LONG)
    page = new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.add_init_script("window.print = () => (top.printed = location.pathname)")
    sign_in(page, ann)
    page.locator("#rows .subj a").first.click()
    page.locator(".toolbar summary[aria-label='More actions']").last.click()
    link = page.locator(".toolbar a[data-print]")
    url = link.get_attribute("href") or ""

    link.click()

    expect(page.locator("iframe.paper")).to_have_count(1)
    page.wait_for_function("url => window.printed === url", arg=url)
    check_paper(page, url, tmp_path / "letter.pdf")


def check_paper(page: Page, url: str, path: Path) -> None:
    """See that nothing is lost on the way to paper."""
    page.goto(url)
    page.pdf(path=path, format="A4")
    document = pypdfium2.PdfDocument(path)
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert len(document) > 2
    assert "Long plan" in text
    assert all(f"Paragraph {number}." in text for number in range(60))
    assert f"{len(document)} / {len(document)}" in text
