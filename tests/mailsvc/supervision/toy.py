"""A service of two small processes under the real supervisor, for its tests.

Run as ``python -m tests.mailsvc.supervision.toy``: it prints its log, and
``READY`` once both run. Each child forks a child of its own, as workers do.
"""

from __future__ import annotations

import sys

from mailsvc.supervision.console import Console
from mailsvc.supervision.errors import StartRefused
from mailsvc.supervision.probes import Says
from mailsvc.supervision.program import Program
from mailsvc.supervision.signals import Signals, StopAsked
from mailsvc.supervision.supervisor import Supervisor

STEADY = """
import os, time
inner = os.fork()
if inner:
    print("up", os.getpid(), inner, flush=True)
time.sleep(600)
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)" + STEADY
BROKEN = "print('the disk is made of cheese'); raise SystemExit(3)"
SILENT = "import time; time.sleep(600)"


def program(name: str, code: str) -> Program:
    return Program(
        name,
        (sys.executable, "-I", "-S", "-c", code),
        Says(r"^up \d+"),
        grace_seconds=0.5,
        ready_seconds=1.0,
    )


def main(names: list[str]) -> None:
    codes = {"steady": STEADY, "stubborn": STUBBORN, "broken": BROKEN, "silent": SILENT}
    console = Console(sys.stdout)
    with Signals() as signals, Supervisor(console, signals) as supervisor:
        supervisor.start(program("first", STEADY))
        supervisor.start(*(program(name, codes[name]) for name in names))
        console.write("READY")
        supervisor.run()
    console.write("STOPPED")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except StopAsked:
        sys.exit(0)
    except StartRefused as refused:
        sys.exit(f"REFUSED {refused}")
