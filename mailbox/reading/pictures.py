"""Remote pictures of a letter: which there are, and which only watch the reader.

A picture of a pixel, a hidden one, or one from an address that is known for it
tells the sender that the letter was opened, and shows nothing. It is never asked
for, whatever the reader allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

from mailbox.reading.markup import Markup, Tag, write_attributes

LONGEST_ADDRESS: Final = 4_000
HELD: Final = ' class="held"'
"""How the attributes of a held picture's place begin."""

_IMAGE_TAG: Final = re.compile(r"<img\b([^<>]{0,8000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(
    r"""([a-z-]{1,20})\s*=\s*(?:"([^"]*+)"|'([^']*+)'|([^\s"'>]++))""", re.IGNORECASE
)
_END: Final = Tag("span", is_end=True)
_SIZE: Final = re.compile(r"\d{1,4}(?:px|%)?")
_TINY: Final = re.compile(r"\s*[0-2](?:\.\d+)?\s*(?:px)?\s*")
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
    r"|(?<![\w-])(?:width|height)\s*:\s*[01](?:px)?\s*(?:!important\s*)?(?:;|$)",
    re.IGNORECASE,
)
_WATCHING: Final = re.compile(
    r"/track(?:ing)?/(?:open|o)\b|/(?:wf|ls)/open\b|/o/open\b|/e/(?:o|open)/|/open\.(?:aspx|php|gif)"
    r"|/(?:open|email)[_-]?(?:track|pixel)|/(?:pixel|beacon|spacer-track)\.(?:gif|png)"
    r"|[?&](?:utm_)?(?:open|pixel)=(?:1|true)"
    r"|//(?:[\w-]+\.)*(?:mailtrack\.io|yesware\.com|bananatag\.com|mailfoogae\.appspot\.com"
    r"|google-analytics\.com|doubleclick\.net|mixmax\.com/api/track|list-manage\.com/track"
    r"|mandrillapp\.com/track|sendgrid\.net/wf|facebook\.com/tr\b|pixel\.\w+\.com"
    r"|track(?:ing)?\.[\w-]+\.[a-z]+/o)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Pictures:
    """How many remote pictures a letter holds, and how many only watch."""

    images: int = 0
    trackers: int = 0


NO_PICTURES: Final = Pictures()


def is_tracker(given: dict[str, str]) -> bool:
    """Tell whether an image with these attributes only watches the reader."""
    sizes = [given[name] for name in ("width", "height") if given.get(name)]
    if len(sizes) == 2 and all(_TINY.fullmatch(size) for size in sizes):
        return True
    if _HIDDEN.search(given.get("style", "")):
        return True
    return bool(_WATCHING.search(given.get("src", "")[:LONGEST_ADDRESS]))


def is_remote(address: str) -> bool:
    """Tell whether a picture would be loaded from elsewhere."""
    start = address.strip()[:8].lower()
    return start.startswith(("http:", "https:", "//"))


def count_pictures(html: str) -> Pictures:
    """Count remote pictures by a look at the tags; nothing is parsed."""
    found = [_read(attributes) for attributes in _IMAGE_TAG.findall(html)]
    remote = [given for given in found if is_remote(given.get("src", ""))]
    trackers = sum(is_tracker(given) for given in remote)
    return Pictures(len(remote) - trackers, trackers)


def dress_pictures(
    markup: Markup, addresses: list[str], remote_url: Callable[[str], str] | None
) -> tuple[Markup, Pictures]:
    """Decide about each remote picture, which the cleaner left as `held:<number>`.

    Args:
        markup: The clean letter.
        addresses: What those numbers stand for.
        remote_url: Gives the URL by which we fetch one; None holds all back.
    """
    dressed: Markup = []
    images = trackers = 0
    for piece in markup:
        given = _held(piece)
        if given is None:
            dressed.append(piece)
            continue
        given["src"] = addresses[int(given["src"].partition(":")[2])]
        if is_tracker(given):
            trackers += 1
            continue
        images += 1
        dressed += _dress(given, remote_url)
    return dressed, Pictures(images, trackers)


def _held(piece: str | Tag) -> dict[str, str] | None:
    if isinstance(piece, str) or piece.name != "img":
        return None
    given = piece.read()
    return given if given.get("src", "").startswith("held:") else None


def _dress(
    given: dict[str, str], remote_url: Callable[[str], str] | None
) -> list[str | Tag]:
    address = given.pop("src").strip()
    if address.startswith("//"):
        address = f"https:{address}"
    if remote_url is not None and len(address) <= LONGEST_ADDRESS:
        return [Tag("img", write_attributes({**given, "src": remote_url(address)}))]
    return [Tag("span", _placeholder(given)), escape(given.get("alt", "")), _END]


def _placeholder(given: dict[str, str]) -> str:
    """Keep a picture's place: a box of its size that says what it shows."""
    sizes = [
        f"{name}:{given[name]}{'' if given[name].endswith(('%', 'px')) else 'px'}"
        for name in ("width", "height")
        if _SIZE.fullmatch(given.get(name, ""))
    ]
    style = ";".join(filter(None, (*sizes, given.get("style", ""))))
    return HELD + (write_attributes({"style": style}) if style else "")


def _read(attributes: str) -> dict[str, str]:
    """Read the attributes of a tag as it came, in whatever quotes."""
    return {
        name.lower(): unescape(double or single or bare)
        for name, double, single, bare in _ATTRIBUTE.findall(attributes)
    }
