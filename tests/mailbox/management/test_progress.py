"""The progress bar: one line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import io

import pytest

from mailbox.management.progress import Progress, show_size, show_time

MB = 1 << 20


class Terminal(io.StringIO):
    """Keeps what is written, as Django's own output takes it."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def write(self, msg: str, *, ending: str = "") -> int:
        return super().write(msg + ending)


class Watch:
    """A clock that goes when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def shown(*, is_terminal: bool) -> tuple[Progress, Watch, Terminal]:
    out, watch = Terminal(is_terminal=is_terminal), Watch()
    return Progress(out, 100 * MB, watch), watch, out


def test_a_terminal_sees_a_bar_that_is_written_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    progress, watch, out = shown(is_terminal=True)

    progress.show(0, 0)
    watch.now = 2.0
    progress.show(25 * MB, 1200)

    bar = "██████░░░░░░░░░░░░░░░░░░  25%  25.0 MB of 100.0 MB  1,200 m"
    assert out.getvalue() == f"\r{bar}\x1b[K"


def test_the_bar_is_taken_away_at_the_end() -> None:
    progress, watch, out = shown(is_terminal=True)
    watch.now = 1.0
    progress.show(MB, 1)

    progress.clear()
    progress.clear()

    assert out.getvalue().endswith("\r\x1b[K")
    assert out.getvalue().count("\r\x1b[K") == 1


def test_a_log_gets_a_plain_line_every_few_seconds() -> None:
    progress, watch, out = shown(is_terminal=False)

    for second in range(11):
        watch.now = second
        progress.show(second * 10 * MB, second * 100)

    lines = out.getvalue().splitlines()
    assert len(lines) == 2
    assert lines[0] == (" 50%  50.0 MB of 100.0 MB  500 messages  10.0 MB/s  5 s left")
    assert "\x1b" not in out.getvalue()


def test_a_work_that_goes_on_reckons_its_pace_from_there() -> None:
    progress, watch, out = shown(is_terminal=False)

    progress.show(90 * MB, 900)
    watch.now = 5.0
    progress.show(95 * MB, 950)

    assert "1.0 MB/s  5 s left" in out.getvalue()


@pytest.mark.parametrize(
    ("size_bytes", "words"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 KB"), (5 << 30, "5.0 GB")],
)
def test_a_size_is_written_in_the_unit_that_reads_best(
    size_bytes: int, words: str
) -> None:
    assert show_size(size_bytes) == words


@pytest.mark.parametrize(
    ("seconds", "words"), [(5, "5 s"), (600, "10 min"), (7200, "2.0 h")]
)
def test_a_time_is_written_as_people_say_it(seconds: float, words: str) -> None:
    assert show_time(seconds) == words
