"""Folders and tags in the rail: made, renamed, moved, folded and deleted there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.letters import bring_in
from tests.browser.person import Person, check_accessibility, sign_in, speak_chinese
from tests.service import Service


@pytest.fixture
def ann(
    open_account: Callable[[str], Person], service: Service, tmp_path: Path
) -> Person:
    ann = open_account("Ann")
    bring_in(service, tmp_path, ann.address, ["First", "Second"])
    return ann


def item(page: Page, name: str) -> Locator:
    link = page.locator(".rail-link", has_text=name)
    return page.locator("#rail .rail-item").filter(has=link)


def open_menu(page: Page, name: str) -> Locator:
    item(page, name).locator(".rail-link").click(button="right")
    return page.get_by_role("dialog", name=name)


def name_it(page: Page, name: str) -> None:
    field = page.locator("dialog.rail-menu input[name=name]:visible")
    field.fill(name)
    field.press("Enter")


def make_folder(page: Page, name: str) -> None:
    page.get_by_role("link", name="New folder", exact=True).click()
    name_it(page, name)
    expect(item(page, name)).to_be_visible()


def make_within(page: Page, parent: str, name: str) -> None:
    open_menu(page, parent).get_by_text("New folder inside").click()
    name_it(page, name)
    expect(item(page, name)).to_have_attribute("data-depth", "2")


def test_folders_are_nested_renamed_folded_and_deleted(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    make_folder(page, "Kilns")
    make_within(page, "Kilns", "Invoices")
    check_accessibility(page)

    menu = open_menu(page, "Invoices")
    check_accessibility(page)
    menu.get_by_text("Rename").first.click()
    name_it(page, "Bills")
    expect(item(page, "Bills")).to_be_visible()

    page.get_by_role("button", name="Folders in Kilns").click()
    expect(item(page, "Bills")).to_be_hidden()
    page.reload()
    expect(item(page, "Kilns")).to_be_visible()
    expect(item(page, "Bills")).to_be_hidden()

    menu = open_menu(page, "Kilns")
    menu.get_by_text("Delete", exact=True).click()
    expect(menu).to_contain_text("1 folder inside goes too.")
    menu.get_by_role("button", name="Delete folder").click()
    expect(item(page, "Kilns")).to_have_count(0)
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    expect(item(page, "Kilns")).to_be_visible()
    expect(item(page, "Bills")).to_be_visible()


def test_a_folder_is_dragged_into_another_and_back(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    make_folder(page, "Kilns")
    make_folder(page, "Work")
    page.locator("#rows .row", has_text="First").locator(".subj a").drag_to(
        item(page, "Kilns").locator(".rail-link")
    )
    expect(item(page, "Kilns")).to_contain_text("1")

    kilns = item(page, "Kilns").locator(".rail-link")
    kilns.drag_to(item(page, "Work").locator(".rail-link"))

    expect(item(page, "Kilns")).to_have_attribute("data-depth", "2")
    expect(item(page, "Kilns")).to_contain_text("1")
    kilns.drag_to(page.locator("#rail [data-top-level]"))
    expect(item(page, "Kilns")).to_have_attribute("data-depth", "1")


def test_a_name_that_is_taken_is_said_in_the_menu(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    make_folder(page, "Kilns")

    page.get_by_role("link", name="New folder", exact=True).click()
    name_it(page, "Kilns")

    menu = page.get_by_role("dialog", name="New folder")
    expect(menu.get_by_role("alert")).to_contain_text("taken")
    expect(menu.get_by_label("Name")).to_have_value("Kilns")
    check_accessibility(page)
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)


def test_a_tag_is_made_coloured_and_deleted(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    page.get_by_role("link", name="New tag", exact=True).click()
    name_it(page, "Fair")
    expect(item(page, "Fair").locator(".hue5")).to_be_visible()

    menu = open_menu(page, "Fair")
    menu.get_by_label("Colour 3", exact=True).check()
    check_accessibility(page)
    menu.get_by_role("button", name="Save").click()
    expect(item(page, "Fair").locator(".hue2")).to_be_visible()

    menu = open_menu(page, "Fair")
    menu.get_by_text("Delete", exact=True).click()
    menu.get_by_role("button", name="Delete tag").click()
    expect(item(page, "Fair")).to_have_count(0)


def test_another_tab_sees_what_became_of_the_rail(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    other = page.context.new_page()
    other.goto("/")
    make_folder(page, "Kilns")

    expect(item(other, "Kilns")).to_be_visible()


def test_folders_are_kept_by_key_in_chinese(page: Page, ann: Person) -> None:
    sign_in(page, ann)
    speak_chinese(page)
    page.get_by_role("link", name="新建文件夹", exact=True).press("Enter")
    name_it(page, "窑炉")
    expect(item(page, "窑炉")).to_be_visible()

    item(page, "窑炉").locator(".rail-link").press("Shift+F10")

    menu = page.get_by_role("dialog", name="窑炉")
    expect(menu.get_by_text("在其中新建文件夹")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    name_it(page, "新窑")
    expect(item(page, "新窑")).to_be_visible()
    check_accessibility(page)


def test_on_a_phone_the_menu_rises_and_gives_the_focus_back(
    page: Page, ann: Person
) -> None:
    sign_in(page, ann)
    make_folder(page, "Kilns")
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".rail-open").click()
    item(page, "Kilns").hover()
    item(page, "Kilns").locator("a.rail-more").click()
    expect(page.get_by_role("dialog", name="Kilns")).to_be_visible()
    check_accessibility(page)

    page.keyboard.press("Escape")

    expect(page.locator(".rail-open")).to_be_focused()
