"""The supervisor's end of the guardian: tells it which groups to clear up.

The guardian (see `guardian.py`) is a process of its own because only what
outlives the supervisor can clear up after a ``kill -9`` of it. Should the
guardian itself be killed, the next turn starts another.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from mailsvc.supervision import guardian


class Guard:
    """Keeps one guardian informed.

    Args:
        held: Open files that the guardian keeps open too: the data folder's
            lock, which so stays taken until everything has ended.
    """

    def __init__(self, held: Sequence[int] = ()) -> None:
        self._held = tuple(held)
        self._groups: set[int] = set()
        self._process = self._start()

    def remember(self, group: int) -> None:
        """Have this process group cleared up if the supervisor dies."""
        self._groups.add(group)
        self._tell(f"+{group}\n")

    def forget(self, group: int) -> None:
        """The group has ended."""
        self._groups.discard(group)
        self._tell(f"-{group}\n")

    def check(self) -> None:
        """Start another guardian if this one has ended."""
        if self._process.poll() is not None:
            self._close_pipe()
            self._process = self._start()
            for group in self._groups:
                self._tell(f"+{group}\n")

    def dismiss(self) -> None:
        """Let the guardian end; it clears up what was not forgotten."""
        self._close_pipe()
        self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            (sys.executable, "-I", "-S", guardian.__file__),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=self._held,
        )

    def _tell(self, line: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line.encode())
            self._process.stdin.flush()
        except OSError:
            # It has been killed; `check` starts another and tells it all.
            return

    def _close_pipe(self) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
        except OSError:
            return
