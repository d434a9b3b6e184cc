"""One process while it runs: hearing it, asking it to end, clearing up after it."""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from contextlib import suppress
from typing import Final

from mailsvc.supervision.errors import ProcessFailed
from mailsvc.supervision.launching import Executed, Forked, Process
from mailsvc.supervision.program import Program

REMEMBERED_LINES: Final = 200
READ_SIZE: Final = 1 << 16
LONGEST_UNFINISHED_LINE: Final = 1 << 16


class Child:
    """A running process of a program, and what it has said lately.

    Raises:
        ProcessFailed: It cannot be started.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self.is_ready = False
        self.started_at = time.monotonic()
        self.said: deque[str] = deque(maxlen=REMEMBERED_LINES)
        self._unfinished = b""
        self._process = _launch(program)

    @property
    def group(self) -> int:
        """The id of its process, session and process group."""
        return self._process.pid

    @property
    def lived_seconds(self) -> float:
        return time.monotonic() - self.started_at

    def fileno(self) -> int:
        """The file to watch for its output, as `selectors` asks."""
        return self._process.output

    def poll(self) -> int | None:
        """Return the exit code once it has ended, negative for a signal."""
        return self._process.poll()

    def check_ready(self) -> bool:
        """Try the probe unless it has been ready before."""
        self.is_ready = self.is_ready or self.program.probe.is_ready(
            "\n".join(self.said)
        )
        return self.is_ready

    def hear(self) -> tuple[list[str], bool]:
        """Read what it has said since; the bool tells whether more can come."""
        try:
            data = os.read(self.fileno(), READ_SIZE)
        except BlockingIOError:
            return [], True
        *whole, self._unfinished = (self._unfinished + data).split(b"\n")
        if self._unfinished and (
            not data or len(self._unfinished) > LONGEST_UNFINISHED_LINE
        ):
            whole.append(self._unfinished)
            self._unfinished = b""
        lines = [line.decode(errors="replace") for line in whole]
        self.said.extend(lines)
        return lines, bool(data)

    def ask_to_end(self) -> None:
        """Ask the leader; it knows best how to end its own processes."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.group, signal.SIGTERM)

    def kill(self) -> None:
        """End the whole group at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)

    def clear(self) -> None:
        """Kill what an ended leader left behind, and close the pipe."""
        self.kill()
        os.close(self.fileno())


def _launch(program: Program) -> Process:
    if callable(program.command):
        return Forked(program.name, program.command, program.environment)
    try:
        return Executed(program.command, program.environment)
    except OSError as error:
        raise ProcessFailed(
            f"{program.name} cannot be started: {program.command[0]}: {error.strerror}."
        ) from error
