"""A conversation is read: folded, opened in place, in dark, and without scripts."""

from __future__ import annotations

import base64
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mailsvc.kit.file_cache import FileCache
from tests.browser.letters import bring_in_letters
from tests.browser.person import Person, check_accessibility, sign_in
from tests.service import Service

QUOTE = (
    "<div class='gmail_quote'><div class='gmail_attr'>On Monday, Wen wrote:</div>"
    "<blockquote class='gmail_quote'>The first letter.</blockquote></div>"
)
GIF = base64.b64decode("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=")
PAPER = "<body bgcolor='#f7f1e8'><h1 style='color:#8a3b12'>The Kiln Letter</h1></body>"


def html_letter(to: str, subject: str, html: str, *, answers: bool = False) -> bytes:
    message = EmailMessage()
    message["From"] = "温静 <wen@remote.test>"
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = f"<{abs(hash((to, html)))}@remote.test>"
    if answers:
        message["In-Reply-To"] = "<first@remote.test>"
    else:
        message.replace_header("Message-ID", "<first@remote.test>")
    message.set_content("Plain words.")
    message.add_alternative(html, subtype="html")
    return message.as_bytes()


@pytest.fixture
def ann(
    service: Service, open_account: Callable[[str], Person], tmp_path: Path
) -> Person:
    """Ann, who has a conversation of three letters and a newsletter."""
    ann = open_account("Ann")
    letters = (
        html_letter(ann.address, "Kiln", "<p>The first letter.</p>"),
        html_letter(ann.address, "Re: Kiln", f"<p>中间的信。</p>{QUOTE}", answers=True),
        html_letter(
            ann.address, "Re: Kiln", f"<p>The newest.</p>{QUOTE}", answers=True
        ),
        html_letter(ann.address, "News", PAPER, answers=True),
    )
    bring_in_letters(service, tmp_path, ann.address, letters)
    return ann


def open_letter(page: Page, subject: str) -> None:
    page.goto("/")
    page.get_by_role("link", name=subject).first.click()
    expect(page.locator("#subject")).to_have_text(subject)


def frames(page: Page) -> list[str]:
    """Give the first line of what each open letter shows, once all have loaded."""
    fitted = page.locator("iframe.msg-frame[data-fitted]")
    expect(fitted).to_have_count(page.locator("iframe.msg-frame").count())
    shown = page.locator("iframe.msg-frame:visible")
    return [
        each.content_frame.locator("body").inner_text().split("\n")[0]
        for each in shown.all()
    ]


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_earlier_letters_open_where_they_stand_and_fold_again(
    new_context: Callable[..., BrowserContext], ann: Person, language: str
) -> None:
    page = new_context(locale=language).new_page()
    sign_in(page, ann)
    open_letter(page, "Kiln")
    assert frames(page) == ["The newest."]
    here = page.url

    page.locator(".msg-fold:visible").nth(1).click()

    expect(page.locator("iframe.msg-frame:visible")).to_have_count(2)
    assert frames(page) == ["中间的信。", "The newest."]
    assert page.url == here
    check_accessibility(page)
    page.locator(".msg-slot[data-open] .msg-shut").first.click()
    assert frames(page) == ["The newest."]
    check_accessibility(page)


def test_the_quote_in_a_letter_opens_and_the_frame_grows_with_it(
    page: Page, ann: Person
) -> None:
    sign_in(page, ann)
    open_letter(page, "Kiln")
    frame = page.locator("iframe.msg-frame[data-fitted]")
    before = frame.bounding_box()

    frame.content_frame.locator("summary").click()

    expect(frame.content_frame.get_by_text("The first letter.")).to_be_visible()
    page.wait_for_timeout(100)
    after = frame.bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]


def test_earlier_letters_open_without_scripts(plain_page: Page, ann: Person) -> None:
    sign_in(plain_page, ann)
    open_letter(plain_page, "Kiln")

    plain_page.locator(".msg-fold:visible").first.click()

    expect(plain_page.locator("iframe.msg-frame:visible")).to_have_count(2)
    first = plain_page.locator("iframe.msg-frame").first.content_frame
    expect(first.locator("body")).to_have_text("The first letter.")


