"""Figures: percentiles, rates, ratios, and a table of them."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """How long something took, in milliseconds, over many rounds."""

    p50: float
    p95: float
    least: float
    cpu: float | None = None
    """The processor's median time, where it was measured: waiting left out."""

    def __str__(self) -> str:
        cpu = "" if self.cpu is None else f"  cpu {self.cpu:6.2f}"
        return (
            f"p50 {self.p50:6.2f}  p95 {self.p95:6.2f}  min {self.least:6.2f}{cpu} ms"
        )


def time_rounds(
    work: Callable[[], object],
    rounds: int,
    warm_up: int = 3,
    after: Callable[[], object] = lambda: None,
) -> Timing:
    """Time a piece of work over many rounds, after a few that do not count.

    Nor does what comes `after` each of them count, which puts things back.
    """
    took, worked = [], []
    for number in range(warm_up + rounds):
        start, start_cpu = time.perf_counter(), time.thread_time()
        work()
        if number >= warm_up:
            took.append(1000 * (time.perf_counter() - start))
            worked.append(1000 * (time.thread_time() - start_cpu))
        after()
    return timing_of(took, worked)


def timing_of(
    milliseconds: Sequence[float], worked: Sequence[float] | None = None
) -> Timing:
    """Reduce single times to their percentiles."""
    cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return Timing(
        statistics.median(milliseconds),
        cuts[-1],
        min(milliseconds),
        statistics.median(worked) if worked else None,
    )


def say(subject: str, figure: object, note: str = "") -> None:
    """Print one line of the table."""
    print(f"{subject:<52} {figure!s:>54}  {note}".rstrip(), flush=True)


def title(words: str) -> None:
    """Print the heading of a part."""
    print(f"\n{words}\n{'-' * len(words)}", flush=True)


def ratio(figure: float, floor: float) -> str:
    """Say how a figure stands to its floor."""
    return f"{figure / floor:.2f} of the floor" if floor else ""
