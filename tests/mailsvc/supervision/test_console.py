"""Log lines cannot harm the terminal they are shown on."""

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from mailsvc.supervision.console import LONGEST_LINE, Console, plain


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_process_keeps_its_colour_on_a_terminal() -> None:
    terminal = Terminal()
    console = Console(terminal)

    console.say("web", "one")
    console.say("redis", "two")
    console.say("web", "three")

    first, second, third = terminal.getvalue().splitlines()
    assert first[:5] == third[:5] != second[:5]


def test_a_pipe_gets_no_colours() -> None:
    pipe = io.StringIO()

    Console(pipe).say("web", "hello")

    assert pipe.getvalue().endswith(" web       | hello\n")
    assert "\x1b" not in pipe.getvalue()


def test_a_closed_terminal_is_no_error() -> None:
    class Closed(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    Console(Closed()).say("web", "hello")


@given(st.text())
def test_what_is_shown_holds_no_control_character(text: str) -> None:
    shown = plain(text)

    assert not any(ord(char) < 32 and char not in "\t\n" for char in shown)
    assert len(shown) <= LONGEST_LINE
