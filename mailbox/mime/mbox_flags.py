"""The header fields in which mbox programs keep flags.

`Status` and `X-Status` are Unix mail's, mutt's and Dovecot's, `X-Mozilla-Status`
is Thunderbird's; keywords stand in `X-Keywords` and `X-Mozilla-Keys`.
"""

from __future__ import annotations

import re
from typing import Final

from mailbox.mime.archived import (
    ANSWERED,
    DELETED,
    DRAFT,
    FLAGGED,
    FORWARDED,
    SEEN,
    keywords_of,
    read_keyword,
    write_keyword,
)

_FIELDS: Final = re.compile(
    rb"^(status|x-status|x-keywords|x-mozilla-status2?|x-mozilla-keys)"
    rb":([^\n]*(?:\n[ \t][^\n]*)*)(?:\n|\Z)",
    re.IGNORECASE | re.MULTILINE,
)
_LETTERS: Final = {"R": SEEN, "A": ANSWERED, "F": FLAGGED, "D": DELETED, "T": DRAFT}
_MOZILLA: Final = {
    0x0001: SEEN,
    0x0002: ANSWERED,
    0x0004: FLAGGED,
    0x0008: DELETED,
    0x1000: FORWARDED,
}


def take_flags(header: bytes) -> tuple[bytes, frozenset[str]]:
    """Give the header without these fields, and the flags that they told."""
    flags: set[str] = set()
    for match in _FIELDS.finditer(header):
        name, value = match[1].decode().lower(), match[2].decode("utf-8", "replace")
        flags |= _read_field(name, value.strip())
    return _FIELDS.sub(b"", header), frozenset(flags)


def flag_fields(flags: frozenset[str]) -> bytes:
    """Write flags as header fields, lines ending with LF."""
    letters = "".join(letter for letter, flag in _LETTERS.items() if flag in flags)
    bits = sum(bit for bit, flag in _MOZILLA.items() if flag in flags)
    status, more = ("RO" if "R" in letters else "O"), letters.replace("R", "")
    lines = [f"Status: {status}", f"X-Status: {more}", f"X-Mozilla-Status: {bits:04x}"]
    words = [write_keyword(keyword) for keyword in keywords_of(flags)]
    if words:
        lines.append(f"X-Keywords: {' '.join(words)}")
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def _read_field(name: str, value: str) -> set[str]:
    if name in ("status", "x-status"):
        return {_LETTERS[letter] for letter in value.upper() if letter in _LETTERS}
    if name == "x-mozilla-status":
        return _read_bits(value)
    if name == "x-mozilla-status2":
        return set()
    return {read_keyword(word) for word in re.split(r"[\s,]+", value) if word}


def _read_bits(value: str) -> set[str]:
    if not re.fullmatch(r"[0-9a-fA-F]{1,8}", value):
        return set()
    bits = int(value, 16)
    return {flag for bit, flag in _MOZILLA.items() if bits & bit}
