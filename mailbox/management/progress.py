"""How far a long work is, shown to whoever waits for it.

On a terminal one line that is written over; elsewhere a plain line every few
seconds, so that a log stays readable. What it costs to show is bounded by time,
not by the number of messages.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

BAR_CELLS: Final = 24
DRAW_EVERY_SECONDS: Final = 0.2
SAY_EVERY_SECONDS: Final = 5.0
# The first moments say little about the rest.
LEARN_SECONDS: Final = 1.0


class Output(Protocol):
    """Where it is shown: a command's standard output."""

    def write(self, msg: str, *, ending: str) -> object: ...
    def flush(self) -> object: ...
    def isatty(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How far, and how fast: `rate` is in bytes each second of this run."""

    done_bytes: int
    total_bytes: int
    messages: int
    rate: float

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1."""
        return min(1.0, self.done_bytes / self.total_bytes) if self.total_bytes else 1.0

    @property
    def seconds_left(self) -> float | None:
        """How long it will take from here; None if nobody can tell yet."""
        if not self.rate:
            return None
        return max(0, self.total_bytes - self.done_bytes) / self.rate

    def __str__(self) -> str:
        words = [
            f"{self.share:4.0%}",
            show_size(min(self.done_bytes, self.total_bytes))
            + f" of {show_size(self.total_bytes)}",
            f"{self.messages:,} messages",
        ]
        if self.rate:
            words.append(f"{show_size(int(self.rate))}/s")
        if self.seconds_left is not None:
            words.append(f"{show_time(self.seconds_left)} left")
        return "  ".join(words)


class Progress:
    """Shows how far a work is; `total_bytes` may be about right."""

    def __init__(
        self,
        out: Output,
        total_bytes: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._out = out
        self._total_bytes = total_bytes
        self._clock = clock
        self._is_terminal = out.isatty()
        self._started = clock()
        self._shown = self._started
        self._first_bytes: int | None = None
        self._is_drawn = False

    def show(self, done_bytes: int, messages: int) -> None:
        """Show where the work stands, if it is time to."""
        now = self._clock()
        if self._first_bytes is None:
            self._first_bytes = done_bytes
        wait = DRAW_EVERY_SECONDS if self._is_terminal else SAY_EVERY_SECONDS
        if now - self._shown < wait:
            return
        self._shown = now
        elapsed = now - self._started
        moved = done_bytes - self._first_bytes
        rate = moved / elapsed if elapsed >= LEARN_SECONDS else 0.0
        self._draw(Pace(done_bytes, self._total_bytes, messages, rate))

    def say(self, line: str) -> None:
        """Write a line of its own, above the bar."""
        self.clear()
        self._write(f"{line}\n")

    def clear(self) -> None:
        """Take the bar away."""
        if self._is_drawn:
            self._write("\r\x1b[K")
            self._is_drawn = False

    def _draw(self, pace: Pace) -> None:
        if not self._is_terminal:
            self._write(f"{pace}\n")
            return
        full = round(pace.share * BAR_CELLS)
        line = f"{'█' * full}{'░' * (BAR_CELLS - full)} {pace}"
        self._write(f"\r{line[: shutil.get_terminal_size().columns - 1]}\x1b[K")
        self._is_drawn = True

    def _write(self, text: str) -> None:
        self._out.write(text, ending="")
        self._out.flush()


def show_size(size_bytes: int) -> str:
    """Write a size in the unit that reads best, binary as in the settings."""
    value, units = float(size_bytes), ["B", "KB", "MB", "GB", "TB"]
    while value >= 1000 and len(units) > 1:
        value /= 1024
        units.pop(0)
    return f"{value:.0f} {units[0]}" if units[0] == "B" else f"{value:.1f} {units[0]}"


def show_time(seconds: float) -> str:
    """Write a duration as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"
