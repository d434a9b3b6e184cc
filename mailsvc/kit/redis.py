"""Redis: where it listens, and one client for each process.

Redis only wakes and counts. Whatever it forgets costs a delay, never a letter.
"""

from __future__ import annotations

import hashlib
import tempfile
from functools import lru_cache
from pathlib import Path

import redis

LONGEST_SOCKET_PATH = 100


def socket_path(data: Path) -> Path:
    """Say where our own Redis listens for a data folder.

    A path past the kernel's limit (108 bytes, unix(7)) moves to the temporary
    folder, under a name made from the data folder's.
    """
    path = data / "redis" / "redis.sock"
    if len(str(path).encode()) <= LONGEST_SOCKET_PATH:
        return path
    mark = hashlib.sha256(str(data).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"mailsvc-{mark}" / "redis.sock"


@lru_cache(maxsize=1)
def client() -> redis.Redis:
    """Give this process's client of the configured Redis."""
    from django.conf import settings

    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=1
    )
