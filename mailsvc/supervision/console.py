"""The log on the screen: one stream of lines from many processes.

Each line is ``12:03:27 web      | what it said``; on a terminal every process
has its colour. Lines are cut at a length that no sane log reaches, and control
characters are made visible, so that a log cannot repaint the terminal.
"""

from __future__ import annotations

import re
import time
from typing import Final, TextIO

LONGEST_LINE: Final = 4000
COLOURS: Final = (36, 32, 35, 34, 33, 96, 92, 95, 94, 93)
NAME_WIDTH: Final = 9
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Console:
    """Writes prefixed lines to one text stream."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._colourful = stream.isatty()
        self._names: list[str] = []

    def say(self, name: str, line: str) -> None:
        """Write one line in the name of a process."""
        prefix = f"{time.strftime('%H:%M:%S')} {name:<{NAME_WIDTH}} | "
        self.write(self._painted(name, prefix) + plain(line))

    def write(self, text: str) -> None:
        """Write text as it is, and a line end; a closed terminal is no error."""
        try:
            self._stream.write(text + "\n")
            self._stream.flush()
        except OSError:
            return

    def _painted(self, name: str, prefix: str) -> str:
        if not self._colourful:
            return prefix
        if name not in self._names:
            self._names.append(name)
        colour = COLOURS[self._names.index(name) % len(COLOURS)]
        return f"\x1b[{colour}m{prefix}\x1b[0m"


def plain(line: str) -> str:
    """Take colours and control characters out of a line, and its excess."""
    line = _ESCAPES.sub("", line.rstrip())
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", line)[:LONGEST_LINE]
