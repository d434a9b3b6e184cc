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

from celery import current_app, shared_task
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

_BOUND: Final[set[str]] = set()


@dataclass(frozen=True, slots=True)
class Job:
    """A background job: its name, and the queue whose workers run it."""

    name: str
    queue: str

    def after_commit(self, **ids: int | str) -> None:
        """Queue the job once the open transaction has committed."""
        transaction.on_commit(lambda: self.start(**ids), robust=True)

    def start(self, **ids: int | str) -> None:
        """Queue the job now.

        A broker that is away costs delay and nothing else: the database holds
        what is to be done, and the beat sweeps it up.
        """
        try:
            current_app.signature(self.name, kwargs=ids, queue=self.queue).apply_async(
                retry=False
            )
        except (OperationalError, OSError) as error:
            logger.warning("%s waits for the next sweep: %s", self.name, error)

    def task(self, run: Callable[..., None]) -> Any:
        """Bind the code to the name."""
        _BOUND.add(self.name)
        return shared_task(name=self.name)(run)

    def is_bound(self) -> bool:
        """Tell whether some tasks module holds the code of this job."""
        return self.name in _BOUND
