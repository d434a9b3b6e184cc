"""What joins messages: the base subject, and the ids that a message names.

Prefixes are taken off in the languages of the clients we meet: "Re", "Fwd",
"AW", "回复", "答复", "转发" and their kin, with full-width colons and counters, and
what a delivery report puts before the subject that it is about.
RFC 5256 §2.1, RFC 5322 §3.6.4.
"""

from __future__ import annotations

import re
from typing import Final

from mailbox.mime import limits
from mailbox.mime.headers import Header

_REPLY: Final = (
    "re|aw|sv|vs|antw|antwort|odp|ynt|rv|rép|rif"
    "|回复|回覆|回復|答复|答覆|回信|返信|답장"
)
_FORWARD: Final = "fwd?|wg|tr|vb|enc|i|转发|轉寄|轉發|转寄|転送|전달"
_REPORT: Final = (
    "not delivered(?: yet)?|undeliverable|undelivered|delivery (?:failed|delayed)"
    "|(?:尚)?未送达|无法送达|无法传递|退信"
)
_MARK: Final = r"(?:\[[^\[\]]{0,80}+\]\s*+)"
_COUNTER: Final = r"(?:\s*+(?:\[\d{1,4}\]|[(（]\d{1,4}[)）]|\^\d{1,4}|\*\d{1,4}))?+"
_PREFIX: Final = re.compile(
    rf"\s*+{_MARK}*+(?:{_REPLY}|{_FORWARD}|{_REPORT}){_COUNTER}\s*+[:：]", re.IGNORECASE
)
_REPLY_PREFIX: Final = re.compile(
    rf"\s*+{_MARK}*+(?:{_REPLY}){_COUNTER}\s*+[:：]", re.IGNORECASE
)
_FORWARD_PREFIX: Final = re.compile(
    rf"\s*+{_MARK}*+(?:{_FORWARD}){_COUNTER}\s*+[:：]|\s*+\[fwd:", re.IGNORECASE
)
_LEADING_MARK: Final = re.compile(rf"\s*+{_MARK}(?=\S)")
_TRAILER: Final = "(fwd)"
_WRAPPED: Final = re.compile(r"\[fwd:(.*)\]\Z", re.IGNORECASE | re.DOTALL)
_ID: Final = re.compile(r"<([^<>]{1,998})>")


def base_subject(subject: str) -> str:
    """Take off what replies, forwards and lists add (RFC 5256 §2.1)."""
    text = " ".join(subject[: limits.SUBJECT_CHARACTERS].split())
    while True:
        text = _without_trailer(_without_leaders(text))
        wrapped = _WRAPPED.match(text)
        if wrapped is None:
            return text
        text = wrapped[1].strip()


def is_reply_subject(subject: str) -> bool:
    """Tell whether a subject says that it answers another; a forward does not."""
    return _REPLY_PREFIX.match(subject[: limits.SUBJECT_CHARACTERS]) is not None


def is_forward_subject(subject: str) -> bool:
    """Tell whether a subject says that its message sends another one on."""
    return _FORWARD_PREFIX.match(subject[: limits.SUBJECT_CHARACTERS]) is not None


def reference_ids(header: Header) -> tuple[str, ...]:
    """Read the ids of the ancestors, oldest first, without their brackets.

    References count; without any, In-Reply-To does. Of a long list the first
    and the newest are kept.
    """
    found = read_ids(header.raw("references")) or read_ids(header.raw("in-reply-to"))
    if len(found) <= limits.REFERENCES:
        return found
    return (found[0], *found[1 - limits.REFERENCES :])


def read_ids(body: bytes | None) -> tuple[str, ...]:
    """Read the message ids in a field, each once, without their brackets."""
    if not body:
        return ()
    text = body[: limits.FIELD_BYTES].decode("utf-8", "replace").replace("\0", "")
    found = ["".join(each.split()) for each in _ID.findall(text)]
    if not found:
        found = [word for word in text.split() if "@" in word and len(word) <= 998]
    return tuple(dict.fromkeys(each.strip("<>") for each in found if each))


def _without_leaders(text: str) -> str:
    """Take prefixes and list marks off the front, but never the whole subject."""
    start = 0
    while (found := _PREFIX.match(text, start)) is not None:
        start = found.end()
    while (found := _LEADING_MARK.match(text, start)) is not None:
        start = found.end()
        while (prefix := _PREFIX.match(text, start)) is not None:
            start = prefix.end()
    return text[start:].strip()


def _without_trailer(text: str) -> str:
    while text.lower().endswith(_TRAILER):
        text = text[: -len(_TRAILER)].rstrip()
    return text
