"""Blobs as objects in S3 or any server that speaks it.

Keys are as in the folder of `files.py`, so that a folder can be copied into a bucket
and the other way round. A put is one conditional request. S3 cannot delete on
condition, so the sweep lays a mark beside a blob before it looks at its age and takes
it away after deleting; a put that renews an old blob looks for the mark afterwards,
and then whether the blob is still there. One of the two always sees the other.
"""

from __future__ import annotations

import io
import re
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import TracebackType
from typing import BinaryIO, Final, Self

from mailbox.store.bucket import PART_BYTES, Bucket, open_bucket
from mailbox.store.encoding import Encoder
from mailbox.store.errors import BlobMissing, StoreUnreachable
from mailbox.store.interface import BlobRef, RawBytes, check_digest, check_range
from mailbox.store.reading import TAIL_BYTES, BlobReader, MemorySource
from mailbox.store.verifying import verify_blob

DOOMED: Final = "doomed/"
# A mark this much older than the blob beside it was left by a sweep that died.
MARK_HOLDS: Final = timedelta(minutes=10)
_RENEWALS: Final = 20
_RENEWAL_WAIT_SECONDS: Final = 0.25
_BUFFER_BYTES: Final = 1 << 16
_KEY: Final = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})\.zst")


def open_s3_store(url: str) -> S3BlobStore:
    """Open the store that ``s3://bucket/prefix?endpoint=…`` names."""
    return S3BlobStore(open_bucket(url))


class S3BlobStore:
    """A ``BlobStore`` in a bucket; for one that several machines share."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    def put(self, data: RawBytes) -> BlobRef:
        with self.writer() as writer:
            writer.write(data)
            return writer.commit()

    def writer(self) -> S3BlobWriter:
        return S3BlobWriter(self.bucket)

    def open(self, digest: str) -> BinaryIO:
        return io.BufferedReader(self._reader(digest), _BUFFER_BYTES)

    def read(self, digest: str) -> bytes:
        return BlobReader(MemorySource(self.bucket.get(key_of(digest)))).readall()

    def read_range(self, digest: str, start: int, end: int) -> bytes:
        check_range(start, end)
        return self._reader(digest).read_range(start, end)

    def verify(self, digest: str) -> None:
        verify_blob(self, digest)

    def exists(self, digest: str) -> bool:
        return self.bucket.find(key_of(digest)) is not None

    def stored_size(self, digest: str) -> int:
        facts = self.bucket.find(key_of(digest))
        if facts is None:
            raise BlobMissing(digest)
        return facts.size

    def delete(self, digest: str) -> None:
        self.bucket.delete(key_of(digest))

    def delete_if_older(self, digest: str, than: datetime) -> bool:
        """Remove a blob unless it was put, or put again, since ``than`` (UTC).

        Safe unless this process is held up for ten minutes between looking and
        deleting. If another sweep has marked the blob it is left to that one.
        """
        key, mark = key_of(digest), DOOMED + digest
        if not self.bucket.put_new(mark, io.BytesIO()):
            return False
        try:
            facts = self.bucket.find(key)
            if facts is None or facts.modified >= than:
                return False
            self.bucket.delete(key)
            return True
        finally:
            self.bucket.delete(mark)

    def iterate(self) -> Iterator[tuple[str, datetime]]:
        for key, modified in self.bucket.list_keys():
            if found := _KEY.fullmatch(key):
                yield found[2], modified

    def delete_leftovers(self, older_than: datetime) -> int:
        removed = self.bucket.abort_uploads(older_than)
        for mark, modified in self.bucket.list_keys(DOOMED):
            if modified < older_than:
                self.bucket.delete(mark)
                removed += 1
        return removed

    def _reader(self, digest: str) -> BlobReader:
        return BlobReader(S3Source(self.bucket, key_of(digest)))


class S3Source:
    """A blob in a bucket; its end comes at once, the rest by ranges."""

    def __init__(self, bucket: Bucket, key: str) -> None:
        self._bucket = bucket
        self._key = key
        self._tail, self.size = bucket.get_tail(key, TAIL_BYTES)

    def fetch(self, start: int, end: int) -> bytes:
        tail_start = self.size - len(self._tail)
        if start >= tail_start:
            return self._tail[start - tail_start : end - tail_start]
        return self._bucket.get_range(self._key, start, end)

    def close(self) -> None:
        """Nothing is held open."""


class S3BlobWriter:
    """Compresses as bytes come, into memory up to 8 MB and a temporary file above."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._encoder = Encoder()
        self._spool = tempfile.SpooledTemporaryFile(max_size=PART_BYTES)  # noqa: SIM115

    def write(self, chunk: RawBytes) -> int:
        self._check_open()
        before = self._encoder.size_bytes
        try:
            for frame in self._encoder.add(chunk):
                self._spool.write(frame)
        except OSError as error:
            self.abort()
            raise StoreUnreachable(str(error)) from error
        return self._encoder.size_bytes - before

    def commit(self) -> BlobRef:
        """Make everything written durable and name it.

        Raises:
            StoreUnreachable: Nothing was stored; the writer is aborted.
        """
        self._check_open()
        ref = BlobRef(self._encoder.digest, self._encoder.size_bytes)
        try:
            self._spool.write(self._encoder.finish())
            self._store(ref.digest)
        except OSError as error:
            raise StoreUnreachable(str(error)) from error
        finally:
            self.abort()
        return ref

    def abort(self) -> None:
        """Forget everything written; a no-op once committed or aborted."""
        self._spool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abort()

    def _store(self, digest: str) -> None:
        for _attempt in range(_RENEWALS):
            if self._bucket.put_new(key_of(digest), self._spool):
                return
            if self._renew(digest):
                return
            time.sleep(_RENEWAL_WAIT_SECONDS)
        raise StoreUnreachable(f"{digest} is being swept")

    def _renew(self, digest: str) -> bool:
        """Make a blob that is there young; False if a sweep may be removing it.

        The order matters: touch, then look for the mark, then for the blob.
        """
        if not self._bucket.touch(key_of(digest)):
            return False
        mark = self._bucket.find(DOOMED + digest)
        blob = self._bucket.find(key_of(digest))
        if blob is None:
            return False
        return mark is None or blob.modified - mark.modified > MARK_HOLDS

    def _check_open(self) -> None:
        if self._spool.closed:
            raise ValueError("this blob was committed or aborted")


def key_of(digest: str) -> str:
    """Return the key of a blob of this digest."""
    return f"{check_digest(digest)[:2]}/{digest}.zst"
