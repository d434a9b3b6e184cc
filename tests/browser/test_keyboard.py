"""The keyboard alone: moving, opening, filing, undoing, finding a command by name."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.person import Person, check_accessibility, sign_in
from tests.browser.test_first_letter import hand_in
from tests.service import Service


def begin(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> Person:
    ann = open_account("Ann")
    for subject in ("First", "Second", "Third"):
        hand_in(service, ann.address, subject, f"{subject} letter.")
    sign_in(page, ann)
    expect(page.locator("#rows .row")).to_have_count(3)
    return ann


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused_subject(page: Page) -> str:
    return str(
        page.evaluate(
            "document.activeElement.closest('.row')?.querySelector('.subj')"
            "?.textContent.replace('Unread.', '').trim() ?? ''"
        )
    )


def test_letters_are_read_and_filed_without_a_mouse(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    begin(page, service, open_account)
    press(page, "j")
    assert focused_subject(page) == "Third"
    press(page, "j", "j", "k")
    assert focused_subject(page) == "Second"

    press(page, "Enter")
    expect(page.locator("#subject")).to_have_text("Second")
    press(page, "e")
    expect(page.locator("#rows .row", has_text="Second")).to_have_count(0)
    expect(page.locator("#toasts")).to_contain_text("Archive")
    press(page, "z")
    expect(page.locator("#rows .row", has_text="Second")).to_be_visible()


def test_keys_select_and_act_on_many(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    begin(page, service, open_account)
    press(page, "*", "a")
    expect(page.locator(".pick:checked")).to_have_count(3)
    press(page, "*", "n")
    expect(page.locator(".pick:checked")).to_have_count(0)
    press(page, "*", "u", "Shift+I")
    expect(page.locator("#rows .row[data-unread]")).to_have_count(0)


def test_the_table_of_keys_and_the_command_box(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    begin(page, service, open_account)
    press(page, "?")
    sheet = page.get_by_role("dialog", name="Keyboard")
    expect(sheet).to_contain_text("Back to the list")
    check_accessibility(page)
    press(page, "Escape")
    expect(sheet).to_have_count(0)

    press(page, "Control+k")
    box = page.get_by_role("dialog", name="Commands and folders")
    box.get_by_role("combobox").fill("arch")
    expect(box.get_by_role("option").first).to_contain_text("Archive")
    check_accessibility(page)
    press(page, "Enter")
    expect(page.locator("#list-title")).to_contain_text("Archive")


def test_no_key_acts_while_somebody_writes(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    begin(page, service, open_account)
    press(page, "/")
    page.keyboard.type("eeee #!")
    expect(page.locator("#rows .row")).to_have_count(3)
    assert page.locator(".search input[name=q]").input_value() == "eeee #!"


def test_keys_can_be_switched_off(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    begin(page, service, open_account)
    page.goto("/settings/reading/")
    page.get_by_label("Off").last.check()
    page.wait_for_timeout(800)
    page.goto("/")
    expect(page.locator("#rows .row")).to_have_count(3)
    press(page, "j", "e")
    page.wait_for_timeout(300)
    expect(page.locator("#rows .row")).to_have_count(3)


def test_the_menu_of_a_row(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    begin(page, service, open_account)
    page.locator("#rows .row", has_text="Second").click(button="right")
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="Mark as unread")).to_have_count(0)
    check_accessibility(page)
    menu.get_by_role("menuitem", name="Archive").click()
    expect(page.locator("#rows .row")).to_have_count(2)

    press(page, "j", "Shift+F10", "ArrowDown", "Escape")
    expect(menu).to_have_count(0)


def test_rows_are_dragged_to_a_folder(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    begin(page, service, open_account)
    page.locator("#rows .row", has_text="First").locator(".subj a").drag_to(
        page.locator("#rail [data-role=archive]")
    )
    expect(page.locator("#rows .row")).to_have_count(2)
    expect(page.locator("#toasts")).to_contain_text("Archive")


def test_a_letter_is_snoozed_by_keys_and_waits_in_its_place(
    page: Page, service: Service, open_account: Callable[[str], Person]
) -> None:
    begin(page, service, open_account)
    press(page, "j", "b")
    page.get_by_role("button", name="Tomorrow morning").first.click()
    expect(page.locator("#rows .row")).to_have_count(2)
    expect(page.locator("#toasts")).to_contain_text("Comes back")
    page.locator("#rail [data-role=snoozed]").click()
    expect(page.locator("#rows .row", has_text="Third")).to_be_visible()
    check_accessibility(page)
