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

    def __str__(self) -> str:
        return f"p50 {self.p50:6.2f} ms  p95 {self.p95:6.2f} ms"


def time_rounds(work: Callable[[], object], rounds: int, warm_up: int = 3) -> Timing:
    """Time a piece of work over many rounds, after a few that do not count."""
    for _ in range(warm_up):
        work()
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - start))
    return timing_of(took)


def timing_of(milliseconds: Sequence[float]) -> Timing:
    """Reduce single times to their percentiles."""
    cuts = statistics.quantiles(milliseconds, n=20, method="inclusive")
    return Timing(statistics.median(milliseconds), cuts[-1])


def say(subject: str, figure: object, note: str = "") -> None:
    """Print one line of the table."""
    print(f"{subject:<52} {figure!s:>32}  {note}".rstrip(), flush=True)


def title(words: str) -> None:
    """Print the heading of a part."""
    print(f"\n{words}\n{'-' * len(words)}", flush=True)


def ratio(figure: float, floor: float) -> str:
    """Say how a figure stands to its floor."""
    return f"{figure / floor:.2f} of the floor" if floor else ""
