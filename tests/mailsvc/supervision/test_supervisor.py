"""The supervisor at its door: real processes, real signals."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.running import Running, descendants, is_alive
from tests.waiting import wait_until


@contextmanager
def toy(*names: str) -> Iterator[Running]:
    with Running(["-m", "tests.mailsvc.supervision.toy", *names]) as running:
        yield running


def pids_of(running: Running, name: str) -> tuple[int, int]:
    said = running.wait_for(rf"{name} +\| up (\d+) (\d+)")
    return int(said[1]), int(said[2])


def test_every_line_tells_which_process_said_it() -> None:
    with toy("steady") as running:
        running.wait_for("^READY$")

        running.wait_for(r"^\d\d:\d\d:\d\d first +\| up \d+ \d+$")
        running.wait_for(r"^\d\d:\d\d:\d\d steady +\| up \d+ \d+$")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_everything(number: int) -> None:
    with toy("steady") as running:
        running.wait_for("^READY$")
        below = descendants(running.process.pid)

        code = running.end(number)

        assert code == 0
        assert len(below) == 5
        assert not any(map(is_alive, below))
        assert "STOPPED" in running.output


def test_a_killed_process_is_started_again_without_its_leftovers() -> None:
    with toy("steady") as running:
        running.wait_for("^READY$")
        pid, inner = pids_of(running, "steady")

        os.kill(pid, signal.SIGKILL)

        running.wait_for(r"steady was ended by SIGKILL; starting again in 1 s")
        running.wait_for(r"steady is ready again")
        assert not is_alive(inner)
        assert pids_of(running, "steady")[0] != pid


def test_a_process_that_ignores_the_request_is_killed_after_its_grace() -> None:
    with toy("stubborn") as running:
        running.wait_for("^READY$")
        below = descendants(running.process.pid)

        assert running.end(seconds=5) == 0
        assert not any(map(is_alive, below))


def test_nothing_is_left_when_the_supervisor_itself_is_killed() -> None:
    with toy("steady") as running:
        running.wait_for("^READY$")
        below = descendants(running.process.pid)

        running.end(signal.SIGKILL)

        assert wait_until(lambda: not any(map(is_alive, below)), seconds=10)


def test_a_killed_guardian_is_replaced() -> None:
    with toy("steady") as running:
        running.wait_for("^READY$")
        told = {*pids_of(running, "first"), *pids_of(running, "steady")}
        (guardian,) = set(descendants(running.process.pid)) - told

        os.kill(guardian, signal.SIGKILL)
        wait_until(lambda: len(descendants(running.process.pid)) == 5)
        below = descendants(running.process.pid)
        running.end(signal.SIGKILL)

        assert guardian not in below
        assert wait_until(lambda: not any(map(is_alive, below)), seconds=10)


def test_a_process_that_ends_at_its_start_stops_the_start() -> None:
    with toy("steady", "broken") as running:
        code = running.wait()

        assert code == 1
        assert "broken    | the disk is made of cheese" in running.output
        assert "REFUSED broken ended before it was ready" in running.output
        assert "READY" not in running.output
        assert not is_alive(pids_of(running, "first")[0])


def test_a_process_that_is_never_ready_stops_the_start() -> None:
    with toy("silent") as running:
        assert running.wait() == 1
        assert "REFUSED silent was not ready within 1 s." in running.output


def test_a_signal_during_the_start_stops_it() -> None:
    with toy("silent") as running:
        pid, inner = pids_of(running, "first")

        code = running.end()

        assert code == 0
        assert not is_alive(pid)
        assert not is_alive(inner)