def test_a_letter_with_colours_is_on_paper_in_dark_until_it_is_turned(
    new_context: Callable[..., BrowserContext], ann: Person
) -> None:
    page = new_context(color_scheme="dark").new_page()
    sign_in(page, ann)
    open_letter(page, "News")
    expect(page.locator(".msg-sheet")).to_have_attribute("data-look", "paper")
    check_accessibility(page)

    page.get_by_role("link", name="Show this letter in dark").click()

    expect(page.locator(".msg-sheet")).to_have_attribute("data-look", "dark")
    root = page.frame_locator("iframe.msg-frame").locator("html")
    expect(root).to_have_css("filter", "invert(1) hue-rotate(180deg)")
    page.get_by_role("link", name="Show this letter on white paper").click()
    expect(root).to_have_css("filter", "none")
    check_accessibility(page)


def test_a_letter_without_colours_takes_the_dark_theme(
    new_context: Callable[..., BrowserContext], ann: Person
) -> None:
    page = new_context(color_scheme="dark").new_page()
    sign_in(page, ann)

    open_letter(page, "Kiln")

    body = page.frame_locator("iframe.msg-frame:visible").locator("body")
    expect(body).to_have_css("color", "rgb(231, 238, 236)")
    expect(page.locator(".msg-turn:visible")).to_have_count(0)


def test_a_conversation_opens_without_a_jump(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    page.goto("/")
    page.evaluate(
        """() => new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) {
                if (entry.hadRecentInput) continue;
                window.shifted = (window.shifted ?? 0) + entry.value;
            }
        }).observe({type: "layout-shift", buffered: false})"""
    )
    page.locator("#rows").get_by_role("link", name="Kiln").focus()
    page.keyboard.press("Enter")
    expect(page.locator("iframe.msg-frame[data-fitted]")).to_have_count(1)
    page.wait_for_timeout(700)

    assert page.evaluate("() => window.shifted ?? 0") == 0


def test_a_phone_shows_a_wide_letter_whole(
    new_context: Callable[..., BrowserContext],
    service: Service,
    ann: Person,
    tmp_path: Path,
) -> None:
    wide = (
        "<table width=1200 bgcolor='#eeeeee'><tr><td>Left<td align=right>Right</table>"
    )
    letter = html_letter(ann.address, "Wide", wide, answers=True)
    bring_in_letters(service, tmp_path, ann.address, [letter])
    page = new_context(viewport={"width": 390, "height": 844}).new_page()
    sign_in(page, ann)

    open_letter(page, "Wide")

    expect(page.locator("iframe.msg-frame[data-fitted]")).to_have_count(1)
    width = page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= 390
    check_accessibility(page)


def test_pictures_come_when_they_are_asked_for_and_through_us(
    new_context: Callable[..., BrowserContext],
    service: Service,
    ann: Person,
    tmp_path: Path,
) -> None:
    url = "https://pictures.test/kiln.png"
    FileCache(service.data / "cache/images").put(url, b"image/gif\n" + GIF)
    html = f"<p>Look</p><img src='{url}' width=80 height=80 alt='A kiln'>"
    letter = html_letter(ann.address, "Pictures", html, answers=True)
    bring_in_letters(service, tmp_path, ann.address, [letter, letter])
    page = new_context().new_page()
    sign_in(page, ann)
    open_letter(page, "Pictures")
    inside = page.frame_locator("iframe.msg-frame:visible")
    expect(inside.locator(".held")).to_have_text("A kiln")
    check_accessibility(page)

    page.get_by_role("link", name="Show images").click()

    expect(inside.get_by_role("img", name="A kiln")).to_have_js_property(
        "complete", value=True
    )
    expect(page.get_by_text("held back")).to_have_count(0)
    check_accessibility(page)
    page.reload()
    page.get_by_role("button", name="Always for this sender").click()
    expect(page.locator("#toasts")).to_contain_text("shown from now on")
    expect(inside.get_by_role("img", name="A kiln")).to_be_visible()
    page.reload()
    expect(inside.get_by_role("img", name="A kiln")).to_be_visible()
    page.goto("/settings/images/")
    check_accessibility(page)
    page.get_by_role("button", name="Ask again about wen@remote.test").click()
    expect(page.get_by_text("There are none yet.")).to_be_visible()
