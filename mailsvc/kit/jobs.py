"""Background jobs, known by name.

A service starts a job by its name, and only once the open transaction has
committed; a tasks module binds the code to the name. So services never import
tasks, and "after commit" cannot be forgotten. Every job may run twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import redis
from celery import current_app, shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

from mailsvc.kit.redis import client

logger = logging.getLogger(__name__)

WAKE_MARK_SECONDS: Final = 5
START_MARK_SECONDS: Final = 60

_BOUND: Final[set[str]] = set()


@dataclass(frozen=True, slots=True)
class Job:
    """A background job: its name, and the queue whose workers run it."""

    name: str
    queue: str

    def after_commit(self, *, delay_seconds: float = 0, **ids: int | str) -> None:
        """Queue the job once the open transaction has committed.

        A delay is for seconds, not for hours: later work has a time in its row
        and is found by a sweep.
        """
        transaction.on_commit(
            lambda: self.start(delay_seconds=delay_seconds, **ids), robust=True
        )

    def start(self, *, delay_seconds: float = 0, **ids: int | str) -> None:
        """Queue the job now.

        A broker that is away costs delay and nothing else: the database holds
        what is to be done, and the beat sweeps it up.
        """
        try:
            current_app.signature(self.name, kwargs=ids, queue=self.queue).apply_async(
                countdown=delay_seconds, retry=False
            )
        except (OperationalError, OSError) as error:
            logger.warning("%s waits for the next sweep: %s", self.name, error)

    def wake(self) -> None:
        """Queue a job that drains whatever is waiting, once for many callers.

        A mark in Redis keeps a burst from queueing it a thousand times; the job
        takes the mark away (`woken`) before it looks, so nothing is missed.
        Inside a transaction the wake waits for the commit.
        """
        transaction.on_commit(self._wake_now, robust=True)

    def woken(self, **ids: int | str) -> None:
        """Take the mark away: who wakes from now on is heard."""
        try:
            client().delete(self._mark(ids))
        except redis.RedisError as error:
            logger.warning("%s: %s", self.name, error)

    def start_once(self, **ids: int | str) -> bool:
        """Queue the job, unless it waits in the queue for the same ids already.

        For a sweep that finds the same row every few seconds. The job takes the
        mark away with `woken`; a mark that a dead worker left is over in a minute.
        """
        try:
            is_first = client().set(self._mark(ids), 1, nx=True, ex=START_MARK_SECONDS)
        except redis.RedisError as error:
            logger.warning("%s waits for the next sweep: %s", self.name, error)
            return False
        if is_first:
            self.start(delay_seconds=0, **ids)
        return bool(is_first)

    def _wake_now(self) -> None:
        try:
            first = client().set(self._mark({}), 1, nx=True, ex=WAKE_MARK_SECONDS)
        except redis.RedisError as error:
            logger.warning("%s waits for the next sweep: %s", self.name, error)
            return
        if first:
            self.start()

    def _mark(self, ids: dict[str, int | str]) -> str:
        """Name the mark in Redis that says: this is queued."""
        return ":".join(["woken", self.name, *map(str, ids.values())])

    def task(self, run: Callable[..., None]) -> Any:
        """Bind the code to the name."""
        _BOUND.add(self.name)
        return shared_task(name=self.name)(run)

    def is_bound(self) -> bool:
        """Tell whether some tasks module holds the code of this job."""
        return self.name in _BOUND
