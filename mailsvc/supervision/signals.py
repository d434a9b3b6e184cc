"""Signals as something the loop can wait for.

While this context is open, SIGINT, SIGTERM and SIGHUP only count up and wake
the selector, and SIGCHLD wakes it, so that the end of a process is seen at once.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from types import FrameType
from typing import Final, Self

STOPPING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAsked(Exception):
    """A signal asked us to stop while the service was still starting."""


class Signals:
    """Counts the requests to stop and wakes a selector."""

    def __init__(self) -> None:
        self.asked = 0
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)

    def __enter__(self) -> Self:
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in STOPPING:
            signal.signal(number, self._count)
        signal.signal(signal.SIGCHLD, _only_wake)
        return self

    def __exit__(self, *_error: object) -> None:
        signal.set_wakeup_fd(-1)
        for number in (*STOPPING, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        os.close(self._read)
        os.close(self._write)

    def fileno(self) -> int:
        """The file that becomes readable when a signal has come."""
        return self._read

    def drain(self) -> None:
        """Forget the wake-ups; the count stays."""
        with suppress(BlockingIOError):
            os.read(self._read, 4096)

    def raise_if_asked(self) -> None:
        """Raise ``StopAsked`` if a request to stop has come."""
        if self.asked:
            raise StopAsked

    def _count(self, _number: int, _frame: FrameType | None) -> None:
        self.asked += 1


def _only_wake(_number: int, _frame: FrameType | None) -> None:
    return
