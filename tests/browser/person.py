"""What a person does in every journey, and what is looked at on every page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

AXE: Final = Path(__file__).parent / "vendor" / "axe.min.js"


@dataclass(frozen=True, slots=True)
class Person:
    """An account that a journey signs in with."""

    address: str
    password: str
    name: str


def sign_in(page: Page, person: Person) -> None:
    """Sign a person in, as they would, in whatever language the page is."""
    page.goto("/sign-in/")
    page.locator("input[name=address]").fill(person.address)
    page.locator("input[name=password]").fill(person.password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def speak_chinese(page: Page) -> None:
    """Choose Chinese, as a signed-in person does in the settings."""
    page.goto("/settings/time/")
    page.locator("label:has(input[value='zh-hans'])").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-hans")
    page.goto("/")


def check_accessibility(page: Page) -> None:
    """Fail with what axe finds wrong on this page (WCAG 2.2 AA)."""
    # Not as a script element: the page's policy rightly refuses those.
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        """() => axe.run(document, {runOnly: {type: "tag", values: [
            "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"
        ]}})"""
    )
    faults = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: "
        + "; ".join(node["html"][:200] for node in fault["nodes"][:3])
        for fault in found["violations"]
    ]
    assert faults == [], "\n".join(faults)
