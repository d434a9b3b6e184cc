"""Threads that speak to the database, each over its own connection.

Django opens a connection for each thread that asks, and closes none by itself:
here they are checked before use and closed at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections

P = ParamSpec("P")
T = TypeVar("T")


class DatabaseThreads(ThreadPoolExecutor):
    """A pool whose threads may use the database."""

    def __init__(self, count: int, name: str) -> None:
        super().__init__(count, name)
        self._count = count

    def submit(
        self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """Run a call over a connection that is known to be good."""

        def run() -> T:
            close_old_connections()
            return fn(*args, **kwargs)

        return super().submit(run)

    def close(self) -> None:
        """Finish what was begun, close the connections, and end the threads.

        The barrier makes each thread take exactly one of the calls. Once only.
        """
        together = Barrier(self._count)

        def let_go() -> None:
            together.wait()
            connections.close_all()

        for done in [
            super(DatabaseThreads, self).submit(let_go) for _ in range(self._count)
        ]:
            done.result()
        self.shutdown()
