"""Blobs as files: `blobs/ab/<digest>.zst`, durable before anything returns.

A blob is written under `incoming/`, fsynced, renamed into its shard, and the shard
fsynced; a crash in between leaves a file in `incoming/` and no wrong blob. Publishing
holds a shared flock on the shard and the sweep's deletion an exclusive one, so no blob
is removed while a put decides to keep it. The 256 shards are made once, at start:
making them on the way halved the speed.
"""

from __future__ import annotations

import fcntl
import io
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from mailbox.store.encoding import Encoder
from mailbox.store.errors import BlobMissing, StoreDamaged, StoreUnreachable
from mailbox.store.interface import (
    BlobRef,
    RawBytes,
    check_digest,
    check_range,
    is_digest,
)
from mailbox.store.reading import BlobReader, MemorySource
from mailbox.store.verifying import verify_blob

SUFFIX: Final = ".zst"
INCOMING: Final = "incoming"
_BUFFER_BYTES: Final = 1 << 16


class FileBlobStore:
    """A ``BlobStore`` in a folder of this machine; needs a real file system."""

    def __init__(self, root: Path) -> None:
        """Make the folder and its shards if need be.

        Raises:
            StoreUnreachable: The folder cannot be made or listed.
        """
        self.root = root
        with _changing():
            _make_folders(root)

    def put(self, data: RawBytes) -> BlobRef:
        with self.writer() as writer:
            writer.write(data)
            return writer.commit()

    def writer(self) -> FileBlobWriter:
        return FileBlobWriter(self)

    def open(self, digest: str) -> BinaryIO:
        return io.BufferedReader(self._reader(digest), _BUFFER_BYTES)

    def read(self, digest: str) -> bytes:
        with _reading(digest):
            stored = self.path_of(digest).read_bytes()
        return BlobReader(MemorySource(stored)).readall()

    def read_range(self, digest: str, start: int, end: int) -> bytes:
        check_range(start, end)
        with self._reader(digest) as reader:
            return reader.read_range(start, end)

    def verify(self, digest: str) -> None:
        verify_blob(self, digest)

    def exists(self, digest: str) -> bool:
        with _reading(digest):
            return self.path_of(digest).is_file()

    def stored_size(self, digest: str) -> int:
        with _reading(digest):
            return self.path_of(digest).stat().st_size

    def delete(self, digest: str) -> None:
        with _changing():
            self.path_of(digest).unlink(missing_ok=True)

    def delete_if_older(self, digest: str, than: datetime) -> bool:
        path = self.path_of(digest)
        with _changing(), _locked(path.parent, fcntl.LOCK_EX):
            if not path.exists() or _modified(path) >= than:
                return False
            path.unlink()
            return True

    def iterate(self) -> Iterator[tuple[str, datetime]]:
        with _changing():
            for shard in _shard_names():
                for path in (self.root / shard).glob("*" + SUFFIX):
                    # Another process may delete it between the listing and here.
                    with suppress(FileNotFoundError):
                        if is_digest(path.stem):
                            yield path.stem, _modified(path)

    def delete_leftovers(self, older_than: datetime) -> int:
        removed = 0
        with _changing():
            for path in (self.root / INCOMING).iterdir():
                with suppress(FileNotFoundError):
                    if _modified(path) < older_than:
                        path.unlink()
                        removed += 1
        return removed

    def path_of(self, digest: str) -> Path:
        """Return where a blob of this digest is, or would be."""
        return self.root / check_digest(digest)[:2] / (digest + SUFFIX)

    def _reader(self, digest: str) -> BlobReader:
        source = FileSource(self.path_of(digest))
        try:
            return BlobReader(source)
        except BaseException:
            source.close()
            raise


class FileSource:
    """An open blob file; a blob that is deleted meanwhile can be read to its end."""

    def __init__(self, path: Path) -> None:
        self._name = path.stem
        with _reading(self._name):
            self._fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            self.size = os.fstat(self._fd).st_size

    def fetch(self, start: int, end: int) -> bytes:
        with _reading(self._name):
            return os.pread(self._fd, end - start, start)

    def close(self) -> None:
        os.close(self._fd)


