"""Whether a page is whole: nothing sticks out, nothing is covered, nothing ran."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, ViewportSize

WIDE: Final[ViewportSize] = {"width": 1280, "height": 800}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}

LOOK: Final = (Path(__file__).parent / "wholeness.js").read_text().rstrip().rstrip(";")


def list_faults(page: Page) -> list[str]:
    """Say what is wrong with a page as it stands, on a wide screen and on a phone."""
    faults: list[str] = []
    for size in (WIDE, PHONE):
        page.set_viewport_size(size)
        page.wait_for_timeout(60)
        found: Any = page.evaluate(LOOK)
        faults += [f"at {size['width']}: {fault}" for fault in found]
    page.set_viewport_size(WIDE)
    return faults
