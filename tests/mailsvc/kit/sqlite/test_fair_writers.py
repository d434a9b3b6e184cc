"""Writers of one SQLite file queue for it, across processes and threads."""

from __future__ import annotations

import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler
from pytest_django.plugin import DjangoDbBlocker

from mailsvc.kit.sqlite.base import SUFFIX, DatabaseWrapper, file_of

COMMITS = 100

StartWriter = Callable[[str, int], "subprocess.Popen[str]"]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "mail.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(
            "CREATE TABLE written (id integer PRIMARY KEY, writer text NOT NULL)"
        )
    connection.close()
    return path


@pytest.fixture
def start_writer(database: Path) -> Iterator[StartWriter]:
    started: list[subprocess.Popen[str]] = []

    def start(name: str, commits: int) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [
                sys.executable,
                str(Path(__file__).with_name("writer.py")),
                "mailsvc.kit.sqlite",
                str(database),
                name,
                str(commits),
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(Path.cwd())},
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def connect(
    database: Path, django_db_blocker: DjangoDbBlocker
) -> Iterator[Callable[..., DatabaseWrapper]]:
    """Connections to the file, or to memory, outside the project's settings."""
    opened: list[DatabaseWrapper] = []

    def open_connection(name: str = "") -> DatabaseWrapper:
        options = {"transaction_mode": "IMMEDIATE", "timeout": 0}
        described: dict[str, Any] = {
            "ENGINE": "mailsvc.kit.sqlite",
            "NAME": name or str(database),
            "OPTIONS": options,
        }
        handler = ConnectionHandler({"default": described})
        connection = handler["default"]
        assert isinstance(connection, DatabaseWrapper)
        connection.inc_thread_sharing()
        opened.append(connection)
        return connection

    with django_db_blocker.unblock():
        yield open_connection
        for connection in opened:
            connection.close()


def test_no_writer_starves_or_meets_a_lock_beside_one_in_a_tight_loop(
    database: Path, start_writer: StartWriter
) -> None:
    endless = start_writer("endless", 0)
    others = [start_writer(name, COMMITS) for name in ("ann", "ben", "cleo", "olga")]

    Path(f"{database}.go").touch()
    failures = [process.communicate(timeout=60)[1] for process in others]

    assert failures == [""] * 4
    assert endless.poll() is None
    written = count_rows(database)
    assert written.pop("endless") > 0
    assert written == dict.fromkeys(("ann", "ben", "cleo", "olga"), COMMITS)


def test_writer_killed_in_its_turn_lets_the_next_one_write(
    database: Path, start_writer: StartWriter
) -> None:
    killed = start_writer("killed", 0)
    Path(f"{database}.go").touch()
    wait_until_written(database, "killed")

    killed.send_signal(signal.SIGKILL)
    next_one = start_writer("next", COMMITS)

    assert next_one.communicate(timeout=60)[1] == ""
    assert count_rows(database)["next"] == COMMITS


def test_lock_is_held_for_the_outermost_transaction_only(
    database: Path, connect: Callable[..., DatabaseWrapper]
) -> None:
    connection = connect()

    connection.set_autocommit(
        False, force_begin_transaction_with_broken_autocommit=True
    )
    held_inside = is_locked(database)
    connection.savepoint_commit(connection.savepoint() or "")
    held_after_savepoint = is_locked(database)
    connection.commit()
    connection.set_autocommit(True)

    assert (held_inside, held_after_savepoint) == (True, True)
    assert not is_locked(database)


@pytest.mark.parametrize("ending", ["commit", "rollback", "close"])
def test_every_ending_of_a_transaction_lets_go_of_the_lock(
    ending: str, database: Path, connect: Callable[..., DatabaseWrapper]
) -> None:
    connection = connect()
    begin(connection)
    assert is_locked(database)

    getattr(connection, ending)()

    assert not is_locked(database)


def test_failed_begin_lets_go_of_the_lock(
    database: Path, connect: Callable[..., DatabaseWrapper]
) -> None:
    stranger = sqlite3.connect(database, isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError, match="database is locked"):
        begin(connect())

    assert not is_locked(database)
    stranger.close()


def test_thread_that_would_wait_for_itself_is_told_so(
    connect: Callable[..., DatabaseWrapper],
) -> None:
    first, second = connect(), connect()
    begin(first)

    with pytest.raises(OperationalError, match="already writing"):
        begin(second)

    first.rollback()
    begin(second)
    second.rollback()


def test_other_thread_waits_for_its_turn(
    connect: Callable[..., DatabaseWrapper],
) -> None:
    first, second = connect(), connect()
    had_its_turn = threading.Event()

    def write() -> None:
        begin(second)
        second.rollback()
        had_its_turn.set()

    begin(first)
    thread = threading.Thread(target=write)
    thread.start()
    waited = not had_its_turn.wait(0.05)
    first.rollback()
    thread.join(10)

    assert waited
    assert had_its_turn.is_set()


def test_transaction_that_an_exception_left_open_does_not_block_the_next(
    database: Path, connect: Callable[..., DatabaseWrapper]
) -> None:
    connection = connect()
    begin(connection)

    begin(connection)

    assert is_locked(database)
    connection.rollback()
    assert not is_locked(database)


def test_database_in_memory_needs_no_lock_file(
    tmp_path: Path,
    connect: Callable[..., DatabaseWrapper],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    connection = connect("file:memory?mode=memory&cache=shared")

    begin(connection)
    connection.rollback()

    assert list(tmp_path.glob(f"*{SUFFIX}")) == []


def test_lock_lies_beside_a_database_named_by_a_uri() -> None:
    assert file_of("file:/data/my%20mail.db?cache=private") == Path("/data/my mail.db")
    assert file_of(Path("/data/mail.db")) == Path("/data/mail.db")


def begin(connection: DatabaseWrapper) -> None:
    """Start a transaction as the outermost ``atomic()`` does."""
    connection.ensure_connection()
    connection._start_transaction_under_autocommit()


def is_locked(database: Path) -> bool:
    with Path(f"{database}{SUFFIX}").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def count_rows(database: Path) -> dict[str, int]:
    with sqlite3.connect(database) as connection:
        rows = connection.execute("SELECT writer FROM written").fetchall()
    connection.close()
    return dict(Counter(row[0] for row in rows))


def wait_until_written(database: Path, name: str) -> None:
    while name not in count_rows(database):
        threading.Event().wait(0.005)
