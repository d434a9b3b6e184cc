"""What the supervisor is told about one process, and when to start it again.

A ``Program`` is a value: the command, how to see that it is ready, and how
long it may take to stop. The waits between restarts grow so that a program
that cannot live does not eat the machine, and are forgotten once it has
stayed up for a while.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from mailsvc.supervision.probes import Probe, Running

FIRST_WAIT_SECONDS: Final = 1.0
LONGEST_WAIT_SECONDS: Final = 30.0
STEADY_AFTER_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Program:
    """One process to keep running.

    Attributes:
        name: What its log lines are prefixed with; unique.
        command: The program and its arguments, or a function of ours.
        probe: Says whether it is ready.
        environment: Variables added to ours.
        grace_seconds: How long it may take to stop when asked to.
        ready_seconds: How long it may take to be ready at the first start.
        stamp: What its lines begin with that ours say already, as a pattern.
        chatter: Which lines, without the stamp, are not worth showing.
    """

    name: str
    command: tuple[str, ...] | Callable[[], None]
    probe: Probe = field(default_factory=Running)
    environment: Mapping[str, str] = field(default_factory=dict)
    grace_seconds: float = 10.0
    ready_seconds: float = 60.0
    stamp: str = ""
    chatter: str = ""

    def show(self, line: str) -> str | None:
        """Give what is worth showing of a line that it wrote, or None."""
        line = re.sub(f"^(?:{self.stamp})", "", line)
        return None if self.chatter and re.match(self.chatter, line) else line


def plan_restart(*, failures: int, lived_seconds: float) -> tuple[int, float]:
    """Say how often the program has now failed in a row and how long to wait.

    Args:
        failures: Failures in a row before this one.
        lived_seconds: How long the program ran this time.

    Returns:
        The new count of failures in a row, and the wait in seconds, from 1,
        doubling, to 30.
    """
    failures = 1 if lived_seconds >= STEADY_AFTER_SECONDS else failures + 1
    wait = FIRST_WAIT_SECONDS * 2 ** min(failures - 1, 10)
    return failures, min(wait, LONGEST_WAIT_SECONDS)
