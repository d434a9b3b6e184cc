"""Start a process, read what it says, and see which processes are alive."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.waiting import wait_until

ROOT = Path(__file__).resolve().parent.parent


class Running:
    """A process with its output so far; it is killed when the test ends."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str] | None = None,
        *,
        folder: Path = ROOT,
    ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            env={**clean_environment(), **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()
        self._reader.join(5)

    @property
    def output(self) -> str:
        return "".join(self._lines)

    def wait_for(self, pattern: str, *, seconds: float = 20) -> re.Match[str]:
        """Wait until the output matches; fail with the output if it does not."""
        found: list[re.Match[str]] = []

        def matches() -> bool:
            found[:] = list(re.finditer(pattern, self.output, re.MULTILINE))
            return bool(found) or self.process.poll() is not None

        wait_until(matches, seconds=seconds)
        matches()
        assert found, f"{pattern!r} was not said:\n{self.output}"
        return found[-1]

    def end(self, number: int = signal.SIGTERM, *, seconds: float = 20) -> int:
        """Send a signal, wait for the end, return the exit code."""
        self.process.send_signal(number)
        return self.wait(seconds=seconds)

    def wait(self, *, seconds: float = 20) -> int:
        """Wait for the end, return the exit code."""
        code = self.process.wait(seconds)
        self._reader.join(5)
        return code

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.append(line)
        self.process.stdout.close()


def clean_environment() -> dict[str, str]:
    """Give our environment without what the tests' own settings put there."""
    ours = {"REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith("MAILSVC_")
    }


def is_alive(pid: int) -> bool:
    """Say whether a process exists and has not ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def descendants(pid: int) -> list[int]:
    """List the processes below this one that are alive."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(stat[1])
    found, front = [], [pid]
    while front:
        front = [child for child, parent in parents.items() if parent in front]
        found += front
    return [child for child in found if is_alive(child)]