class FileBlobWriter:
    """Compresses as bytes come; up to 1 MiB nothing touches the disk before commit."""

    def __init__(self, store: FileBlobStore) -> None:
        self._store = store
        self._encoder = Encoder()
        self._incoming = store.root / INCOMING / secrets.token_hex(16)
        self._fd: int | None = None
        self._finished = False

    def write(self, chunk: RawBytes) -> int:
        self._check_open()
        before = self._encoder.size_bytes
        try:
            with _changing():
                for frame in self._encoder.add(chunk):
                    self._append(frame)
        except BaseException:
            # Part of a frame may be on the disk: nothing may be committed after it.
            self.abort()
            raise
        return self._encoder.size_bytes - before

    def commit(self) -> BlobRef:
        """Make everything written durable and name it.

        Raises:
            StoreUnreachable: Nothing was stored; the writer is aborted.
        """
        self._check_open()
        digest = self._encoder.digest
        try:
            with _changing():
                if not self._keep_existing(digest):
                    self._publish(digest)
        finally:
            self.abort()
        return BlobRef(digest, self._encoder.size_bytes)

    def abort(self) -> None:
        """Forget everything written; a no-op once committed or aborted."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
            self._incoming.unlink(missing_ok=True)
        self._finished = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abort()

    def _keep_existing(self, digest: str) -> bool:
        """Renew a blob that is there already, unless it is damaged.

        It is read again in full: the new mail must not be lost to an old defect.
        """
        path = self._store.path_of(digest)
        if not path.exists():
            return False
        try:
            self._store.verify(digest)
            with _locked(path.parent, fcntl.LOCK_SH):
                os.utime(path)
                _fsync(path)
        except (BlobMissing, StoreDamaged, FileNotFoundError):
            return False
        _fsync(path.parent)
        return True

    def _publish(self, digest: str) -> None:
        self._append(self._encoder.finish())
        assert self._fd is not None
        os.fsync(self._fd)
        path = self._store.path_of(digest)
        with _locked(path.parent, fcntl.LOCK_SH) as shard:
            # The age counts from here: the bytes of a slow peer may be days old.
            os.utime(self._fd)
            self._incoming.rename(path)
            os.fsync(shard)

    def _append(self, stored: bytes) -> None:
        if self._fd is None:
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC
            self._fd = os.open(self._incoming, flags, 0o600)
        view = memoryview(stored)
        while view:
            view = view[os.write(self._fd, view) :]

    def _check_open(self) -> None:
        if self._finished:
            raise ValueError("this blob was committed or aborted")


@contextmanager
def _reading(digest: str) -> Iterator[None]:
    """Turn errors of the file system into errors of the store."""
    try:
        yield
    except FileNotFoundError as error:
        raise BlobMissing(digest) from error
    except OSError as error:
        raise StoreUnreachable(str(error)) from error


@contextmanager
def _changing() -> Iterator[None]:
    """The same where an absent folder is a fault of the disk, not of the caller."""
    try:
        yield
    except OSError as error:
        raise StoreUnreachable(str(error)) from error


@contextmanager
def _locked(folder: Path, kind: int) -> Iterator[int]:
    """Hold a flock on a folder; a process that dies lets go of it."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, kind)
        yield fd
    finally:
        os.close(fd)


def _make_folders(root: Path) -> None:
    if not root.exists():
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        _fsync(root.parent)
    there = {path.name for path in root.iterdir()}
    missing = [name for name in (*_shard_names(), INCOMING) if name not in there]
    for name in missing:
        (root / name).mkdir(mode=0o700, exist_ok=True)
    if missing:
        _fsync(root)


def _shard_names() -> list[str]:
    return [f"{number:02x}" for number in range(256)]


def _fsync(path: Path) -> None:
    fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
