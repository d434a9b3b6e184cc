"""One process while it runs: starting it, hearing it, asking it to end.

A child leads a session and a process group of its own: Ctrl-C at the terminal
reaches the supervisor alone, and what the child has forked is found by the
group. It gets SIGTERM when the supervisor dies (prctl(2), PR_SET_PDEATHSIG).
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections import deque
from contextlib import suppress
from typing import Final

from mailsvc.supervision.errors import ProcessFailed
from mailsvc.supervision.program import Program

PR_SET_PDEATHSIG: Final = 1
REMEMBERED_LINES: Final = 200
READ_SIZE: Final = 1 << 16
LONGEST_UNFINISHED_LINE: Final = 1 << 16

_libc = ctypes.CDLL(None)


class Child:
    """A running process of a program, and what it has said lately."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.is_ready = False
        self.started_at = time.monotonic()
        self.said: deque[str] = deque(maxlen=REMEMBERED_LINES)
        self._unfinished = b""
        self._process = _start(program)
        assert self._process.stdout is not None
        self._output = self._process.stdout
        os.set_blocking(self._output.fileno(), False)

    @property
    def group(self) -> int:
        """The id of its process, session and process group."""
        return self._process.pid

    @property
    def lived_seconds(self) -> float:
        return time.monotonic() - self.started_at

    def fileno(self) -> int:
        """The file to watch for its output, as `selectors` asks."""
        return self._output.fileno()

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
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """End the whole group at once."""
        with suppress(ProcessLookupError):
            os.killpg(self.group, signal.SIGKILL)

    def clear(self) -> None:
        """Kill what an ended leader left behind, and close the pipe."""
        self.kill()
        self._output.close()


def _start(program: Program) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            program.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **program.environment},
            start_new_session=True,
            # Safe: the supervisor has one thread.
            preexec_fn=_die_with_supervisor,  # noqa: PLW1509
        )
    except OSError as error:
        raise ProcessFailed(
            f"{program.name} cannot be started: {program.command[0]}: {error.strerror}."
        ) from error


def _die_with_supervisor() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
