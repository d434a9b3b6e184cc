"""What can go wrong with the bytes of messages.

    StoreError            code, temporary?, detail for the log
      BlobMissing         no blob has this name, or it is gone
      StoreDamaged        a blob is there, but its bytes are not what was put
      StoreUnreachable    the disk or the server failed; another attempt may succeed

Plain Python without Django, as the implementations are; the rooms above turn
these into words for people and replies for SMTP.
"""

from __future__ import annotations


class StoreError(Exception):
    """Message bytes could not be stored or fetched."""

    code: str = "store.failed"
    temporary: bool = False

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail


class BlobMissing(StoreError):
    """No blob has this digest."""

    code = "store.blob_missing"


class StoreDamaged(StoreError):
    """A blob's bytes fail their checksum or do not match their name."""

    code = "store.damaged"


class StoreUnreachable(StoreError):
    """The disk is full or failing, or the object server does not answer."""

    code = "store.unreachable"
    temporary = True
