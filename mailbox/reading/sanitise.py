"""HTML mail to a document that may be shown, in a frame of its own.

Two independent layers: the HTML is cleaned here by allow list, and the frame's
policy with its sandbox lets nothing run or load even if this failed. What is
clean is then dressed: remote pictures are held back or led through our proxy,
links say where they go, the quote that ends an answer is folded.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote

import nh3

from mailbox.reading.frame import NO_WISHES, Wishes, make_document
from mailbox.reading.guard import is_too_much
from mailbox.reading.html_links import dress_links
from mailbox.reading.html_quotes import MARKED_IDS, fold_quotes
from mailbox.reading.links import WriteTo
from mailbox.reading.looks import Look
from mailbox.reading.markup import Markup, Tag, read_markup, write_markup
from mailbox.reading.pictures import NO_PICTURES, Pictures, dress_pictures, is_remote
from mailbox.reading.safe_html import SafeHtml
from mailbox.reading.styles import clean_sheet, clean_style

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
    "blockquote": frozenset({"id", "type"}),
    "col": frozenset({"span"}),
    "div": frozenset({"id"}),
    "font": frozenset({"face", "size"}),
    "img": frozenset({"alt", "src", "border", "hspace", "vspace"}),
    "ol": frozenset({"start", "type"}),
    "table": frozenset({"border", "cellpadding", "cellspacing"}),
    "td": frozenset({"colspan", "rowspan", "nowrap"}),
    "th": frozenset({"colspan", "rowspan", "nowrap"}),
    "ul": frozenset({"type"}),
}
SCHEMES: Final = frozenset({"http", "https", "mailto", "tel", "cid", "data", "held"})
_DATA_IMAGE: Final = re.compile(
    r"data:image/(?:png|jpe?g|gif|webp|bmp);base64,[A-Za-z0-9+/=\s]+", re.IGNORECASE
)
_SHEET: Final = re.compile(r"<style\b[^<>]*>([^<]*)(?:</style\s*>|<)", re.IGNORECASE)
_BODY: Final = re.compile(r"<(/?)body\b", re.IGNORECASE)
_MARKS: Final = re.compile(r' (?:id|type)="[^"]*"')


@dataclass(frozen=True, slots=True)
class Showing:
    """How a letter is to be shown.

    `cid_url` leads a content id to its part, or gives None. `remote_url` gives the
    URL by which we fetch a remote picture; without it all are held back.
    `write_to` leads to our page for writing. `wishes` are the reader's.
    """

    cid_url: Callable[[str], str | None]
    remote_url: Callable[[str], str] | None = None
    write_to: WriteTo | None = None
    look: Look = Look.PLAIN
    wishes: Wishes = NO_WISHES
    folds_quotes: bool = True


@dataclass(frozen=True, slots=True)
class SafeDocument:
    """A whole document for the frame, and the remote pictures it names.

    `is_guarded` says that the page was too much to parse, and `html` is empty
    of it: show the text instead.
    """

    html: SafeHtml
    pictures: Pictures = NO_PICTURES
    is_guarded: bool = False


@dataclass(slots=True)
class _Filter:
    """Decides about each attribute, and notes the remote pictures."""

    cid_url: Callable[[str], str | None]
    remote: list[str] = field(default_factory=list)

    def __call__(self, tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return clean_style(value) or None
        if name == "href":
            return value.strip() if _is_link(value) else None
        if name == "src":
            return self.picture(value)
        if name == "id":
            return value if MARKED_IDS.fullmatch(value) else None
        return value

    def picture(self, value: str) -> str | None:
        """Keep the letter's own pictures; give remote ones a number instead."""
        address = value.strip()
        scheme, _colon, rest = address.partition(":")
        if scheme.lower() == "cid":
            return self.cid_url(unquote(rest))
        if _DATA_IMAGE.fullmatch(address):
            return address
        if not is_remote(address):
            return None
        self.remote.append(address)
        return f"held:{len(self.remote) - 1}"


def sanitise(html: str, showing: Showing) -> SafeDocument:
    """Make the document that a letter's frame shows."""
    if is_too_much(html):
        nothing = make_document("", "", look=showing.look, wishes=showing.wishes)
        return SafeDocument(nothing, is_guarded=True)
    sheets = sanitise_sheets(html)
    body, pictures = sanitise_body(html, showing)
    document = make_document(sheets, body, look=showing.look, wishes=showing.wishes)
    return SafeDocument(document, pictures)


def sanitise_sheets(html: str) -> str:
    """Clean a letter's own style sheets, one after another."""
    return "\n".join(clean_sheet(css) for css in _SHEET.findall(html))


def sanitise_body(html: str, showing: Showing) -> tuple[str, Pictures]:
    """Clean and dress what stands in a letter's body; caller asked the guard."""
    judge = _Filter(showing.cid_url)
    clean = nh3.clean(
        _BODY.sub(r"<\1div", html),
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WHOLE),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=judge,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    markup = read_markup(clean)
    markup, pictures = dress_pictures(markup, judge.remote, showing.remote_url)
    markup = dress_links(markup, showing.write_to)
    if showing.folds_quotes:
        markup = fold_quotes(markup)
    return write_markup(_without_marks(markup)), pictures


def _without_marks(markup: Markup) -> Markup:
    """Take off the ids by which quotes were found: no page needs them."""
    for piece in markup:
        if isinstance(piece, Tag) and piece.name in ("div", "blockquote"):
            piece.attributes = _MARKS.sub("", piece.attributes)
    return markup


def _is_link(value: str) -> bool:
    scheme = value.strip().partition(":")[0].lower()
    return scheme in ("http", "https", "mailto", "tel")
