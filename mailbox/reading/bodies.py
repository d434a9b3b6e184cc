"""The bodies and files of a stored message, by the offsets kept at filing.

Only the bytes of the part that is wanted are read from the blob; nothing is
parsed again. Every function that reads raises `ContentUnreadable` where the blob
is missing or damaged, and `ContentAway` where the store does not answer; a stream
does so before it is given, or breaks off where the damage begins.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

from mailbox.errors import ContentAway, ContentUnreadable
from mailbox.mime.bodies import decode_text
from mailbox.mime.flowed import is_flowed, unflow
from mailbox.mime.parts import Part, decode_part, find_part, iter_decoded
from mailbox.models import Message
from mailbox.store.blobs import blobs
from mailbox.store.errors import StoreError
from mailsvc.kit.errors import NotFound

logger = logging.getLogger(__name__)

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
    if not message.text_section:
        return ""
    part = get_part(message, message.text_section)
    text = _decode_body(message, part)
    if is_flowed(part.params):
        return unflow(text, delete_space=part.params.get("delsp", "") == "yes")
    return text


def read_html(message: Message) -> str:
    """Read the HTML body as it came; empty if there is none."""
    if not message.html_section:
        return ""
    return _decode_body(message, get_part(message, message.html_section))


def stream_part(message: Message, part: Part) -> Iterator[bytes]:
    """Give the decoded bytes of a part in chunks, however large it is."""
    return iter_decoded(_chunks(message, part.body_start, part.end), part.encoding)


def read_part(message: Message, part: Part) -> bytes:
    """Give the decoded bytes of a part at once (a file to be sent again)."""
    return b"".join(stream_part(message, part))


def read_part_start(message: Message, part: Part, most: int) -> bytes:
    """Give the first decoded bytes of a part, at most so many."""
    start = bytearray()
    for chunk in stream_part(message, part):
        start += chunk
        if len(start) >= most:
            break
    return bytes(start[:most])


def stream_source(message: Message) -> Iterator[bytes]:
    """Give a message's bytes as they came, in chunks."""
    return _chunks(message, 0, message.size_bytes)


def read_source_start(message: Message) -> bytes:
    """Read the beginning of a message's bytes, for showing."""
    return _read_range(message, 0, min(message.size_bytes, SOURCE_SHOWN))


def read_header(message: Message) -> bytes:
    """Read the header block as it came."""
    return _read_range(message, 0, message.header_bytes)


def ensure_readable(message: Message) -> None:
    """Check that a message's blob is there, before something is made of its parts."""
    _read_range(message, 0, 1)


def _decode_body(message: Message, part: Part) -> str:
    end = min(part.end, part.body_start + BODY_LIMIT)
    raw = _read_range(message, part.body_start, end)
    return decode_text(decode_part(raw, part.encoding), part.charset)


def _read_range(message: Message, start: int, end: int) -> bytes:
    with _reading(message):
        return blobs().read_range(message.digest, start, end)


def _chunks(message: Message, start: int, end: int) -> Iterator[bytes]:
    """Open the blob and read its first chunk now, the others as they are asked for."""
    with _reading(message):
        blob = blobs().open(message.digest)
        blob.seek(start)
        first = blob.read(min(CHUNK, end - start))
    return _go_on(message, blob, first, end - start - len(first))


def _go_on(
    message: Message, blob: BinaryIO, chunk: bytes, left: int
) -> Iterator[bytes]:
    with blob:
        while chunk:
            yield chunk
            with _reading(message):
                chunk = blob.read(min(CHUNK, left))
            left -= len(chunk)


@contextmanager
def _reading(message: Message) -> Iterator[None]:
    """Turn the store's trouble into an error for people, and tell the log."""
    try:
        yield
    except StoreError as error:
        logger.error("message %s, blob %s: %r", message.pk, message.digest, error)
        kind = ContentAway if error.temporary else ContentUnreadable
        raise kind(detail=repr(error)) from error
