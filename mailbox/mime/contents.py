"""What a part's Content fields say of it, made fit for use.

A file name from a stranger becomes a plain name: no folders, no controls, no
characters that turn the direction of writing. RFC 2045, RFC 2183, RFC 2392.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from mailbox.mime import limits
from mailbox.mime.headers import Header
from mailbox.mime.parameters import Parameterised, parse_parameterised

_TOKEN: Final = re.compile(rb"[!-'*-~]+")
_LABEL: Final = re.compile(r"[!-~]{1,40}")
_TURNING: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)
_SHOWN: Final = frozenset({"", "inline"})
_NOTHING: Final = Parameterised("", {})


@dataclass(frozen=True, slots=True)
class Contents:
    """The Content fields of one part."""

    content_type: str
    params: dict[str, str]
    charset: str | None
    encoding: str
    disposition: str
    filename: str
    content_id: str

    @property
    def is_text(self) -> bool:
        """Tell whether it is text of any kind."""
        return self.content_type.startswith("text/")

    @property
    def is_message(self) -> bool:
        """Tell whether it is a message in full."""
        return self.content_type in ("message/rfc822", "message/global")

    @property
    def boundary(self) -> bytes:
        """Give the boundary as it stands in the body; empty if there is none."""
        given = self.params.get("boundary", "").rstrip()
        return given.encode("utf-8", "surrogateescape")

    def as_text(self) -> Contents:
        """Read a multipart that cannot be divided as the text that it shows."""
        return replace(self, content_type="text/plain")


def read_contents(
    header: Header, *, default: str = "text/plain", hint: str | None = None
) -> Contents:
    """Read what a header says of its body.

    Args:
        header: Of the part.
        default: The type where none is given.
        hint: The charset to try for a raw file name.
    """
    kind = _read(header, "content-type", hint)
    charset = _charset(kind.parameters.get("charset"))
    disposition = _read(header, "content-disposition", charset or hint)
    name = disposition.parameters.get("filename") or kind.parameters.get("name", "")
    return Contents(
        content_type=_content_type(kind.token, default),
        params=kind.parameters,
        charset=charset,
        encoding=_encoding(header),
        disposition=_disposition(disposition.token),
        filename=tidy_filename(name),
        content_id=_content_id(header),
    )


def tidy_filename(name: str) -> str:
    """Make a safe file name of what a sender calls one; may be empty."""
    base = name.replace("\\", "/").rpartition("/")[2]
    clean = " ".join(_TURNING.sub("", base).split()).strip(". ")
    clean = clean.encode("utf-8", "replace").decode()
    if len(clean) <= limits.FILENAME_CHARACTERS:
        return clean
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 16:
        return clean[: limits.FILENAME_CHARACTERS]
    return f"{stem[: limits.FILENAME_CHARACTERS - len(ending) - 1]}.{ending}"


def _read(header: Header, name: str, hint: str | None) -> Parameterised:
    body = header.raw(name)
    return _NOTHING if body is None else parse_parameterised(body, hint)


def _content_type(token: str, default: str) -> str:
    kind, slash, subtype = token.partition("/")
    if slash and kind and subtype and len(token) <= 127:
        return token
    return default


def _charset(given: str | None) -> str | None:
    """Keep a label that may be one; a comment or a second word is cut off."""
    label = _LABEL.match(given.strip(" '\"")) if given else None
    return label[0].lower() if label else None


def _encoding(header: Header) -> str:
    token = _TOKEN.search(header.raw("content-transfer-encoding") or b"")
    return token[0].decode("ascii").lower()[:40] if token else "7bit"


def _disposition(token: str) -> str:
    """Take any unknown disposition for an attachment (RFC 2183 §2.8)."""
    return token if token in _SHOWN else "attachment"


def _content_id(header: Header) -> str:
    given = header.get("content-id") or ""
    return (
        given.strip().removeprefix("<").removesuffix(">")[: limits.ADDRESS_CHARACTERS]
    )
