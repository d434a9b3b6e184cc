"""A few places for slow work, so that it never holds up everything else.

A process serves pages with a handful of threads. Work that waits for others takes
one of `most` places; `waiting` more may stand in line for a moment; whoever comes
then is told at once that it is busy.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from mailsvc.kit.errors import ServiceError


class Busy(ServiceError):
    """All places are taken."""

    code = "service.busy"
    temporary = True
    words = _("Too much is being prepared right now. Please try again in a moment.")


class Slots:
    """Places in this process."""

    def __init__(self, most: int, *, waiting: int, wait_seconds: float) -> None:
        self._places = threading.BoundedSemaphore(most)
        self._line = threading.BoundedSemaphore(most + waiting)
        self._wait_seconds = wait_seconds

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold a place while the block runs.

        Raises:
            Busy: None became free in time.
        """
        if not self._line.acquire(blocking=False):
            raise Busy
        try:
            if not self._places.acquire(timeout=self._wait_seconds):
                raise Busy
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._line.release()
