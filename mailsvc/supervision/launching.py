"""Two ways to launch a process: another program, or a function of ours.

Redis and the web server are programs of their own. Our listeners and workers
are forked instead: the supervisor has imported their code already, so they are
there at once and share its memory. For that the supervisor keeps to one thread
and opens neither the database nor Redis itself.

Either way a process leads a session and a group of its own: Ctrl-C at the
terminal reaches the supervisor alone, and what a process has forked is found by
its group. It gets SIGTERM when the supervisor dies (prctl(2), PR_SET_PDEATHSIG).
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Protocol

PR_SET_PDEATHSIG: Final = 1
PR_SET_NAME: Final = 15
_libc = ctypes.CDLL(None)
_forking = multiprocessing.get_context("fork")


class Process(Protocol):
    """A launched process."""

    @property
    def pid(self) -> int:
        """Its id, and that of its session and group."""

    @property
    def output(self) -> int:
        """The open file, not blocking, to read what it writes."""

    def poll(self) -> int | None:
        """Return the exit code once it has ended, negative for a signal."""


class Executed:
    """Another program.

    Raises:
        OSError: It cannot be started.
    """

    def __init__(
        self, command: tuple[str, ...], environment: Mapping[str, str]
    ) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment},
            start_new_session=True,
            # Safe: the supervisor has one thread.
            preexec_fn=_die_with_supervisor,  # noqa: PLW1509
        )
        assert self._process.stdout is not None
        # The file is ours alone now: `Child` closes it.
        self.output = os.dup(self._process.stdout.fileno())
        self._process.stdout.close()
        os.set_blocking(self.output, False)

    @property
    def pid(self) -> int:
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.poll()


class Forked:
    """A function of ours in a process of its own; its end ends the process."""

    def __init__(
        self, name: str, function: Callable[[], None], environment: Mapping[str, str]
    ) -> None:
        self.output, their_output = os.pipe2(os.O_CLOEXEC)
        self._process = _forking.Process(
            target=_run_forked,
            args=(name, function, dict(environment), their_output),
        )
        self._process.start()
        os.close(their_output)
        os.set_blocking(self.output, False)

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode


def _run_forked(
    name: str, function: Callable[[], None], environment: dict[str, str], output: int
) -> None:
    """Become a process like one just started, then run the function."""
    os.setsid()
    _die_with_supervisor()
    _libc.prctl(PR_SET_NAME, name.encode()[:15])
    _forget_signals()
    os.environ.update(environment)
    os.dup2(output, sys.__stdout__.fileno() if sys.__stdout__ else 1)
    os.dup2(output, sys.__stderr__.fileno() if sys.__stderr__ else 2)
    _forget_files()
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    function()


def _forget_signals() -> None:
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, signal.SIG_DFL)


def _forget_files() -> None:
    """Let go of the supervisor's files, the guardian's pipe and the lock first.

    Their numbers stay taken, by nothing: objects that believe to hold them, and
    close them one day, then close no file of somebody else.
    """
    nothing = os.open(os.devnull, os.O_RDWR | os.O_CLOEXEC)
    for entry in list(Path("/proc/self/fd").iterdir()):
        number = int(entry.name)
        if number > 2 and number != nothing and entry.exists():
            os.dup2(nothing, number, inheritable=False)


def _die_with_supervisor() -> None:
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
