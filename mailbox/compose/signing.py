"""How a signature stands in a letter: put in, found again, changed.

In plain text it follows a line of two dashes and a space (RFC 3676 §4.3); in HTML it
is the `div` of class `signature`. Only a signature that stands as it was put in is
changed by itself: what a person has changed is theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from mailbox.compose.signatures import find_chosen, list_signatures
from mailbox.compose.text_alternative import SIGNATURE_MARK
from mailbox.models import Draft, Signature

EMPTY_LINE: Final = "<div><br></div>"
_END: Final = r"(?=\n[ \t]*\n|\s*\Z)"

Body = tuple[str, str]
"""The text of a letter, and its HTML; that is empty where it is plain."""


def text_block(signature: Signature) -> str:
    """Give the lines that a signature is in a plain letter."""
    return f"{SIGNATURE_MARK}\n{signature.text}"


def html_block(signature: Signature) -> str:
    """Give what a signature is in a letter with formatting."""
    return f'<div class="signature">{signature.html}</div>'


def begin_with_signature(draft: Draft) -> None:
    """Put the signature of its author below a letter that is being begun."""
    signature = find_chosen(draft.mailbox, draft.from_address, draft.action)
    if signature is None:
        return
    draft.text, draft.html = _added((draft.text, draft.html), signature)


def sign(body: Body, signature: Signature | None, known: Iterable[Signature]) -> Body:
    """Put a signature in the place of one of those that are known; None takes it out.

    It is put below where none stands. One that was changed by hand stays, with the
    new one below it.
    """
    for old in sorted(known, key=lambda each: -len(each.text)):
        found = _pattern(old).search(body[0])
        if found:
            return _replaced(body, found, old, signature)
    return _added(body, signature) if signature else body


def follow_author(draft: Draft, address: str, body: Body) -> Body:
    """Change the signature with the address that a letter is written from.

    It stays where a person has changed it, or taken it out.
    """
    old = find_chosen(draft.mailbox, draft.from_address, draft.action)
    new = find_chosen(draft.mailbox, address, draft.action)
    known = list_signatures(draft.mailbox)
    is_there = any(_pattern(each).search(body[0]) for each in known)
    if not is_there and old is not None:
        return body
    return sign(body, new, known)


def _pattern(signature: Signature) -> re.Pattern[str]:
    return re.compile(rf"(\A|\n)-- ?\n{re.escape(signature.text)}{_END}")


def _added(body: Body, signature: Signature) -> Body:
    text, html = body
    is_below_a_quote = bool(text) and text.endswith("\n\n")
    gap = "\n" if is_below_a_quote else "\n\n"
    space = EMPTY_LINE if is_below_a_quote and html else EMPTY_LINE * 2
    return f"{text}{gap}{text_block(signature)}", (
        f"{html}{space}{html_block(signature)}"
    )


def _replaced(
    body: Body, found: re.Match[str], old: Signature, new: Signature | None
) -> Body:
    text, html = body
    above = text[: found.start()]
    put = f"{above}{found[1]}{text_block(new)}" if new else above.rstrip("\n")
    return (
        put + text[found.end() :],
        html.replace(html_block(old), html_block(new) if new else "", 1),
    )
