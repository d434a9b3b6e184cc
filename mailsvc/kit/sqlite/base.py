"""SQLite where writers queue instead of polling.

SQLite's busy handler sleeps up to 100 ms between looks, so one busy writer starves
the others for seconds. Here each outermost ``atomic()`` first takes a flock on
`<database>.writelock`, and the kernel wakes who waits: with four writers the 95th
percentile fell from 0.4 s to 16 ms. A process that dies lets go of it. A second lock
as a queue before the first was tried, and made no difference.

Writes outside ``atomic()`` still poll, for up to the ``timeout`` of the settings.
Waiting for the lock has no end of its own: whoever holds it must be quick, or die.
"""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

SUFFIX: Final = ".writelock"

# Who in this process holds which lock: the process (a fork inherits this dict) and
# the thread.
_holders: dict[Path, tuple[int, int]] = {}


class WriteTurn:
    """One transaction's turn at writing to one database file."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._lock: int | None = None
        self._owner = (0, 0)

    def take(self) -> None:
        """Wait until no other connection, in any process, is writing.

        Raises:
            OperationalError: This thread is writing through another connection and
                would wait for itself for ever.
        """
        me = (os.getpid(), threading.get_ident())
        if _holders.get(self._database) == me:
            raise OperationalError("this thread is already writing to the database")
        self._lock = _open_locked(f"{self._database}{SUFFIX}")
        self._owner = me
        _holders[self._database] = me

    def give_up(self) -> None:
        """Let the next one write; a no-op for who does not have the turn."""
        lock, self._lock = self._lock, None
        if lock is None:
            return
        if self._owner[0] != os.getpid():
            # Inherited by a fork: the lock is the parent's, only the number is ours.
            os.close(lock)
            return
        _holders.pop(self._database, None)
        # Closing alone would leave the lock with a child that was forked meanwhile.
        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own backend, with a turn taken around each transaction."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        self._turn: WriteTurn | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if self._turn is not None:
            # A task's time limit struck after BEGIN, before Django took note of it.
            self._rollback()
        try:
            if not self.is_in_memory_db():
                self._turn = WriteTurn(file_of(self.settings_dict["NAME"]))
                self._turn.take()
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end_turn()
            raise

    def _commit(self) -> None:
        # If it fails the transaction is still open; Django then rolls back.
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]
        if autocommit:
            # Whatever was open is over by now, also when COMMIT was interrupted.
            self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self._turn is not None:
            self._turn.give_up()
            self._turn = None


def file_of(name: str | Path) -> Path:
    """Return the file of a database that is named by a path or a ``file:`` URI."""
    path = str(name)
    if path.startswith("file:"):
        path = unquote(urlsplit(path).path)
    return Path(path).absolute()


def _open_locked(path: str) -> int:
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
    except BaseException:
        os.close(fd)
        raise
    return fd
