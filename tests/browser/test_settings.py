"""One's own settings: kept one by one, at once, in every theme, language and width."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.person import Person, check_accessibility, sign_in

PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "screen": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
}
PAGES = ("", "look/", "reading/", "writing/", "time/", "account/")
NewContext = Callable[..., BrowserContext]


def choose(page: Page, setting: str, value: str) -> None:
    """Make a choice, and wait until it is kept."""
    field = page.locator(f"#set-{setting}")
    field.evaluate("it => delete it.dataset.kept")
    field.locator(f"label:has(input[value={value!r}])").click()
    expect(field).to_have_attribute("data-kept", "")


def look_of(page: Page, name: str) -> str | None:
    return page.locator("html").get_attribute(f"data-{name}")


def fits(page: Page) -> bool:
    """Tell whether nothing of the page needs a sideways scroll."""
    return bool(
        page.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll('.main')]
                .every((each) => each.scrollWidth <= each.clientWidth)"""
        )
    )


def test_a_choice_shows_at_once_and_stays(
    page: Page, open_account: Callable[[str], Person]
) -> None:
    sign_in(page, open_account("Ann"))
    page.goto("/settings/look/")
    expect(page.get_by_role("button", name="Save")).to_have_count(0)

    choose(page, "theme", "dark")
    choose(page, "accent", "plum")
    choose(page, "density", "compact")

    assert (look_of(page, "theme"), look_of(page, "accent")) == ("dark", "plum")
    page.goto("/")
    assert (look_of(page, "theme"), look_of(page, "accent")) == ("dark", "plum")
    expect(page.locator(".app")).to_have_attribute("data-density", "compact")


def test_every_accent_can_be_read_in_light_and_dark(
    page: Page, open_account: Callable[[str], Person]
) -> None:
    sign_in(page, open_account("Ann"))
    page.goto("/settings/look/")

    for theme in ("light", "dark"):
        choose(page, "theme", theme)
        for accent in ("azurite", "plum", "cinnabar", "graphite", "spruce"):
            choose(page, "accent", accent)
            page.wait_for_timeout(200)
            check_accessibility(page)


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_every_page_of_settings_is_accessible_in_chinese(
    new_context: NewContext,
    open_account: Callable[[str], Person],
    options: dict[str, Any],
) -> None:
    page = new_context(**options).new_page()
    sign_in(page, open_account("Ann"))
    page.goto("/settings/time/")
    page.locator("label:has(input[value='zh-hans'])").click()
    expect(page.locator("h1")).to_have_text("语言与时间")

    for path in PAGES:
        page.goto(f"/settings/{path}")
        check_accessibility(page)
        assert fits(page), path


@pytest.mark.parametrize("width", [320, 720, 1024, 1440])
def test_pages_fit_with_the_largest_type(
    new_context: NewContext, open_account: Callable[[str], Person], width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    sign_in(page, open_account("Ann"))
    page.goto("/settings/look/")
    choose(page, "size", "largest")
    choose(page, "letter_size", "largest")

    for path in PAGES:
        page.goto(f"/settings/{path}")
        assert fits(page), path


def test_what_cannot_be_is_told_beside_the_field(
    page: Page, open_account: Callable[[str], Person]
) -> None:
    sign_in(page, open_account("Ann"))
    page.goto("/settings/writing/")
    field = page.get_by_label("Seconds to take a letter back")

    field.fill("99")
    field.press("Tab")

    expect(page.get_by_text("At most 30 seconds.").first).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    check_accessibility(page)
    field.fill("20")
    field.press("Tab")
    expect(field).not_to_have_attribute("aria-invalid", "true")
    page.reload()
    expect(field).to_have_value("20")


def test_a_choice_that_cannot_be_kept_goes_back(
    page: Page, open_account: Callable[[str], Person]
) -> None:
    sign_in(page, open_account("Ann"))
    page.goto("/settings/look/")
    no = {"status": 422, "content_type": "text/plain", "body": "Not today."}
    page.route("**/settings/look/", lambda route: route.fulfill(**no))

    page.locator("label:has(input[value='dark'])").click()

    expect(page.locator("#note-theme")).to_have_text("Not today.")
    assert look_of(page, "theme") == "system"
    expect(page.locator("input[value='system'][name='theme']")).to_be_checked()


def test_a_choice_made_before_the_script_came_is_kept_too(
    page: Page, open_account: Callable[[str], Person]
) -> None:
    sign_in(page, open_account("Ann"))

    def come_late(route: Route) -> None:
        page.wait_for_timeout(1500)
        route.continue_()

    page.route("**/parts/settings*.js", come_late)
    page.goto("/settings/look/", wait_until="commit")
    page.locator("label:has(input[value='dark'])").click()

    expect(page.locator("#set-theme")).to_have_attribute("data-kept", "")
    assert look_of(page, "theme") == "dark"


def test_settings_need_no_scripts(
    plain_page: Page, open_account: Callable[[str], Person]
) -> None:
    sign_in(plain_page, open_account("Ann"))
    plain_page.goto("/settings/look/")
    plain_page.locator("label:has(input[value='dark'])").click()

    plain_page.get_by_role("button", name="Save").first.click()

    expect(plain_page.get_by_text("Saved.")).to_be_visible()
    assert look_of(plain_page, "theme") == "dark"
    plain_page.goto("/settings/?q=dark")
    plain_page.get_by_role("link", name="Theme").click()
    expect(plain_page).to_have_url("/settings/look/#set-theme")


def test_search_finds_while_one_types(
    page: Page, open_account: Callable[[str], Person]
) -> None:
    sign_in(page, open_account("Ann"))
    page.goto("/settings/")

    page.get_by_role("searchbox", name="Search the settings").fill("字体")

    expect(page.get_by_role("heading", name="Found")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="Font Look").click()
    expect(page.locator("#set-font")).to_be_in_viewport()


def test_open_pages_of_one_browser_stay_in_step(
    new_context: NewContext, open_account: Callable[[str], Person]
) -> None:
    context = new_context()
    inbox, settings = context.new_page(), context.new_page()
    sign_in(inbox, open_account("Ann"))
    settings.goto("/settings/look/")

    choose(settings, "accent", "graphite")

    expect(inbox.locator("html")).to_have_attribute("data-accent", "graphite")


def test_times_are_those_of_the_device_until_one_chooses(
    new_context: NewContext, open_account: Callable[[str], Person]
) -> None:
    page = new_context(timezone_id="Asia/Kathmandu", **PHONE).new_page()
    sign_in(page, open_account("Ann"))
    page.goto("/settings/time/")
    zone = page.get_by_label("Time zone")

    expect(zone).to_have_attribute(
        "placeholder", "As this device: Kathmandu (UTC+5:45)"
    )
    expect(page.locator(".app")).to_have_attribute("data-device", "phone")
    zone.fill("Beijing")
    zone.press("Tab")
    expect(page.locator("#set-time_zone")).to_have_attribute("data-kept", "")
    page.reload()
    expect(zone).to_have_value(
        "Shanghai, Beijing, Guangzhou, Shenzhen, Chongqing (UTC+8)"
    )
