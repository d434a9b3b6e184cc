"""A process that writes to a database: ``writer.py ENGINE PATH NAME COMMITS``.

It starts when the file ``PATH.go`` appears. With 0 commits it never stops by itself.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

import django
from django.conf import settings
from django.db import connection, transaction

OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    # Whoever meets a lock of SQLite's own fails at once.
    "timeout": 0,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def write(name: str, commits: int) -> None:
    """Commit rows that carry the writer's name, each reading before it writes."""
    rounds = itertools.count() if commits == 0 else range(commits)
    for _round in rounds:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM written WHERE id < 100")
            cursor.execute("INSERT INTO written (writer) VALUES (%s)", [name])


def main() -> None:
    engine, path, name, commits = sys.argv[1:]
    settings.configure(
        DATABASES={"default": {"ENGINE": engine, "NAME": path, "OPTIONS": OPTIONS}}
    )
    django.setup()
    connection.ensure_connection()
    print("ready", flush=True)
    while not Path(path + ".go").exists():
        time.sleep(0.001)
    write(name, int(commits))


if __name__ == "__main__":
    main()
