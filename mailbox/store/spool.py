"""Small messages between acceptance and filing, as they travel in a row."""

from __future__ import annotations

import hashlib
from typing import Final

import zstandard

from mailbox.store.errors import StoreDamaged
from mailbox.store.interface import BlobRef

LEVEL: Final = 1
MOST_BYTES: Final = 512 << 10


def pack(raw: bytes) -> tuple[BlobRef, bytes]:
    """Name a message as the blob store will, and compress it for its row."""
    ref = BlobRef(hashlib.sha256(raw).hexdigest(), len(raw))
    return ref, zstandard.compress(raw, LEVEL)


def unpack(content: bytes) -> bytes:
    """Give the message back.

    Raises:
        StoreDamaged: The row does not hold what `pack` made.
    """
    try:
        return zstandard.decompress(content, max_output_size=MOST_BYTES)
    except zstandard.ZstdError as error:
        raise StoreDamaged(str(error)) from error
