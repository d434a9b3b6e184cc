"""The blob store of this installation, and the names that other rooms need.

`blobs()` is the one place of this package that reads Django's settings:
`MAILSVC_BLOBS`, or a folder under `MAILSVC_DATA` when it is empty.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from mailbox.store.files import FileBlobStore
from mailbox.store.interface import BlobRef, BlobStore, BlobWriter, RawBytes

__all__ = ["BlobRef", "BlobStore", "BlobWriter", "RawBytes", "blobs"]


def blobs() -> BlobStore:
    """Return the configured store; the same object each time within a process.

    Raises:
        StoreUnreachable: The folder cannot be made.
        ValueError: ``MAILSVC_BLOBS`` is not a URL that we know.
    """
    return _open_store(settings.MAILSVC_BLOBS, settings.MAILSVC_DATA, os.getpid())


@lru_cache(maxsize=4)
def _open_store(url: str, data: Path, _process: int) -> BlobStore:
    # A forked child must not share its parent's connections, hence the process id.
    if not url:
        return FileBlobStore(data / "blobs")
    # boto3 costs 0.2 s and 40 MB: only who uses it pays.
    from mailbox.store.s3 import open_s3_store

    return open_s3_store(url)
