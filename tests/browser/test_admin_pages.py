"""An admin looks after accounts, addresses and the queue; no page breaks the policy."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.person import Person, sign_in
from tests.service import Service

LISTS = (
    *("accounts/account", "mailbox/mailbox", "mailbox/mailaddress"),
    *("mailbox/domain", "mailbox/outgoingenvelope", "mailbox/arrival"),
    *("mailbox/tracestep", "auth/group"),
)


@pytest.fixture
def olga(service: Service) -> Person:
    """Open an account that may do everything."""
    olga = Person(f"olga{secrets.token_hex(3)}@example.test", "correct-horse-9", "Olga")
    service.manage(
        *("create_account", olga.address, "--name", olga.name, "--admin"),
        *("--password-stdin",),
        typed=f"{olga.password}\n",
    )
    return olga


def test_an_admin_opens_an_account_and_gives_it_an_alias(
    page: Page, olga: Person
) -> None:
    sign_in(page, olga)
    page.goto("/admin/")
    page.get_by_role("link", name="Add", exact=False).first.click()
    cleo = replace(olga, address=f"cleo{secrets.token_hex(3)}@example.test")
    page.get_by_label("Address").fill(cleo.address)
    page.get_by_label("Name").fill("Cleo")
    page.get_by_label("Password:").fill(cleo.password)
    page.get_by_label("Password confirmation").fill(cleo.password)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")

    page.goto("/admin/mailbox/mailaddress/add/")
    page.get_by_label("Address").fill(f"alias{secrets.token_hex(3)}")
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill(cleo.address[:8])
    page.locator(".select2-results__option", has_text=cleo.address).click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("was added successfully")

    page.get_by_role("button", name="Log out").click()
    sign_in(page, cleo)


def test_the_queue_is_held_and_dropped_by_hand(
    page: Page, service: Service, olga: Person
) -> None:
    service.manage("shell", "-v", "0", "-c", QUEUED.format(olga.address))
    sign_in(page, olga)
    page.goto(f"/admin/mailbox/outgoingenvelope/?q={olga.address}")
    act(page, "hold")
    expect(page.locator(".messagelist")).to_contain_text("Done for 1 message.")
    act(page, "drop")
    page.get_by_role("button", name="Drop them").click()

    expect(page.locator(".messagelist")).to_contain_text("Done for 1 message.")
    expect(page.locator("#result_list")).to_contain_text("Taken back")


def act(page: Page, action: str) -> None:
    page.get_by_role("checkbox", name="Select this object").check()
    page.get_by_label("Action:").select_option(action)
    page.get_by_role("button", name="Go").click()


@pytest.mark.parametrize("language", ["en-GB", "zh-CN"])
def test_no_page_breaks_the_policy(
    new_context: Callable[..., BrowserContext], olga: Person, language: str
) -> None:
    page = new_context(locale=language).new_page()
    page.goto("/admin/")
    page.locator("[name=address]").fill(olga.address)
    page.locator("[name=password]").fill(olga.password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
    for path in LISTS:
        page.goto(f"/admin/{path}/")
        row = page.locator("#result_list tbody th a").first
        if row.count():
            row.click()
        expect(page.locator("#content h1")).to_be_visible()


QUEUED = """
from datetime import timedelta
from mailbox.models import OutgoingEnvelope, OutgoingRecipient
from mailsvc.kit import clock
later = clock.now() + timedelta(days=1)
envelope = OutgoingEnvelope.objects.create(
    reverse_path="{}", digest="0" * 64, size_bytes=1, not_before=later
)
OutgoingRecipient.objects.create(envelope=envelope, address="wen@remote.test")
"""
