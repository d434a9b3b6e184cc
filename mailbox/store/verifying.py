"""Prove that a blob still holds the bytes that its name promises."""

from __future__ import annotations

import hashlib
from typing import Final

from mailbox.store.errors import StoreDamaged
from mailbox.store.interface import BlobStore

_CHUNK_BYTES: Final = 1 << 20


def verify_blob(store: BlobStore, digest: str) -> None:
    """Read a blob to its end and compare it with its name.

    Raises:
        BlobMissing: No blob has this digest.
        StoreDamaged: A checksum fails, or the digest of the bytes is another.
    """
    found = hashlib.sha256()
    with store.open(digest) as blob:
        while chunk := blob.read(_CHUNK_BYTES):
            found.update(chunk)
    if found.hexdigest() != digest:
        raise StoreDamaged(f"{digest} holds the bytes of {found.hexdigest()}")
