"""Files that can be made again: kept while there is room, swept by age and size.

Each machine keeps its own in the data folder; losing one costs time, nothing else.
A file is whole or not there: it is written aside and renamed. What is read often
stays longest.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

DAY: Final = 24 * 3600
ASIDE: Final = ".aside-"


@dataclass(frozen=True, slots=True)
class Kept:
    """A cached file and its age."""

    data: bytes
    age_seconds: float


@dataclass(frozen=True, slots=True)
class FileCache:
    """Files by key in one folder; safe between threads and processes."""

    folder: Path

    def find(self, key: str) -> Kept | None:
        """Find a file and renew its place in the queue; None if it is not there."""
        path = self._path(key)
        try:
            age = time.time() - path.stat().st_mtime
            data = path.read_bytes()
        except OSError:
            return None
        if age > DAY:
            with suppress(OSError):
                os.utime(path)
        return Kept(data, age)

    def path_of(self, key: str) -> Path | None:
        """Give the place of a file, to be streamed; None if it is not there."""
        path = self._path(key)
        return path if path.is_file() else None

    def put(self, key: str, data: bytes) -> None:
        """Keep a file; a full disk only means that it is made again next time."""
        self.put_chunks(key, (data,))

    def put_chunks(self, key: str, chunks: Iterable[bytes]) -> None:
        """Keep a file that comes in pieces."""
        path = self._path(key)
        aside = path.with_name(f"{ASIDE}{secrets.token_hex(8)}")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with aside.open("wb") as file:
                file.writelines(chunks)
            aside.replace(path)
        except OSError:
            with suppress(OSError):
                aside.unlink()

    def _path(self, key: str) -> Path:
        name = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / name[:2] / name


def file_cache(name: str) -> FileCache:
    """Give one of this machine's caches."""
    return FileCache(settings.MAILSVC_DATA / "cache" / name)


def sweep_all(*, most_bytes: int, older_than_days: int) -> int:
    """Sweep the caches of this machine; gives how many files went."""
    root = settings.MAILSVC_DATA / "cache"
    return sweep(root, most_bytes=most_bytes, older_than_days=older_than_days)


def sweep(folder: Path, *, most_bytes: int, older_than_days: int) -> int:
    """Remove what is old, then the oldest until the rest fits; gives how many."""
    files = sorted(_files(folder), key=lambda each: each[1], reverse=True)
    before = time.time() - older_than_days * DAY
    total = removed = 0
    for path, modified, size in files:
        total += size
        if total > most_bytes or modified < before:
            path.unlink(missing_ok=True)
            total -= size
            removed += 1
    return removed


def _files(folder: Path) -> Iterator[tuple[Path, float, int]]:
    for path in folder.rglob("*"):
        with suppress(OSError):
            if path.is_file():
                facts = path.stat()
                yield path, facts.st_mtime, facts.st_size
