"""Every page on every screen: nothing cut, nothing over another, no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.letters import bring_in
from tests.browser.person import Person, check_accessibility, sign_in, speak_chinese
from tests.service import Service

WIDTHS: Final = (320, 390, 768, 1024, 1440, 2560)
LOOK: Final = (Path(__file__).parent / "roominess.js").read_text().rstrip().rstrip(";")
SPACED: Final = """
    * { line-height: 1.5 !important; letter-spacing: .12em !important;
        word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }
"""
"""What WCAG 2.2 §1.4.12 lets a reader set."""
PLACES: Final = (
    "/",
    "/search/?q=kiln",
    "/compose/",
    "/mail/folders/",
    "/mail/tags/",
    "/settings/",
    "/settings/look/",
    "/settings/reading/",
    "/settings/time/",
    "/keys/",
)
SUBJECTS: Final = [
    "Berth for the second kiln, and what else there was to say about the harbour",
    "年度报告与第三季度预算调整的说明，请各部门在周五之前确认",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "Re: Kiln",
    "Kiln",
]


@pytest.fixture
def ann(
    open_account: Callable[[str], Person], service: Service, tmp_path: Path
) -> Person:
    ann = open_account("Ann")
    bring_in(service, tmp_path, ann.address, SUBJECTS, answering="Kiln")
    return ann


@pytest.fixture(params=["en", "zh"])
def at_home(request: pytest.FixtureRequest, page: Page, ann: Person) -> Page:
    """A signed-in person's window, in each language."""
    sign_in(page, ann)
    if request.param == "zh":
        speak_chinese(page)
    return page


def visit(page: Page) -> Iterator[str]:
    """Go to each place in turn, the last one being an open letter."""
    for place in PLACES:
        page.goto(place)
        yield place
    page.goto("/")
    with page.expect_navigation():
        page.evaluate("location.assign(document.querySelector('.row .subj a').href)")
    yield "a letter"


def look(page: Page, where: str) -> list[str]:
    page.wait_for_timeout(80)
    found: Any = page.evaluate(LOOK)
    return [f"{where}: {fault}" for fault in found]


def test_every_page_fits_every_width(at_home: Page) -> None:
    faults: list[str] = []
    for place in visit(at_home):
        for width in WIDTHS:
            at_home.set_viewport_size({"width": width, "height": 900})
            faults += look(at_home, f"{place} at {width}")
    assert not faults, "\n".join(faults)


def test_the_largest_size_and_a_window_zoomed_to_twice_the_size(at_home: Page) -> None:
    faults: list[str] = []
    for place in visit(at_home):
        for width in (1280, 1024, 390):
            at_home.set_viewport_size({"width": width, "height": 900})
            at_home.evaluate("document.documentElement.dataset.size = 'largest'")
            faults += look(at_home, f"{place} in the largest size at {width}")
        at_home.evaluate("delete document.documentElement.dataset.size")
        # A window zoomed to 200 % is one of half the size.
        at_home.set_viewport_size({"width": 640, "height": 450})
        faults += look(at_home, f"{place} at 200 %")
    assert not faults, "\n".join(faults)


def test_text_may_be_spaced_as_its_reader_likes(
    new_context: Callable[..., BrowserContext], ann: Person
) -> None:
    page = new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    window = page.new_page()
    sign_in(window, ann)
    faults: list[str] = []
    for place in visit(window):
        window.add_style_tag(content=SPACED)
        faults += look(window, f"{place} with spaced text")
    assert not faults, "\n".join(faults)


def test_colours_of_the_system_and_no_motion(
    new_context: Callable[..., BrowserContext], ann: Person
) -> None:
    context = new_context(
        viewport={"width": 1280, "height": 800},
        forced_colors="active",
        reduced_motion="reduce",
    )
    page = context.new_page()
    sign_in(page, ann)
    for _place in visit(page):
        check_accessibility(page)
        slow = page.evaluate(
            """() => document.getAnimations().filter((each) =>
                Number(each.effect?.getComputedTiming().duration) > 1).length"""
        )
        assert slow == 0
    current = page.locator(".row[data-current]")
    expect(current).to_be_visible()
    assert marks_current_row(page), "the open letter's row looks like any other"


def marks_current_row(page: Page) -> bool:
    """Say whether the row of the open letter differs in the system's colours."""
    differs: bool = page.evaluate(
        """() => {
            const of = (row) => {
                const look = getComputedStyle(row);
                return look.backgroundColor + look.outlineStyle + look.borderStyle;
            };
            const [current] = document.querySelectorAll(".row[data-current]");
            const other = document.querySelector(".row:not([data-current])");
            return of(current) !== of(other);
        }"""
    )
    return differs
