"""Which pages are pictured: add a row to `PAGES`.

A page is a name and how a signed-in person comes to it: a path, or a function that
goes there and brings it into the state that is worth a picture. The person is the
demo's first member, whose letters are in `mailsvc/demo/letters.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

CONTRACT: Final = "Kiln no. 2: contract v3 for signature"
NEWSLETTER: Final = "The Kiln Letter: reading a cone"
INVOICE: Final = "您有一张新的电子发票待查收"


@dataclass(frozen=True, slots=True)
class Pictured:
    """A page to be pictured.

    `is_public` is what strangers see; `says` is what the console rightly says there.
    """

    name: str
    go: str | Callable[[Page], None]
    is_public: bool = False
    says: str = ""


def letter(subject: str) -> Callable[[Page], None]:
    """Open the conversation of a subject from the Inbox or from search."""

    def go(page: Page) -> None:
        page.goto("/")
        row = page.get_by_role("link").filter(has_text=subject).first
        if not row.count():
            page.goto(f"/search/?q={subject.split(':', maxsplit=1)[0]}")
        row.click()
        page.wait_for_url("**/c/**")
        page.wait_for_load_state("load")

    return go


def beside_letter(subject: str, end: str) -> Callable[[Page], None]:
    """Go to a page about the newest letter of a conversation: its source, its way."""

    def go(page: Page) -> None:
        letter(subject)(page)
        links = page.locator(f'a[href$="/{end}/"]')
        target = links.last.get_attribute("href")
        assert target, f"no link to {end}"
        page.goto(target)

    return go


def folder(icon: str) -> Callable[[Page], None]:
    """Open a system folder, which the rail marks with an icon."""

    def go(page: Page) -> None:
        page.goto("/")
        link = page.locator(f'#rail a:has(use[href$="#i-{icon}"])').first
        target = link.get_attribute("href")
        assert target, f"no link to {icon}"
        page.goto(target)

    return go


def last_step_of_writing(page: Page) -> None:
    """Write a letter that misses its recipient, and be told so."""
    page.goto("/compose/")
    page.locator("[name=subject]").fill("Berth for the second kiln / 第二座窑的泊位")
    page.locator('form button[value="send"], form button[name=send]').first.click()
    page.wait_for_load_state("load")


def scheduling(page: Page) -> None:
    """Write a letter that goes later, and look at what waits."""
    page.goto("/compose/")
    page.locator("form.compose[data-ready]").wait_for()
    page.locator("[data-field=to] input:visible").fill(
        "Pieter van Dijk <pieter@maasterminal.example>"
    )
    page.locator("[name=subject]").fill("Berth for the second kiln / 第二座窑的泊位")
    page.locator("form.compose .btn-split summary").click()
    page.locator('form.compose button[value^="schedule:"]').last.click()
    page.wait_for_url(lambda url: "/compose/" not in url)
    page.goto("/mail/scheduled/")


PAGES: Final = (
    Pictured("sign-in", "/sign-in/", is_public=True),
    Pictured("inbox", "/"),
    Pictured("conversation", letter(CONTRACT)),
    Pictured("newsletter", letter(NEWSLETTER)),
    Pictured("chinese-letter", letter(INVOICE)),
    Pictured("sent", folder("send")),
    Pictured("spam-empty", folder("spam")),
    Pictured("starred", "/mail/starred/"),
    Pictured("compose", "/compose/"),
    Pictured("compose-refused", last_step_of_writing),
    Pictured("scheduled", scheduling),
    Pictured("reply", beside_letter(CONTRACT, "reply")),
    Pictured("search", "/search/?q=contract"),
    Pictured("search-chinese", "/search/?q=发票"),
    Pictured("search-nothing", "/search/?q=quokkaleaf"),
    Pictured("folders", "/mail/folders/"),
    Pictured("tags", "/mail/tags/"),
    Pictured("trace", beside_letter(CONTRACT, "trace")),
    Pictured("source", beside_letter(CONTRACT, "source")),
    Pictured("settings", "/settings/"),
    Pictured("settings-look", "/settings/look/"),
    Pictured("settings-account", "/settings/account/"),
    Pictured("not-found", "/mail/999999/", says="status of 404"),
)
