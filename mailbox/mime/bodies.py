"""Which parts a person reads, and which they call files.

One text and one HTML body are chosen as a mail client would show them; every
other leaf is a file, so that nothing a sender wrote is out of reach. Messages
enclosed in a message are files, and are not looked into. What a report says to
programs (RFC 3464, RFC 8098) is in its source. RFC 2046 §5.1, RFC 2387, RFC 1847.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from mailbox.mime import limits
from mailbox.mime.charsets import decode_text
from mailbox.mime.html_text import html_text
from mailbox.mime.parse import ParsedMessage, Searchable
from mailbox.mime.parts import Part, decode_part

__all__ = [
    "Bodies",
    "choose_bodies",
    "decode_text",
    "html_text",
    "list_attachments",
    "referenced_ids",
]

_CID: Final = re.compile(r"""cid:([^\s"'<>()&;]{1,998})""", re.IGNORECASE)
_TEXTS: Final = frozenset({"text/plain", "text/html"})
_BLANK_BYTES: Final = 4
_REPORT_FACTS: Final = frozenset(
    {
        "message/delivery-status",
        "message/global-delivery-status",
        "message/disposition-notification",
        "message/global-disposition-notification",
        "text/rfc822-headers",
        "message/global-headers",
    }
)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The chosen bodies, decoded, with the sections they stand in ("" for none)."""

    text: str | None = None
    html: str | None = None
    text_section: str = ""
    html_section: str = ""


@dataclass(frozen=True, slots=True)
class _Chosen:
    text: Part | None = None
    html: Part | None = None


def choose_bodies(parsed: ParsedMessage, raw: Searchable) -> Bodies:
    """Choose what is read, and decode it; at most 2 MB of each."""
    chosen = _choose(parsed.root)
    return Bodies(
        text=_decode(chosen.text, raw),
        html=_decode(chosen.html, raw),
        text_section=chosen.text.section if chosen.text else "",
        html_section=chosen.html.section if chosen.html else "",
    )


def list_attachments(root: Part) -> list[Part]:
    """List what a person calls files, pictures within the HTML among them."""
    chosen = _choose(root)
    return [part for part in _files(root, "") if part not in (chosen.text, chosen.html)]


def referenced_ids(html: str) -> frozenset[str]:
    """Give the Content-IDs that a page shows by `cid:` (RFC 2392)."""
    if "cid:" not in html and "CID:" not in html:
        return frozenset()
    return frozenset(unquote(found) for found in _CID.findall(html))


def _choose(part: Part) -> _Chosen:
    if not part.is_multipart:
        return _choose_leaf(part)
    if part.content_type == "multipart/alternative":
        return _choose_alternative(part)
    candidates = part.children
    if part.content_type == "multipart/signed":
        candidates = part.children[:1]
    elif part.content_type == "multipart/related":
        candidates = _root_first(part)
    for child in candidates:
        chosen = _choose(child)
        if chosen.text or chosen.html:
            return chosen
    return _Chosen()


def _choose_leaf(part: Part) -> _Chosen:
    if part.disposition == "attachment":
        return _Chosen()
    if part.content_type == "text/html":
        return _Chosen(html=part)
    if part.content_type == "text/plain":
        return _Chosen(text=part)
    is_readable = part.content_type.startswith("text/") and not part.filename
    if is_readable and part.section == "1":
        return _Chosen(text=part)
    return _Chosen()


def _choose_alternative(part: Part) -> _Chosen:
    """Take the first text and the last HTML: the best comes last."""
    text: Part | None = None
    page: Part | None = None
    for child in part.children:
        chosen = _choose(child)
        text = text or chosen.text
        page = chosen.html or page
    return _Chosen(text, page)


def _root_first(part: Part) -> tuple[Part, ...]:
    """Put the root of multipart/related first (RFC 2387 §3.2)."""
    start = part.params.get("start", "").strip("<> ")
    roots = [child for child in part.children if start and child.content_id == start]
    return (*roots, *part.children)


def _files(part: Part, within: str) -> Iterator[Part]:
    """Give the leaves that are no signature, no other form of the body, no facts."""
    if part.is_multipart:
        is_signed = part.content_type == "multipart/signed"
        for child in part.children[:1] if is_signed else part.children:
            yield from _files(child, part.content_type)
    elif not (
        _is_alternative_text(part, within)
        or _is_for_machines(part, within)
        or _is_blank(part)
    ):
        yield part


def _is_alternative_text(part: Part, within: str) -> bool:
    if within != "multipart/alternative" or part.disposition == "attachment":
        return False
    return part.content_type.startswith("text/") and part.content_type in (
        *_TEXTS,
        "text/enriched",
        "text/x-amp-html",
        "text/watch-html",
    )


def _is_for_machines(part: Part, within: str) -> bool:
    """Tell whether it says over again to programs what a report says to people."""
    is_report = within == "multipart/report" and not part.filename
    return is_report and part.content_type in _REPORT_FACTS


def _is_blank(part: Part) -> bool:
    """Tell whether it is the empty text that Apple Mail puts between pictures."""
    is_small = part.end - part.body_start <= _BLANK_BYTES
    return is_small and part.content_type in _TEXTS and not part.filename


def _decode(part: Part | None, raw: Searchable) -> str | None:
    if part is None:
        return None
    end = min(part.end, part.body_start + limits.BODY_BYTES)
    return decode_text(
        decode_part(raw[part.body_start : end], part.encoding), part.charset
    )
