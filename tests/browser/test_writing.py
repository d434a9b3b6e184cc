"""Writing in the dock: it saves by itself, survives, and answers in place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.person import Person, check_accessibility, sign_in
from tests.waiting import wait_until

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def begin(page: Page) -> Locator:
    """Open a new letter in the dock."""
    letters = page.locator("#dock > .compose[data-ready]")
    before = letters.count()
    page.locator(".rail-compose").click()
    expect(letters).to_have_count(before + 1)
    return letters.first


def write(letter: Locator, text: str) -> None:
    letter.locator("[data-body]").fill(text)


def expect_saved(letter: Locator) -> None:
    expect(letter.locator("[data-saved]")).to_contain_text("Saved", timeout=2500)


@pytest.fixture
def ann(open_account: Callable[[str], Person], page: Page) -> Person:
    person = open_account("Ann")
    sign_in(page, person)
    return person


def test_letter_saves_itself_and_is_there_after_a_crash(
    ann: Person, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    letter = begin(page)
    check_accessibility(page)
    write(letter, "Half a thought")
    expect_saved(letter)
    page.context.close()

    again = new_context().new_page()
    sign_in(again, ann)
    again.locator(".rail-link[data-role=drafts]").click()
    again.locator(".row .subj a").first.click()
    expect(again.locator("#dock [data-body]")).to_have_text("Half a thought")


def test_words_of_the_last_moment_are_saved_when_the_page_goes(
    ann: Person, page: Page
) -> None:
    letter = begin(page)
    url = letter.get_attribute("action") or ""
    write(letter, "written in the last moment")
    page.goto("/search/")

    assert wait_until(lambda: "last moment" in page.request.get(url).text(), seconds=20)


def test_three_letters_stand_side_by_side_and_closing_keeps_them(
    ann: Person, page: Page
) -> None:
    page.set_viewport_size({"width": 1800, "height": 900})
    for number in range(3):
        letter = begin(page)
        letter.locator("[name=subject]").fill(f"Letter {number}")
        expect_saved(letter)
    letters = page.locator("#dock > .compose")
    expect(letters).to_have_count(3)
    boxes = [letters.nth(number).bounding_box() for number in range(3)]
    assert all(boxes)
    page.locator(".rail-compose").click()
    expect(page.locator("#toasts")).to_contain_text("Three letters are open already.")
    expect(letters).to_have_count(3)

    letters.first.get_by_role("button", name="Minimise").click()
    expect(letters.first.locator("[data-body]")).to_be_hidden()
    letters.nth(1).locator("[data-body]").press("Escape")
    expect(letters).to_have_count(2)
    page.goto("/")
    page.locator(".rail-link[data-role=drafts]").click()
    expect(page.locator(".row")).to_have_count(3)


def test_letter_in_two_windows_loses_nothing(
    ann: Person, page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    letter = begin(page)
    write(letter, "from the desk")
    expect_saved(letter)
    phone = new_context(**PHONE).new_page()
    sign_in(phone, ann)
    phone.goto(letter.get_attribute("action") or "")
    other = phone.locator(".compose[data-ready]")
    write(other, "from the phone")
    expect_saved(other)

    write(letter, "from the desk, later")

    note = letter.get_by_role("alert").filter(has_text="Another window")
    expect(note).to_be_visible()
    check_accessibility(page)
    note.get_by_role("link", name="See the other version").click()
    expect(page.get_by_text("from the phone")).to_be_visible()
    page.get_by_role("button", name="Use this version").click()
    expect(page.locator("[data-body]")).to_have_text("from the phone")


def test_letter_is_sent_from_the_dock_and_taken_back_into_it(
    ann: Person, page: Page
) -> None:
    letter = begin(page)
    write(letter, "Too soon")
    letter.locator("[name=subject]").fill("Kiln")
    letter.get_by_role("button", name="Send", exact=True).click()
    expect(letter.get_by_text("Write at least one recipient.")).to_be_visible()
    letter.locator("[data-field=to] input:visible").fill("friend@remote.test")
    letter.locator("[data-field=to] input:visible").press("Control+Enter")
    expect(page.locator("#dock > .compose")).to_have_count(0)

    page.locator(".toast").get_by_role("button", name="Undo").click()

    expect(page.locator("#dock [data-body]")).to_have_text("Too soon")


def test_letter_waits_for_the_network_and_says_so(ann: Person, page: Page) -> None:
    letter = begin(page)
    page.context.set_offline(True)
    write(letter, "in a tunnel")
    expect(letter.locator("[data-saved]")).to_contain_text("you are offline")

    page.context.set_offline(False)

    expect_saved(letter)


def test_files_are_kept_from_the_dock(ann: Person, page: Page) -> None:
    letter = begin(page)
    letter.locator("[name=files]").set_input_files(
        {"name": "计划.txt", "mimeType": "text/plain", "buffer": b"plan"}
    )
    expect(letter.locator(".file")).to_contain_text("计划.txt")

    letter.get_by_role("button", name="Remove 计划.txt").click()

    expect(letter.locator(".file:visible")).to_have_count(0)


def test_letter_on_a_phone_fills_the_page_and_keeps_its_address(
    open_account: Callable[[str], Person], new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(**PHONE).new_page()
    sign_in(page, open_account("Ann"))
    page.locator(".fab").click()
    letter = page.locator("#sheet > .compose[data-ready]")
    expect(letter).to_be_visible()
    assert "/compose/" in page.url
    assert page.url.rstrip("/")[-1].isdigit()
    write(letter, "on the road")
    expect_saved(letter)
    check_accessibility(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390

    page.reload()

    expect(page.locator("[data-body]")).to_have_text("on the road")
