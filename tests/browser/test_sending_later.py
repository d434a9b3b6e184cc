"""Sending later and being asked before: from the composer, by mouse and by key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Peer
from tests.browser.person import Person, check_accessibility, sign_in, speak_chinese
from tests.waiting import wait_until


@pytest.fixture
def ann(open_account: Callable[[str], Person], page: Page) -> Person:
    person = open_account("Ann")
    sign_in(page, person)
    return person


def write(page: Page, text: str, *, to: str, subject: str = "Kiln") -> Locator:
    """Write a letter in the dock."""
    page.locator(".rail-compose").click()
    letter = page.locator("#dock > .compose[data-ready]").first
    letter.locator("[data-field=to] input:visible").fill(to)
    letter.locator("[name=subject]").fill(subject)
    letter.locator("[data-body]").fill(text)
    return letter


def test_letter_is_scheduled_edited_and_sent_now(
    ann: Person, page: Page, peer: tuple[Peer, int]
) -> None:
    letter = write(page, "Not yet", to="later@remote.test")
    letter.get_by_label("Send later").click()
    check_accessibility(page)
    letter.get_by_role("button", name="Tomorrow morning").click()
    expect(page.locator("#toasts")).to_contain_text("Scheduled: it goes at")
    expect(page.locator("#dock > .compose")).to_have_count(0)
    page.get_by_role("link", name="Scheduled").click()
    expect(page.get_by_role("heading", name="Kiln")).to_be_visible()
    check_accessibility(page)

    page.get_by_role("button", name="Edit").click()
    again = page.locator("#dock > .compose[data-ready]")
    expect(again.locator("[data-body]")).to_have_text("Not yet")
    again.locator("[data-body]").fill("Now then")
    again.get_by_label("Send later").click()
    again.get_by_label("Or at a time of your own").fill("2001-01-01T08:00")
    again.get_by_role("button", name="Send at that time").click()
    expect(again.get_by_text("Choose a time to come")).to_be_visible()
    again.get_by_label("Send later").click()
    again.get_by_role("button", name="Tomorrow morning").click()
    expect(page.locator("#dock > .compose")).to_have_count(0)

    page.goto("/mail/scheduled/")
    page.get_by_role("link", name="Kiln").click()
    expect(page.get_by_text("Goes by itself on")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Nothing is scheduled")).to_be_visible()
    assert wait_until(
        lambda: any(
            to == ["later@remote.test"] and b"Now then" in raw
            for to, raw in peer[0].letters
        ),
        seconds=40,
    )


def test_letter_is_scheduled_on_a_phone_in_chinese(
    open_account: Callable[[str], Person], new_context: Callable[..., BrowserContext]
) -> None:
    size = {"width": 390, "height": 844}
    page = new_context(viewport=size, has_touch=True, color_scheme="dark").new_page()
    sign_in(page, open_account("Ann"))
    speak_chinese(page)
    page.goto("/compose/")
    letter = page.locator("form.compose[data-ready]")
    letter.locator("[data-field=to] input:visible").fill("later@remote.test")
    letter.locator("[data-body]").fill("合同见附件。")
    letter.locator(".btn-split summary").click()
    check_accessibility(page)
    letter.get_by_role("button", name="明天上午").click()
    panel = letter.get_by_role("group", name="发送前请确认")
    expect(panel).to_contain_text("但没有添加附件")
    check_accessibility(page)
    panel.get_by_role("button", name="仍然定时发送").click()
    expect(page.locator("#toasts")).to_contain_text("已设为定时发送")

    page.goto("/mail/scheduled/")
    check_accessibility(page)
    page.get_by_role("button", name="取消发送").click()
    expect(page.get_by_text("没有定时邮件")).to_be_visible()


def test_letter_without_its_file_is_asked_about_and_sent_anyway(
    ann: Person, page: Page
) -> None:
    letter = write(page, "The plan is attached.", to="anyway@remote.test", subject="")
    letter.locator("[data-body]").press("Control+Enter")

    panel = letter.get_by_role("group", name="Before this goes")
    expect(panel).to_be_focused()
    expect(panel).to_contain_text("no file is attached")
    expect(panel).to_contain_text("The subject is empty.")
    check_accessibility(page)
    panel.get_by_role("button", name="Go back").click()
    expect(panel).to_have_count(0)
    expect(letter.locator("[data-body]")).to_be_focused()

    letter.get_by_role("button", name="Send", exact=True).click()
    panel.get_by_role("button", name="Send anyway").click()
    expect(page.locator("#dock > .compose")).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("Sending to")


def test_letter_that_failed_opens_again_from_its_report(
    ann: Person, page: Page
) -> None:
    letter = write(page, "Will it arrive?", to="nobody@nowhere.invalid")
    letter.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#dock > .compose")).to_have_count(0)
    row = page.locator("#rows .row", has_text="Not delivered: Kiln")

    def is_told() -> bool:
        page.goto("/")
        return row.count() > 0

    assert wait_until(is_told, seconds=60)
    row.locator("a").first.click()

    page.get_by_role("button", name="Edit and send again").first.click()
    again = page.locator("#dock > .compose[data-ready]")
    expect(again.locator("[data-body]")).to_contain_text("Will it arrive?")
    expect(again.get_by_text("nobody@nowhere.invalid: Not delivered")).to_be_visible()
    check_accessibility(page)
