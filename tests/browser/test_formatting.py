"""Formatting a letter: the bar, paste that cleans itself, an input method."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Peer
from tests.browser.person import Person, check_accessibility, sign_in
from tests.waiting import wait_until

PASTE = """([html, text]) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    data.setData("text/plain", text);
    const event = new ClipboardEvent("paste", {
        clipboardData: data, bubbles: true, cancelable: true,
    });
    document.activeElement.dispatchEvent(event);
}"""


@pytest.fixture
def letter(open_account: Callable[[str], Person], page: Page) -> Locator:
    """A new letter in the dock, with the caret in its text."""
    sign_in(page, open_account("Ann"))
    page.locator(".rail-compose").click()
    letter = page.locator("#dock > .compose[data-ready]")
    letter.locator("[data-body]").click()
    return letter


def body(letter: Locator) -> Locator:
    return letter.locator("[data-body]")


def html_of(letter: Locator) -> str:
    return body(letter).inner_html()


def paste(page: Page, html: str, text: str = "") -> None:
    page.evaluate(PASTE, [html, text])
    page.wait_for_timeout(200)


def test_bar_formats_what_is_written_and_it_leaves_so(
    letter: Locator, page: Page, peer: tuple[Peer, int]
) -> None:
    page.keyboard.type("Dear ")
    letter.get_by_role("button", name="Bold").click()
    page.keyboard.type("Wen")
    letter.get_by_role("button", name="Bold").click()
    page.keyboard.type(",")
    page.keyboard.press("Enter")
    letter.get_by_role("button", name="List", exact=True).click()
    page.keyboard.type("one")
    check_accessibility(page)
    expect(body(letter).locator("b")).to_have_text("Wen")
    expect(body(letter).locator("ul > li")).to_have_text("one")
    page.keyboard.press("Control+z")
    expect(body(letter).locator("b")).to_have_text("Wen")
    page.keyboard.press("Control+y")

    letter.locator("[data-field=to] input:visible").fill("format@remote.test")
    letter.locator("[name=subject]").fill("Formatted")
    letter.get_by_role("button", name="Send", exact=True).click()

    def arrived() -> bytes | None:
        found = [raw for to, raw in peer[0].letters if to == ["format@remote.test"]]
        return found[0] if found else None

    assert wait_until(lambda: bool(arrived()), seconds=40)
    raw = arrived() or b""
    assert b"Dear Wen,\r\n- one" in raw
    assert b"<b>Wen</b>" in raw


def test_pasted_page_is_cleaned(letter: Locator, page: Page) -> None:
    paste(
        page,
        '<h1 style="color:red" onclick="alert(1)">Title</h1>'
        '<p class="MsoNormal" style="font-family:Wide">Some '
        '<span style="font-weight:700">bold</span> text</p>'
        '<script>alert(1)</script><img src="https://spy.test/x.gif" alt="chart">'
        '<a href="javascript:alert(1)">bad</a> <a href="https://a.test/">good</a>'
        "<iframe src='https://spy.test'></iframe><style>p{}</style>"
        '<table style="width:100%"><tr><td bgcolor="red">cell</td></tr></table>',
        "Title",
    )

    html = html_of(letter)
    assert "<b>bold</b>" in html
    assert '<a href="https://a.test/">good</a>' in html
    assert "<td>cell</td>" in html
    for gone in ("script", "style", "spy.test", "Mso", "onclick", "iframe", "bgcolor"):
        assert gone not in html


def test_too_much_to_paste_is_refused_in_words(letter: Locator, page: Page) -> None:
    page.keyboard.type("before")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "x".repeat(1_500_000));
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {
                clipboardData: data, bubbles: true, cancelable: true,
            }));
        }"""
    )

    expect(letter.get_by_role("alert")).to_contain_text("too much to paste")
    expect(body(letter)).to_have_text("before")


def test_pasted_plain_text_keeps_its_lines_and_runs_nothing(
    letter: Locator, page: Page
) -> None:
    paste(page, "", "one <b>two</b>\n<img src=x onerror=alert(1)>")

    expect(body(letter)).to_contain_text("one <b>two</b>")
    expect(body(letter).locator("img, b")).to_have_count(0)


def test_chinese_is_composed_without_loss(letter: Locator, page: Page) -> None:
    keys = page.context.new_cdp_session(page)
    page.keyboard.type("Hi ")
    for typed in ("n", "ni", "ni h", "ni hao"):
        keys.send(
            "Input.imeSetComposition",
            {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)},
        )
        page.wait_for_timeout(300)
    keys.send("Input.insertText", {"text": "你好"})
    page.keyboard.press("Enter")
    keys.send("Input.insertText", {"text": "世界"})
    expect(letter.locator("[data-saved]")).to_contain_text("Saved", timeout=4000)

    assert html_of(letter) == "<div>Hi 你好</div><div>世界</div>"
    page.reload()
    page.locator(".rail-link[data-role=drafts]").click()
    page.locator(".row .subj a").first.click()
    expect(page.locator("#dock [data-body]")).to_have_text("Hi 你好世界")


def test_plain_text_is_remembered_and_formatting_comes_back(
    letter: Locator, page: Page
) -> None:
    letter.get_by_role("button", name="Bold").click()
    page.keyboard.type("Bold")
    switch = letter.get_by_role("button", name="Plain text")
    switch.click()
    expect(letter.locator("[name=body]")).to_have_value("Bold")
    switch.click()
    expect(body(letter).locator("b")).to_have_text("Bold")
    switch.click()
    expect(letter.locator("[data-saved]")).to_contain_text("Saved", timeout=4000)
    letter.locator("[name=body]").press("Escape")

    page.locator(".rail-compose").click()

    expect(page.locator("#dock > .compose[data-ready] [name=body]")).to_be_visible()


def test_link_is_set_by_keyboard(letter: Locator, page: Page) -> None:
    page.keyboard.type("see the kiln")
    page.keyboard.press("Shift+Control+ArrowLeft")
    letter.get_by_role("button", name="Link", exact=True).press("Enter")
    letter.get_by_label("Link to").fill("kiln.test/2")
    letter.get_by_label("Link to").press("Enter")

    link = body(letter).get_by_role("link", name="kiln")
    expect(link).to_have_attribute("href", "https://kiln.test/2")
