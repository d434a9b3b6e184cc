"""Converting happens in a process of its own, once, and always ends in an answer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from accounts.models import Account
from mailbox.mime.build import FileToSend
from mailbox.mime.parts import Part
from mailbox.models import Message
from mailbox.reading import bodies, conversion
from mailbox.reading.conversion import (
    CannotShow,
    Locked,
    TooMuchToShow,
    convert_to_bytes,
    convert_to_data,
    is_ready,
)
from mailbox.reading.converters import limits
from mailsvc.kit.file_cache import FileCache
from tests.builders import files
from tests.builders.mail import Letter, receive
from tests.running import ROOT


@pytest.fixture(autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileCache]:
    cache = FileCache(tmp_path_factory.mktemp("previews"))
    before = conversion._cache
    conversion._cache = lambda: cache
    yield cache
    conversion._cache = before


def with_file(ann: Account, content: bytes) -> tuple[Message, Part]:
    file = FileToSend("file", "application/octet-stream", content)
    (message,) = receive(ann, Letter(files=(file,)))
    return message, bodies.get_part(message, "2")


def test_a_picture_is_made_once(ann: Account, cache: FileCache) -> None:
    message, part = with_file(ann, files.picture())
    assert not is_ready(message, part, "picture", 100)

    made = convert_to_bytes(message, part, "picture", 100)

    assert made.content_type == "image/webp"
    assert is_ready(message, part, "picture", 100)
    assert convert_to_bytes(message, part, "picture", 100) == made


def test_data_crosses_the_border(ann: Account) -> None:
    message, part = with_file(ann, files.pdf(3))

    assert convert_to_data(message, part, "pdf") == 3


@pytest.mark.parametrize(
    ("job", "content", "error"),
    [
        ("document", files.bomb(), TooMuchToShow),
        ("document", b"garbage", CannotShow),
        ("sheets", b"\xd0\xcf\x11\xe0" + b"\0" * 600, Locked),
        ("picture", b"x" * (limits.INPUT_BYTES + 1), TooMuchToShow),
    ],
    ids=["bomb", "garbage", "locked", "large"],
)
def test_what_cannot_be_shown_is_told_in_words_and_remembered(
    ann: Account, job: str, content: bytes, error: type[CannotShow]
) -> None:
    message, part = with_file(ann, content)
    given = (100,) if job == "picture" else ()

    for _ in range(2):
        with pytest.raises(error) as raised:
            convert_to_data(message, part, job, *given)

        assert str(raised.value.words)
    assert is_ready(message, part, job, *given)


def test_a_process_that_dies_is_an_answer_too(ann: Account) -> None:
    message, part = with_file(ann, files.picture())

    with pytest.raises(CannotShow):
        convert_to_data(message, part, "no such job")


def run(code: str) -> subprocess.CompletedProcess[str]:
    """Run something inside the bounds of the converting process."""
    bounds = "from mailbox.reading.converters.runner import bound; bound();"
    return subprocess.run(
        [sys.executable, "-c", f"{bounds}{code}"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_process_has_little_memory() -> None:
    done = run("x = bytearray(2 << 30)")

    assert "MemoryError" in done.stderr


def test_the_process_knows_no_settings_and_no_secrets() -> None:
    done = run(
        "import sys, os, mailbox.reading.converters.winmail,"
        "mailbox.reading.converters.cards, mailbox.reading.converters.sheets;"
        "print('django' in sys.modules, 'MAILSVC_SECRET_KEY' in os.environ)"
    )

    assert done.stdout.split() == ["False", "False"], done.stderr
