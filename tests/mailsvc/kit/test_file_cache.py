"""A cache of files that can be made again."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from mailsvc.kit.file_cache import DAY, FileCache, sweep


@pytest.fixture
def cache(tmp_path: Path) -> FileCache:
    return FileCache(tmp_path / "cache")


def age(cache: FileCache, key: str, days: float) -> None:
    path = cache.path_of(key)
    assert path
    then = time.time() - days * DAY
    os.utime(path, (then, then))


def test_what_was_kept_is_found(cache: FileCache) -> None:
    cache.put("../../a", b"picture")

    kept = cache.find("../../a")

    assert kept
    assert kept.data == b"picture"
    assert kept.age_seconds < 5
    assert cache.find("b") is None
    assert cache.path_of("b") is None


def test_only_its_own_account_may_look_in(cache: FileCache) -> None:
    cache.put("a", b"picture")

    path = cache.path_of("a")
    assert path
    assert path.parent.stat().st_mode & 0o077 == 0


def test_what_is_old_goes(cache: FileCache) -> None:
    for key, days in (("old", 40), ("young", 3)):
        cache.put(key, b"x")
        age(cache, key, days)

    assert sweep(cache.folder, most_bytes=1_000, older_than_days=30) == 1
    assert cache.find("old") is None
    assert cache.find("young")


def test_what_was_read_longest_ago_goes_first_when_room_is_short(
    cache: FileCache,
) -> None:
    for key, days in (("a", 3), ("b", 2), ("c", 1.5)):
        cache.put(key, b"x" * 40)
        age(cache, key, days)
    cache.find("a")

    assert sweep(cache.folder, most_bytes=100, older_than_days=30) == 1
    assert cache.path_of("b") is None
    assert cache.path_of("a")


def test_a_disk_that_takes_nothing_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file is in the way")

    FileCache(tmp_path / "cache").put("a", b"x")

    assert FileCache(tmp_path / "cache").find("a") is None
