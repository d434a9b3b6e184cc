"""Messages for tests: written out, with the line ends that are asked for."""

from __future__ import annotations

from mailbox.mime.parts import Part, walk

NESTED = """\
From: Ann <ann@example.test>
To: ben@example.test
Subject: Everything
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="outer"

preamble that nobody reads
--outer
Content-Type: text/plain; charset=utf-8

first
second
--outer
Content-Type: message/rfc822

Subject: enclosed
Content-Type: multipart/alternative; boundary="inner"

--inner
Content-Type: text/plain

plain
--inner
Content-Type: text/html

<p>html</p>
--inner--

--outer
Content-Type: application/pdf; name="a.pdf"
Content-Disposition: attachment; filename="a.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQ=
--outer
Content-Type: message/rfc822

Subject: simple

just text
--outer--
epilogue
"""


def with_ends(text: str, line_end: str) -> bytes:
    """Write a text with CRLF or LF."""
    return text.replace("\n", line_end).encode()


def multipart(kind: str, *parts: bytes, boundary: bytes = b"b") -> bytes:
    """Join parts, each with its own header, into a message or a part."""
    head = b"Content-Type: multipart/%s; boundary=%s\r\n\r\n" % (
        kind.encode(),
        boundary,
    )
    body = b"".join(b"--%s\r\n%s\r\n" % (boundary, part) for part in parts)
    return head + body + b"--%s--\r\n" % boundary


def leaf(kind: str, body: bytes = b"x", **fields: str) -> bytes:
    """Write a part; field names have `_` for `-`."""
    lines = [f"Content-Type: {kind}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def sections(root: Part) -> dict[str, str]:
    """Give the type of every part by its section."""
    return {part.section: part.content_type for part in walk(root)}


def body_of(raw: bytes, part: Part) -> bytes:
    """Give a part's body as it stands."""
    return raw[part.body_start : part.end]
