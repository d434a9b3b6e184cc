"""The HTML that leaves: cleaned by allow list, whatever a browser claims to have sent.

What an editor posts, what is quoted and what a person keeps as a signature go
through here before they are kept and again before they are sent. Style sheets,
scripts, forms and frames go; of styles the harmless ones stay. An editor cannot
hold a style attribute or a picture from elsewhere under the policy of our pages,
so it keeps them as `data-style` and `data-remote`, which are turned back here.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable
from typing import Final

import nh3
from django.utils.translation import gettext_lazy as _

from mailbox.reading.guard import is_too_much
from mailbox.reading.styles import clean_style
from mailsvc.kit.errors import InvalidInput

TAGS: Final = frozenset(
    (
        "a abbr b bdi bdo blockquote br caption center code col colgroup dd del div dl "
        "dt em figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p "
        "pre q s samp small span strike strong sub sup table tbody td tfoot th thead "
        "tr tt u ul wbr"
    ).split()
)
DROPPED_WHOLE: Final = frozenset(
    "button iframe math noscript object script select style svg template textarea "
    "title video".split()
)
ATTRIBUTES: Final = {
    "*": {"align", "bgcolor", "color", "dir", "height", "lang", "style", "valign"}
    | {"width"},
    "a": {"href"},
    "col": {"span"},
    "font": {"face", "size"},
    "img": {"alt", "src"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
CLASSES: Final = {"div": {"signature", "quote-line"}}
_INSIDE: Final = r"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+"""
_TAG: Final = re.compile(rf"<[a-zA-Z]{_INSIDE}>")
_HELD: Final = re.compile(r"\sdata-(style|remote)=")
_BACK: Final = {"style": " style=", "remote": " src="}
_EMPTY_IMAGE: Final = re.compile(r"<img(?![^<>]*\ssrc=)[^<>]*>")
_LINE: Final = re.compile(r"\r\n|\r|\n")

Picture = Callable[[str], str | None]


class TooMuchFormatting(InvalidInput):
    """The page is too large or too deeply nested to be cleaned."""

    code = "mail.too_much_formatting"
    words = _(
        "This text is too long or too complicated to keep with its formatting. "
        "Switch to plain text, or take a part of it out."
    )


def clean_letter(html: str, *, picture: Picture) -> str:
    """Clean HTML that is to be sent.

    Args:
        html: From an editor, a stored letter or a stranger's message.
        picture: Gives the address that a picture may keep; None takes it out.

    Raises:
        TooMuchFormatting: Cleaning it could take long.
    """
    if is_too_much(html):
        raise TooMuchFormatting(field="body", detail=f"{len(html)} characters")

    def judge(_tag: str, name: str, value: str) -> str | None:
        if name == "style":
            return clean_style(value) or None
        if name == "href":
            return value if is_link(value) else None
        return picture(value.strip()) if name == "src" else value

    cleaned = nh3.clean(
        _TAG.sub(_turn_back, html),
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WHOLE),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        allowed_classes={tag: set(names) for tag, names in CLASSES.items()},
        attribute_filter=judge,
        url_schemes={"http", "https", "mailto", "tel", "cid"},
        link_rel=None,
        set_tag_attribute_values={"blockquote": {"type": "cite"}},
    )
    return _EMPTY_IMAGE.sub("", cleaned)


def is_link(address: str) -> bool:
    """Tell whether a link leads where links of mail may lead."""
    scheme = address.strip().partition(":")[0].lower()
    return scheme in ("http", "https", "mailto", "tel")


def is_remote(address: str) -> bool:
    """Tell whether a picture is somewhere on the web."""
    return address.lower().startswith(("https://", "http://"))


def any_picture(source: str) -> str | None:
    """Let every picture stay that a message may show."""
    is_own = source.lower().startswith("cid:")
    return source if is_own or is_remote(source) else None


def html_of_text(text: str) -> str:
    """Write plain text as HTML, a block for each line."""
    return "".join(
        f"<div>{_spaced(entities.escape(line, quote=False)) or '<br>'}</div>"
        for line in _LINE.split(text)
    )


def whole_document(body: str) -> str:
    """Give the page that is sent."""
    return (
        '<!doctype html><html><head><meta charset="utf-8"></head>'
        f"<body>{body}</body></html>"
    )


def _turn_back(tag: re.Match[str]) -> str:
    return _HELD.sub(lambda held: _BACK[held[1]], tag[0])


def _spaced(line: str) -> str:
    """Keep runs of spaces, and one at the start, as a browser would not."""
    line = re.sub(r"  ", " &nbsp;", line.replace("\t", "    "))
    return f"&nbsp;{line[1:]}" if line.startswith(" ") else line
