"""Recipients as chips: offered, pasted, checked at once, and worked by keyboard."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.person import Person, check_accessibility, sign_in
from tests.service import Service

PASTE = """(text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", {
        clipboardData: data, bubbles: true, cancelable: true,
    }));
}"""


@pytest.fixture
def letter(
    open_account: Callable[[str], Person], page: Page, service: Service
) -> Locator:
    """A new letter of Ann, to whom 张伟 has written."""
    ann = open_account("Ann")
    message = EmailMessage()
    message["From"] = "张伟 <wei@far.test>"
    message["To"] = ann.address
    message["Subject"] = "例会"
    message.set_content("周四")
    door = service.door("MAILSVC_MX")
    with smtplib.SMTP(door.host, door.port) as client:
        client.send_message(message, from_addr="wei@far.test")
    sign_in(page, ann)
    page.locator(".row").first.wait_for()
    page.locator(".rail-compose").click()
    letter = page.locator("#dock > .compose[data-ready]")
    letter.wait_for()
    return letter


def to_line(letter: Locator) -> Locator:
    return letter.get_by_label("To", exact=True).and_(letter.locator("input"))


def chips(letter: Locator) -> Locator:
    return letter.locator("[data-field=to] .person")


def test_pinyin_finds_a_chinese_name_and_enter_takes_it(
    letter: Locator, page: Page
) -> None:
    option = letter.get_by_role("option", name="张伟")
    for _ in range(10):
        to_line(letter).fill("")
        to_line(letter).press_sequentially("zhangw")
        page.wait_for_timeout(700)
        if option.is_visible():
            break
    expect(to_line(letter)).to_have_attribute("aria-expanded", "true")
    expect(option).to_have_attribute("aria-selected", "true")
    check_accessibility(page)

    to_line(letter).press("Enter")

    expect(chips(letter)).to_have_text(["张张伟×"])
    expect(option).to_be_hidden()
    check_accessibility(page)
    # An earlier save may still say "Saved"; this is the one that has the chip.
    with page.expect_response(
        lambda each: (
            "/save/" in each.url and "Re-read" in (each.request.post_data or "")
        )
    ):
        letter.locator("[name=subject]").fill("Re-read")
    page.goto(letter.get_attribute("action") or "")
    expect(page.locator("[data-field=to] .person")).to_contain_text("张伟")


def test_many_are_pasted_and_the_bad_one_is_named(letter: Locator, page: Page) -> None:
    to_line(letter).click()
    page.evaluate(
        PASTE, 'Wen Jing <wen@a.test>; "Lin, Yue" <lin@b.test>\nnobody，ben@c.test'
    )

    expect(chips(letter)).to_have_count(4)
    expect(letter.locator("[data-field=to] .note-bad")).to_contain_text(
        "“nobody” has no @."
    )
    expect(letter.locator(".person[data-bad]")).to_contain_text("nobody")
    check_accessibility(page)


def test_chips_are_walked_removed_and_put_right_by_keyboard(
    letter: Locator, page: Page
) -> None:
    to_line(letter).click()
    page.keyboard.type("a@a.test,b@b,c@c.test,")
    page.keyboard.press("Backspace")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.type(".test ")
    page.keyboard.press("Enter")
    page.keyboard.press("Backspace")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Delete")

    expect(chips(letter)).to_have_count(2)
    expect(chips(letter).first).to_contain_text("a@a.test")
    expect(chips(letter).last).to_contain_text("b@b.test")


def test_address_that_is_left_without_a_comma_counts(
    letter: Locator, page: Page
) -> None:
    to_line(letter).fill("late@remote.test")
    letter.locator("[name=subject]").click()

    expect(chips(letter)).to_contain_text(["late@remote.test"])


def test_ten_thousand_recipients_leave_the_page_whole(
    letter: Locator, page: Page
) -> None:
    to_line(letter).click()
    page.evaluate(PASTE, ", ".join(f"p{n}@far.test" for n in range(10_000)))

    expect(letter.locator("[data-field=to]")).to_contain_text("9,940 more people")
    expect(letter.locator("[data-field=to] .note-bad")).to_contain_text("1000 people")
    letter.locator("[name=subject]").fill("All")
    letter.get_by_role("button", name="Send", exact=True).click()
    expect(letter.get_by_text("Too many recipients")).to_be_visible()
