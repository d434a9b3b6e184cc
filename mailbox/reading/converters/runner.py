"""The process that opens a stranger's file: bounded, without network, thrown away.

    python -m mailbox.reading.converters.runner JOB [ARGUMENT…] < file > answer

The answer is a line that says what follows, then the bytes: a content type for what
was made, `json` for data, or `fault` with the reason. No Django, no settings, no
secrets are here.
"""

from __future__ import annotations

import ctypes
import importlib
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from mailbox.reading.converters import limits
from mailbox.reading.converters.errors import CannotConvert
from mailbox.reading.converters.values import Converted, write_json

NEW_USER_AND_NETWORK: Final = 0x10000000 | 0x40000000
JOBS: Final = {
    "picture": ("picture", "convert_picture"),
    "pdf": ("pdf", "count_pages"),
    "pdf_page": ("pdf", "convert_page"),
    "document": ("documents", "convert_document"),
    "sheets": ("sheets", "convert_sheets"),
    "slides": ("slides", "convert_slides"),
    "archive": ("archives", "list_archive"),
    "events": ("events", "read_events"),
    "cards": ("cards", "read_cards"),
    "winmail": ("winmail", "list_winmail"),
    "winmail_file": ("winmail", "take_from_winmail"),
}
"""The module and function of each job; it takes the file, then whole numbers."""


def main(arguments: list[str]) -> None:
    """Run one job; only a fault of ours ends in anything but an answer."""
    name, *rest = arguments
    bound()
    try:
        answer = find_job(name)(sys.stdin.buffer, *map(int, rest))
    except CannotConvert as error:
        write(b"fault", error.reason.encode("ascii"))
        return
    except (MemoryError, RecursionError):
        write(b"fault", b"too_much")
        return
    if isinstance(answer, Converted):
        write(answer.content_type.encode("ascii"), answer.data)
    else:
        write(b"json", write_json(answer))


def find_job(name: str) -> Callable[..., object]:
    """Load the one converter that is wanted, and its library."""
    module, function = JOBS[name]
    room = importlib.import_module(f"mailbox.reading.converters.{module}")
    found: Callable[..., object] = getattr(room, function)
    return found


def bound() -> None:
    """Take away what this process does not need, before it reads a byte."""
    for what, most in (
        (resource.RLIMIT_AS, limits.MEMORY_BYTES),
        (resource.RLIMIT_CPU, limits.PROCESSOR_SECONDS),
        (resource.RLIMIT_FSIZE, limits.OUTPUT_BYTES),
        (resource.RLIMIT_NOFILE, limits.OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, least))
    # Where the system allows it, there is no network at all; elsewhere no converter
    # asks for one.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).unshare(NEW_USER_AND_NETWORK)


def write(head: bytes, data: bytes) -> None:
    """Write the answer."""
    sys.stdout.buffer.write(head + b"\n" + data)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
