"""Folder names as Maildir++ and IMAP4rev1 write them: modified UTF-7.

ASCII stands for itself, `&` is `&-`, and runs of anything else are UTF-16 in a
base64 of their own between `&` and `-`. RFC 3501 §5.1.3.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

_ENCODED: Final = re.compile(r"&([A-Za-z0-9+,]*)-")


def encode_name(name: str, *, also: str = "") -> str:
    """Write a name; the characters of `also` are encoded too, though ASCII."""
    foreign = "[^\\x20-\\x7e]" + "".join(f"|{re.escape(mark)}" for mark in also)
    return re.sub(f"(?:{foreign})+", _encode_run, name.replace("&", "&-"))


def decode_name(written: str) -> str:
    """Read a name; what is no modified UTF-7 is left as it stands."""
    return _ENCODED.sub(_decode_run, written)


def _encode_run(match: re.Match[str]) -> str:
    data = match[0].encode("utf-16-be", "surrogatepass")
    coded = base64.b64encode(data, altchars=b"+,").decode("ascii")
    return f"&{coded.rstrip('=')}-"


def _decode_run(match: re.Match[str]) -> str:
    coded = match[1]
    if not coded:
        return "&"
    try:
        padded = coded + "=" * (-len(coded) % 4)
        return base64.b64decode(padded, altchars=b"+,").decode("utf-16-be")
    except (binascii.Error, ValueError):
        return match[0]
