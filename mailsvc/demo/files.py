"""The demo's files: pictures and pages that really open, made and not kept."""

from __future__ import annotations

import random
import struct
import zlib

from mailsvc.demo.letters import File


def make_content(file: File) -> bytes:
    """Make a file that opens: a picture, a page, or plain words."""
    chance = random.Random(file.name)  # noqa: S311  # deterministic on purpose
    if file.content_type == "image/png":
        return _picture(chance)
    if file.content_type == "application/pdf":
        return _pdf(file.size_bytes, chance)
    if file.content_type == "text/plain":
        return "青瓷茶具 12 套\n影青碗 40 只\n试釉片 60 片\n".encode()
    return chance.randbytes(file.size_bytes)


def _picture(chance: random.Random) -> bytes:
    """Draw a small PNG: a gradient in a colour of its own (RFC 2083)."""
    width, height = 320, 200
    red, green, blue = (chance.randrange(60, 200) for _ in range(3))
    rows = b"".join(
        b"\0"
        + bytes(
            value
            for x in range(width)
            for value in (
                min(255, red + x // 6),
                min(255, green + y // 4),
                min(255, blue + (x + y) // 10),
            )
        )
        for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def _pdf(size_bytes: int, chance: random.Random) -> bytes:
    """Write a one-page PDF with an attached stream that gives it its size."""
    page = b"BT /F1 24 Tf 72 720 Td (mailsvc demo) Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>"
        ),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream"
        % (size_bytes, chance.randbytes(size_bytes)),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)
