"""``make screens``: picture the main pages of the demo, in every look.

    python -m tests.screens [--only NAME …] [--looks LOOK …] [--into FOLDER]

It starts the whole service with its demo in a folder of its own, and takes
`.screens/inbox-1440-dark-en.png` and its kin. What a page says to the console, or
asks of another host, is told at the end and fails the run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final, Literal, TypeVar

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

from mailsvc.demo.people import MEMBERS
from tests.browser.chromium import running_chromium, watch
from tests.browser.person import Person, sign_in
from tests.running import ROOT
from tests.screens.pages import PAGES, Pictured
from tests.service import Service, plan_service

T = TypeVar("T")
SETTLE_MILLISECONDS: Final = 250
WAIT_MILLISECONDS: Final = 10_000
LANGUAGES: Final = {"en": ("en-GB", "en"), "zh": ("zh-CN", "zh-hans")}
BEGIN: Final = """
from accounts.models import Account
from mailbox.messages.folders import empty_folder
from mailbox.models import Draft, Folder, Mailbox, Role
Account.objects.filter(address={address!r}).update(language={language!r})
Draft.objects.filter(mailbox__address={address!r}).delete()
Mailbox.objects.filter(address={address!r}).update(scheduled_letters=0)
empty_folder(Folder.objects.get(mailbox__address={address!r}, role=Role.DRAFTS))
"""


@dataclass(frozen=True, slots=True)
class Look:
    """One way to look at a page."""

    width: int
    height: int
    theme: Literal["light", "dark"] = "light"
    language: Literal["en", "zh"] = "en"

    def __str__(self) -> str:
        return f"{self.width}-{self.theme}-{self.language}"

    @property
    def size(self) -> ViewportSize:
        return {"width": self.width, "height": self.height}


LOOKS: Final = (
    Look(1440, 900),
    Look(1440, 900, theme="dark"),
    Look(1024, 768),
    Look(390, 844),
    Look(390, 844, theme="dark"),
    Look(1440, 900, language="zh"),
    Look(390, 844, language="zh"),
)


def main() -> int:
    options = _read_options()
    options.into.mkdir(parents=True, exist_ok=True)
    complaints: list[str] = []
    started, taken = time.monotonic(), 0
    with tempfile.TemporaryDirectory() as data, running_chromium() as browser:
        service = plan_service(Path(data) / "var")
        with service.running("--demo"):
            for look in options.looks:
                _begin(service, look)
                for path in picture(service, browser, look, options, complaints):
                    taken += 1
                    print(path.name, flush=True)
    print(f"{taken} pictures in {options.into}, {time.monotonic() - started:.0f} s")
    for complaint in dict.fromkeys(complaints):
        print(f"! {complaint}", file=sys.stderr)
    return 1 if complaints else 0


def picture(
    service: Service,
    browser: Browser,
    look: Look,
    options: argparse.Namespace,
    complaints: list[str],
) -> Iterator[Path]:
    """Take the chosen pages in one look; gives each picture's path."""
    ordered = sorted(options.only, key=lambda each: not each.is_public)
    for is_public, pages in groupby(ordered, key=lambda each: each.is_public):
        context = _open(service, browser, look, complaints)
        page = context.new_page()
        if not is_public:
            sign_in(page, _first_member(service))
        for each in pages:
            path = options.into / f"{each.name}-{look}.png"
            if _take(page, each, path, complaints):
                yield path
        context.close()


def _take(page: Page, pictured: Pictured, path: Path, complaints: list[str]) -> bool:
    """Go to a page and picture it; what stands in the way is a complaint."""
    before = len(complaints)
    try:
        if callable(pictured.go):
            pictured.go(page)
        else:
            page.goto(pictured.go)
        # What lies under the pointer looks different.
        page.mouse.move(1, 1)
        page.wait_for_timeout(SETTLE_MILLISECONDS)
        page.screenshot(path=path, animations="disabled")
    except Exception as error:
        complaints.append(f"{path.name}: {str(error).splitlines()[0]}")
        return False
    finally:
        heard = [each for each in complaints[before:] if not _is_right(pictured, each)]
        complaints[before:] = heard
    return True


def _is_right(pictured: Pictured, complaint: str) -> bool:
    return bool(pictured.says) and pictured.says in complaint


def _open(
    service: Service, browser: Browser, look: Look, complaints: list[str]
) -> BrowserContext:
    context = browser.new_context(
        base_url=service.url,
        viewport=look.size,
        color_scheme=look.theme,
        locale=LANGUAGES[look.language][0],
        timezone_id="Asia/Shanghai",
    )
    context.set_default_timeout(WAIT_MILLISECONDS)
    own = (service.url, f"http://{service.door('MAILSVC_EVENTS')}")
    context.on("page", lambda page: watch(page, own, complaints))
    return context


def _first_member(service: Service) -> Person:
    lines = (service.data / "demo-passwords.txt").read_text().splitlines()
    address, _, password = lines[0].partition("  ")
    return Person(address, password, MEMBERS[0].name)


def _begin(service: Service, look: Look) -> None:
    """Have the first member's pages in a look's language, and no drafts of the last."""
    words = BEGIN.format(
        address=_first_member(service).address, language=LANGUAGES[look.language][1]
    )
    service.manage("shell", "-v", "0", "-c", words)


def _read_options() -> argparse.Namespace:
    pages = {each.name: each for each in PAGES}
    looks = {str(each): each for each in LOOKS}
    parser = argparse.ArgumentParser(prog="make screens")
    parser.add_argument("--only", nargs="+", choices=pages, metavar="NAME")
    parser.add_argument("--looks", nargs="+", choices=looks, metavar="LOOK")
    parser.add_argument("--into", type=Path, default=ROOT / ".screens")
    options = parser.parse_args()
    options.only = _chosen(pages, options.only)
    options.looks = _chosen(looks, options.looks)
    return options


def _chosen(known: dict[str, T], names: Iterable[str] | None) -> list[T]:
    return [known[name] for name in names] if names else [*known.values()]


if __name__ == "__main__":
    sys.exit(main())
