"""HTML mail to a document that may be shown, in a frame of its own.

Two independent layers: the HTML is cleaned here by allow list, and `FRAME_CSP`
with the frame's sandbox lets nothing run or load even if this failed. Remote
images are held back and counted; pictures of the letter itself are led to their
part; nothing else loads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

import nh3

from mailbox.reading.guard import is_too_much
from mailbox.reading.safe_html import SafeHtml
from mailbox.reading.styles import clean_sheet, clean_style

SANDBOX: Final = "allow-same-origin allow-popups allow-popups-to-escape-sandbox"
FRAME_CSP: Final = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; "
    f"sandbox {SANDBOX}"
)
TAGS: Final = frozenset(
    (
        "a abbr acronym address article aside b bdi bdo big blockquote br caption "
        "center cite code col colgroup dd del dfn div dl dt em figcaption figure font "
        "footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s "
        "samp section small span strike strong sub sup table tbody td tfoot th thead "
        "time tr tt u ul var wbr"
    ).split()
)
DROPPED_WHOLE: Final = frozenset(
    (
        "applet audio canvas embed frame frameset head iframe math noembed noframes "
        "noscript object script select style svg template textarea title video"
    ).split()
)
EVERYWHERE: Final = frozenset(
    "align bgcolor class color dir height lang style title valign width".split()
)
ATTRIBUTES: Final = {
    "*": EVERYWHERE,
    "a": frozenset({"href", "name"}),
    "col": frozenset({"span"}),
    "font": frozenset({"face", "size"}),
    "img": frozenset({"alt", "src", "border", "hspace", "vspace"}),
    "ol": frozenset({"start", "type"}),
    "table": frozenset({"border", "cellpadding", "cellspacing"}),
    "td": frozenset({"colspan", "rowspan", "nowrap"}),
    "th": frozenset({"colspan", "rowspan", "nowrap"}),
    "ul": frozenset({"type"}),
}
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "cid", "data"})
_DATA_IMAGE: Final = re.compile(
    r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE
)
_SHEET: Final = re.compile(r"<style\b[^<>]*>([^<]*)(?:</style\s*>|<)", re.IGNORECASE)
_BODY: Final = re.compile(r"<(/?)body\b", re.IGNORECASE)
_PIXEL: Final = re.compile(
    r"\s(?:width|height)\s*=\s*[\"']?[01](?:px)?(?=[\"'\s>])", re.IGNORECASE
)
_OWN_LOOK: Final = re.compile(
    r"\bbgcolor=|background(?:-color)?\s*:|<style>.*color", re.I
)
_BASE_STYLE: Final = (
    ":root{color-scheme:light dark}"
    "body{margin:0;padding:16px;font:16px/1.6 system-ui,sans-serif;"
    "overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}"
    "a{color:LinkText}blockquote{margin:0 0 0 8px;padding-left:12px;"
    "border-left:2px solid GrayText}pre{white-space:pre-wrap}"
)
_LIGHT_CARD: Final = ":root{color-scheme:light}body{background:#fff;color:#14211f}"


@dataclass(frozen=True, slots=True)
class SafeDocument:
    """A whole document for the frame, and what was held back from it.

    `is_guarded` says that the page was too much to parse, and `html` is empty
    of it: show the text instead.
    """

    html: SafeHtml
    blocked_images: int = 0
    trackers: int = 0
    is_styled: bool = False
    is_guarded: bool = False


@dataclass(slots=True)
class _Filter:
    """Decides about each attribute, and counts what it holds back."""

    cid_url: Callable[[str], str | None]
    blocked: int = 0
    loads: set[str] = field(default_factory=set)

    def __call__(self, tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return clean_style(value) or None
        if name == "href":
            return value if _is_link(value) else None
        if name == "src":
            return self.picture(value)
        return value

    def picture(self, value: str) -> str | None:
        address = value.strip()
        scheme, _colon, rest = address.partition(":")
        if scheme.lower() == "cid":
            return self.cid_url(unquote(rest))
        if _DATA_IMAGE.fullmatch(address):
            return address
        if scheme.lower() in ("http", "https") or address.startswith("//"):
            self.blocked += 1
        return None


def sanitise(html: str, *, cid_url: Callable[[str], str | None]) -> SafeDocument:
    """Make the document that a letter's frame shows.

    Args:
        html: As it came.
        cid_url: Leads a content id to the URL of its part, None if there is none.
    """
    if is_too_much(html):
        return SafeDocument(_document("", "", is_styled=False), is_guarded=True)
    judge = _Filter(cid_url)
    sheets = "\n".join(clean_sheet(css) for css in _SHEET.findall(html))
    body = nh3.clean(
        _BODY.sub(r"<\1div", html),
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WHOLE),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=judge,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    is_styled = bool(_OWN_LOOK.search(body) or "color" in sheets)
    return SafeDocument(
        html=_document(sheets, body, is_styled=is_styled),
        blocked_images=judge.blocked,
        trackers=count_trackers(html),
        is_styled=is_styled,
    )


def count_trackers(html: str) -> int:
    """Count remote pictures of one pixel, which only tell that one has read."""
    return sum(
        1 for tag in remote_image_tags(html) if len(_PIXEL.findall(tag + " ")) >= 2
    )


_IMAGE_TAG: Final = re.compile(r"<img\b[^<>]{0,4000}>", re.IGNORECASE)
_REMOTE_SOURCE: Final = re.compile(r"\ssrc\s*=\s*[\"']?\s*(?:https?:)?//", re.I)


def remote_image_tags(html: str) -> list[str]:
    """List the tags of pictures that would be loaded from elsewhere."""
    return [tag for tag in _IMAGE_TAG.findall(html) if _REMOTE_SOURCE.search(tag)]


def _is_link(value: str) -> bool:
    scheme = value.strip().partition(":")[0].lower()
    return scheme in ("http", "https", "mailto", "tel")


def _document(sheets: str, body: str, *, is_styled: bool) -> SafeHtml:
    look = _BASE_STYLE + (_LIGHT_CARD if is_styled else "")
    return SafeHtml(
        '<!doctype html><html><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{look}</style><style>{sheets}</style>"
        f"</head><body>{body}</body></html>"
    )
