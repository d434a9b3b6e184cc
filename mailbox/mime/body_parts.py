"""The parts of a message that is being written, each as header and content.

Text leaves as quoted-printable or base64, whichever is shorter, and as it
stands only when no relay could harm it; files leave as base64. RFC 2045 §6,
RFC 2046 §5.1, RFC 2183.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mailbox.mime.encoding import (
    encode_name_for_old_readers,
    encode_parameter,
    refuse_breaks,
)

Joining = Literal["alternative", "related", "mixed", "report"]

UNKNOWN_TYPE: Final = "application/octet-stream"
UNNAMED: Final = "attachment"
SAFE_LINE_OCTETS: Final = 76
LINE_LIMIT_OCTETS: Final = 998
_TYPE: Final = re.compile(
    r"[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,90}"
)
_ENCLOSED: Final = re.compile(r"(multipart|message)/")
_CONTENT_ID: Final = re.compile(r"<[!-;=?-~]{1,900}>")
_FOLD: Final = "\r\n "


@dataclass(frozen=True, slots=True)
class FileToSend:
    """A file that goes with a message; `content_id` is what `cid:` names."""

    filename: str
    content_type: str
    data: bytes
    content_id: str | None = None


@dataclass(frozen=True, slots=True)
class BodyPart:
    """A part ready to be written: folded header fields, and encoded content."""

    fields: tuple[str, ...]
    content: bytes


def text_part(text: str, subtype: Literal["plain", "html"]) -> BodyPart:
    """Write text in UTF-8; the content ends with CRLF unless it is empty."""
    lines = re.split(r"\r\n|\r|\n", text)
    data = "\r\n".join(lines).encode("utf-8", "replace")
    if data and not data.endswith(b"\r\n"):
        data += b"\r\n"
    encoding, content = _encode_text(data)
    return BodyPart(
        (
            f"Content-Type: text/{subtype}; charset=utf-8",
            f"Content-Transfer-Encoding: {encoding}",
        ),
        content,
    )


def data_part(data: bytes, content_type: str) -> BodyPart:
    """Write lines that a program reads: as they stand, or quoted-printable."""
    if _is_passable(data):
        encoding, content = "7bit", data
    else:
        encoding, content = "quoted-printable", binascii.b2a_qp(data, istext=True)
    return BodyPart(
        (
            f"Content-Type: {content_type}",
            f"Content-Transfer-Encoding: {encoding}",
        ),
        content,
    )


def file_part(file: FileToSend, *, inline: bool) -> BodyPart:
    """Write a file.

    Raises:
        UnsafeField: Its name holds a line break or NUL.
    """
    name = _safe_name(file.filename)
    if _is_plain_message(file):
        return BodyPart(
            _file_fields(file, name, "message/rfc822", "7bit", inline=inline),
            file.data,
        )
    content_type = _content_type(file)
    fields = _file_fields(file, name, content_type, "base64", inline=inline)
    return BodyPart(fields, _base64(file.data))


def join_parts(
    joining: Joining,
    parts: Sequence[BodyPart],
    *,
    seed: str,
    parameters: Sequence[str] = (),
) -> BodyPart:
    """Put parts into one multipart.

    Args:
        joining: What the parts are to each other.
        parts: At least one.
        seed: Makes the boundary the message's own, and repeatable.
        parameters: What else Content-Type says, such as `type="text/html"`.
    """
    bodies = ["\r\n".join(part.fields).encode("ascii") for part in parts]
    wholes = [
        head + b"\r\n\r\n" + part.content
        for head, part in zip(bodies, parts, strict=True)
    ]
    boundary = _free_boundary(f"{joining} {seed}", wholes)
    line = b"\r\n--" + boundary.encode("ascii")
    content = line[2:] + b"\r\n" + (line + b"\r\n").join(wholes) + line + b"--\r\n"
    pieces = [f"multipart/{joining}", *parameters, f'boundary="{boundary}"']
    return BodyPart((f"Content-Type: {(';' + _FOLD).join(pieces)}",), content)


def _encode_text(data: bytes) -> tuple[str, bytes]:
    if _is_harmless(data):
        return "7bit", data
    quoted = binascii.b2a_qp(data, istext=True)
    quoted = re.sub(rb"^From ", b"=46rom ", quoted, flags=re.MULTILINE)
    longest = max(map(len, quoted.split(b"\r\n")))
    if longest > SAFE_LINE_OCTETS or len(quoted) > len(data) * 4 / 3 + 4:
        return "base64", _base64(data)
    return "quoted-printable", quoted


def _is_harmless(data: bytes) -> bool:
    """Say whether any relay would pass this text on unchanged."""
    if not data.isascii() or re.search(rb"[\0-\x08\x0b\x0c\x0e-\x1f\x7f]", data):
        return False
    return not any(
        len(line) > SAFE_LINE_OCTETS
        or line.startswith((b"From ", b"."))
        or line.endswith((b" ", b"\t"))
        for line in data.split(b"\r\n")
    )


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _safe_name(filename: str) -> str:
    name = refuse_breaks("filename", filename).strip()
    return re.sub(r"[/\\]", "_", name) or UNNAMED


def _content_type(file: FileToSend) -> str:
    content_type = file.content_type.strip().lower()
    if not _TYPE.fullmatch(content_type) or _ENCLOSED.match(content_type):
        return UNKNOWN_TYPE
    return content_type


def _is_plain_message(file: FileToSend) -> bool:
    """A message may not be base64 (RFC 2046 §5.2.1), so it must be clean."""
    if file.content_type.strip().lower() != "message/rfc822":
        return False
    return _is_passable(file.data)


def _is_passable(data: bytes) -> bool:
    """Say whether these are lines as SMTP takes them (RFC 5321 §4.5.3.1.6)."""
    if not data.isascii() or b"\0" in data:
        return False
    return not any(
        len(line) > LINE_LIMIT_OCTETS or b"\r" in line or b"\n" in line
        for line in data.split(b"\r\n")
    )


def _file_fields(
    file: FileToSend, name: str, content_type: str, encoding: str, *, inline: bool
) -> tuple[str, ...]:
    kind = [content_type]
    if content_type.startswith("text/") and _is_utf8_beyond_ascii(file.data):
        kind.append("charset=utf-8")
    kind.append(encode_name_for_old_readers("name", name))
    disposition = ["inline" if inline else "attachment"]
    disposition += encode_parameter("filename", name)
    fields = [
        f"Content-Type: {(';' + _FOLD).join(kind)}",
        f"Content-Transfer-Encoding: {encoding}",
        f"Content-Disposition: {(';' + _FOLD).join(disposition)}",
    ]
    identifier = f"<{(file.content_id or '').strip('<> ')}>"
    if _CONTENT_ID.fullmatch(identifier):
        fields.append(f"Content-ID: {identifier}")
    return tuple(fields)


def _is_utf8_beyond_ascii(data: bytes) -> bool:
    if data.isascii():
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _free_boundary(seed: str, bodies: Sequence[bytes]) -> str:
    """Find a boundary that no part holds; the first guess nearly always serves."""
    salt = 0
    while True:
        digest = hashlib.sha256(f"{salt} {seed}".encode()).hexdigest()[:32]
        boundary = f"=_{digest}"
        if not any(boundary.encode("ascii") in body for body in bodies):
            return boundary
        salt += 1
