"""The process that clears up when the supervisor is killed with no warning.

It is started beside the supervisor, reads the process groups to look after
from its standard input (``+123`` and ``-123``, one a line), and waits for the
end of that input: the kernel closes it whatever way the supervisor dies. Then
it asks every group that is left to end, and after a grace kills it. The data
folder's lock is inherited and so stays held until nothing is left.

Run by its path with ``python -I -S``: it imports nothing of ours, and costs
little time and memory.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable

GRACE_SECONDS = 8.0


def read_groups(lines: Iterable[str]) -> set[int]:
    """Follow the supervisor's notes to their end; return the groups still alive."""
    groups: set[int] = set()
    for line in lines:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    return groups


def signal_groups(groups: set[int], number: int) -> set[int]:
    """Send a signal to the groups; return those that exist."""
    alive = set()
    for group in groups:
        try:
            os.killpg(group, number)
        except (ProcessLookupError, PermissionError):
            continue
        alive.add(group)
    return alive


def end_groups(groups: set[int], grace_seconds: float) -> None:
    """Ask groups to end, wait for it, kill what is left."""
    deadline = time.monotonic() + grace_seconds
    alive = signal_groups(groups, signal.SIGTERM)
    while alive and time.monotonic() < deadline:
        time.sleep(0.05)
        alive = signal_groups(alive, 0)
    signal_groups(alive, signal.SIGKILL)


def main() -> None:
    """Watch until the supervisor has gone."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    end_groups(read_groups(sys.stdin), GRACE_SECONDS)


if __name__ == "__main__":
    main()
