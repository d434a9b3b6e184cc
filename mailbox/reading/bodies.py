"""The bodies and files of a stored message, by the offsets kept at filing.

Only the bytes of the part that is wanted are read from the blob; nothing is
parsed again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mailbox.mime.bodies import decode_text
from mailbox.mime.parts import Part, decode_part, find_part, iter_decoded
from mailbox.models import Message
from mailbox.store.blobs import blobs
from mailsvc.kit.errors import NotFound

BODY_LIMIT: Final = 4 << 20
CHUNK: Final = 1 << 18
SOURCE_SHOWN: Final = 256 << 10


def get_part(message: Message, section: str) -> Part:
    """Get a part of a message by its number.

    Raises:
        NotFound: The message has no such part.
    """
    part = find_part(Part.from_json(message.structure), section)
    if part is None:
        raise NotFound(detail=f"{message.pk} has no part {section}")
    return part


def read_text(message: Message) -> str:
    """Read the plain text body; empty if there is none."""
    return _read_body(message, message.text_section)


def read_html(message: Message) -> str:
    """Read the HTML body as it came; empty if there is none."""
    return _read_body(message, message.html_section)


def stream_part(message: Message, part: Part) -> Iterator[bytes]:
    """Give the decoded bytes of a part in chunks, however large it is."""
    return iter_decoded(
        _chunks(message.digest, part.body_start, part.end), part.encoding
    )


def read_part(message: Message, part: Part) -> bytes:
    """Give the decoded bytes of a part at once (a file to be sent again)."""
    return b"".join(stream_part(message, part))


def stream_source(message: Message) -> Iterator[bytes]:
    """Give a message's bytes as they came, in chunks."""
    return _chunks(message.digest, 0, message.size_bytes)


def read_source_start(message: Message) -> bytes:
    """Read the beginning of a message's bytes, for showing."""
    return blobs().read_range(message.digest, 0, min(message.size_bytes, SOURCE_SHOWN))


def read_header(message: Message) -> bytes:
    """Read the header block as it came."""
    return blobs().read_range(message.digest, 0, message.header_bytes)


def _read_body(message: Message, section: str) -> str:
    if not section:
        return ""
    part = get_part(message, section)
    end = min(part.end, part.body_start + BODY_LIMIT)
    raw = blobs().read_range(message.digest, part.body_start, end)
    return decode_text(decode_part(raw, part.encoding), part.charset)


def _chunks(digest: str, start: int, end: int) -> Iterator[bytes]:
    with blobs().open(digest) as blob:
        blob.seek(start)
        left = end - start
        while left > 0 and (chunk := blob.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
