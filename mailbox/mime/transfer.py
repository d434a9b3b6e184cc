"""Transfer encodings taken off: base64, quoted-printable, uuencode.

Streams of any length are decoded in the memory of a chunk, and the whole is
always what the stream gives. Damage never raises: what can be read is given.
RFC 2045 §6.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from typing import Final

BASE64: Final = "base64"
QUOTED_PRINTABLE: Final = "quoted-printable"
UUENCODE: Final = frozenset({"x-uuencode", "uuencode", "x-uue", "uue"})
_ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_NOT_BASE64: Final = bytes(octet for octet in range(256) if octet not in _ALPHABET)
_LONGEST_LINE: Final = 1 << 16
_LINE_ENDING: Final = re.compile(rb"(?<! ) ++(?=\r?\n)")


def decode_part(raw_slice: bytes, encoding: str) -> bytes:
    """Decode a part's whole body; an unknown encoding leaves it as it is."""
    return b"".join(iter_decoded([raw_slice], encoding))


def iter_decoded(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Decode a part's body chunk by chunk; never raises on any bytes."""
    if encoding == BASE64:
        return _decode_base64(chunks)
    if encoding == QUOTED_PRINTABLE:
        return map(_decode_quoted, _whole_lines(chunks))
    if encoding in UUENCODE:
        return _decode_uu(_whole_lines(chunks))
    return iter(chunks)


def _decode_base64(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Skip what is not base64, and end at the padding.

    Lists append a footer to messages that they do not understand; it stands
    after the padding and is no data.
    """
    rest = b""
    for chunk in chunks:
        data, padding, _ = chunk.translate(None, _NOT_BASE64).partition(b"=")
        data = rest + data
        whole = len(data) - len(data) % 4
        rest = data[whole:]
        if whole:
            yield binascii.a2b_base64(data[:whole])
        if padding:
            break
    if len(rest) > 1:
        yield binascii.a2b_base64(rest + b"=" * (4 - len(rest)))


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Cut chunks at line ends, or where a very long line can be cut safely."""
    waiting = b""
    for chunk in chunks:
        waiting += chunk
        end = waiting.rfind(b"\n") + 1
        if not end and len(waiting) > _LONGEST_LINE:
            end = _safe_cut(waiting)
        if end:
            yield waiting[:end]
            waiting = waiting[end:]
    if waiting:
        yield waiting


def _safe_cut(line: bytes) -> int:
    """Find where a line may be cut: before an escape or spaces at its end."""
    end = len(line.rstrip(b" \t\r"))
    if end < len(line) // 2:
        return len(line)
    return end - 2 if line[end - 2 : end - 1] == b"=" else end - 1


def _decode_quoted(data: bytes) -> bytes:
    """Decode quoted-printable; spaces at line ends are not data (RFC 2045 §6.7)."""
    if b" \r\n" in data or b" \n" in data:
        data = _LINE_ENDING.sub(b"", data)
    return binascii.a2b_qp(data)


def _decode_uu(chunks: Iterable[bytes]) -> Iterator[bytes]:
    is_inside = False
    for chunk in chunks:
        for line in chunk.splitlines():
            if not is_inside:
                is_inside = line.startswith(b"begin ")
                continue
            if line.strip() == b"end":
                return
            yield _decode_uu_line(line)


def _decode_uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return _mend_uu_line(line)


def _mend_uu_line(line: bytes) -> bytes:
    """Decode a line whose end some writers fill with rubbish."""
    if not line:
        return b""
    length = (((line[0] - 32) & 63) * 4 + 5) // 3
    try:
        return binascii.a2b_uu(line[:length])
    except binascii.Error:
        return b""
