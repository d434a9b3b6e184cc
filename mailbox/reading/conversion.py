"""Have a file of a letter turned into something to look at, elsewhere and once.

The file is opened by a process of its own (`converters/runner.py`), which has
little memory, little time and no network, and is not trusted in what it answers.
Answers are kept by the bytes they were made of, faults too; a new version of the
converters forgets them.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mailbox.mime.parts import Part
from mailbox.models import Message
from mailbox.reading import bodies
from mailbox.reading.converters import limits
from mailbox.reading.converters.values import Converted
from mailsvc.kit.errors import ServiceError
from mailsvc.kit.file_cache import FileCache, file_cache

logger = logging.getLogger(__name__)

VERSION: Final = 1
FAILED: Final = b"failed\n"
FAILURE_SECONDS: Final = 600
RUNNER: Final = "mailbox.reading.converters.runner"
MADE: Final = frozenset({"image/webp", "application/octet-stream"})


class CannotShow(ServiceError):
    """A file cannot be shown; it can be downloaded all the same."""

    code = "reading.cannot_show"
    words = _("This file cannot be shown: it is damaged, or not what its name says.")


class TooMuchToShow(CannotShow):
    code = "reading.too_much_to_show"
    words = _("This file is too large to be shown.")


class Locked(CannotShow):
    code = "reading.locked"
    words = _("This file is locked with a password.")


FAULTS: Final = {"too_much": TooMuchToShow, "locked": Locked}


def convert_to_bytes(message: Message, part: Part, job: str, *given: int) -> Converted:
    """Have bytes made of a file.

    Raises:
        CannotShow: It cannot be done, in words for the reader.
        ContentUnreadable: The letter's own bytes are damaged.
    """
    head, data = _answer(message, part, job, given)
    if head not in MADE:
        raise CannotShow(detail=f"{job} answered {head}")
    return Converted(head, data)


def convert_to_data(message: Message, part: Part, job: str, *given: int) -> Any:
    """Have a file read into plain data; the caller checks its form.

    Raises:
        CannotShow: It cannot be done, in words for the reader.
        ContentUnreadable: The letter's own bytes are damaged.
    """
    head, data = _answer(message, part, job, given)
    if head != "json":
        raise CannotShow(detail=f"{job} answered {head}")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise CannotShow(detail=f"{job}: {error!r}") from error


def is_ready(message: Message, part: Part, job: str, *given: int) -> bool:
    """Tell whether an answer is kept, so that none has to be waited for."""
    return _cache().path_of(_key(message, part, job, given)) is not None


def _answer(
    message: Message, part: Part, job: str, given: tuple[int, ...]
) -> tuple[str, bytes]:
    key = _key(message, part, job, given)
    answer = _kept(key)
    if answer is None:
        answer = _run(message, part, job, given)
        _cache().put(key, answer)
    head, _line, data = answer.partition(b"\n")
    if head in (b"fault", b"failed"):
        raise FAULTS.get(data.decode("ascii", "replace"), CannotShow)
    return head.decode("ascii", "replace"), data


def _kept(key: str) -> bytes | None:
    """Find an answer; a process that died is given another chance after a while."""
    kept = _cache().find(key)
    if kept is None or (kept.data == FAILED and kept.age_seconds > FAILURE_SECONDS):
        return None
    return kept.data


def _run(message: Message, part: Part, job: str, given: tuple[int, ...]) -> bytes:
    """Run the converter; whatever becomes of it, there is an answer."""
    if part.end - part.body_start > limits.INPUT_BYTES * 2:
        return b"fault\ntoo_much"
    with tempfile.TemporaryDirectory(prefix="mailsvc-preview-") as folder:
        place = Path(folder)
        with (
            (place / "file").open("w+b") as source,
            (place / "answer").open("w+b") as answer,
        ):
            if not _copy(message, part, source):
                return b"fault\ntoo_much"
            if not _ends_well(job, given, place, source, answer):
                return FAILED
            answer.seek(0)
            return answer.read(limits.OUTPUT_BYTES)


def _copy(message: Message, part: Part, source: IO[bytes]) -> bool:
    """Write the decoded file; false if it is too large."""
    size = 0
    for chunk in bodies.stream_part(message, part):
        size += len(chunk)
        if size > limits.INPUT_BYTES:
            return False
        source.write(chunk)
    source.flush()
    source.seek(0)
    return True


def _ends_well(
    job: str, given: tuple[int, ...], place: Path, source: IO[bytes], answer: IO[bytes]
) -> bool:
    command = [sys.executable, "-m", RUNNER, job, *map(str, given)]
    try:
        done = subprocess.run(
            command,
            stdin=source,
            stdout=answer,
            stderr=subprocess.PIPE,
            cwd=place,
            env={"PYTHONPATH": str(settings.BASE_DIR), "HOME": str(place)},
            timeout=limits.WALL_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        logger.warning("preview %s took too long", job)
        return False
    if done.returncode:
        last = done.stderr[-300:].decode("utf-8", "replace").strip()
        logger.warning("preview %s ended with %s: %s", job, done.returncode, last)
    return done.returncode == 0


def _key(message: Message, part: Part, job: str, given: tuple[int, ...]) -> str:
    asked = ",".join(map(str, given))
    return f"{VERSION}:{message.digest}:{part.section}:{job}:{asked}"


def _cache() -> FileCache:
    return file_cache("previews")
