"""Letters for journeys: brought in at once, as an archive, with dates of their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from tests.service import Service


def letter(
    subject: str, text: str = "A letter.", *, at: datetime, to: str, answers: str = ""
) -> bytes:
    """Write a letter from a friend; `answers` is the subject of the one it answers."""
    message = EmailMessage()
    message["From"] = "Wen Jing <wen@remote.test>"
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = _message_id(subject, to)
    if answers and subject.startswith("Re: "):
        message["In-Reply-To"] = _message_id(answers, to)
    message.set_content(text)
    return message.as_bytes()


def bring_in(
    service: Service,
    folder: Path,
    to: str,
    subjects: Sequence[str],
    text: str = "Hi.",
    *,
    answering: str = "",
) -> None:
    """Put letters into somebody's Inbox, the first subject newest.

    Those that begin with "Re:" answer the letter `answering`.
    """
    now = datetime.now(UTC).replace(microsecond=0)
    path = folder / "Inbox.mbox"
    with path.open("wb") as file:
        for number, subject in enumerate(subjects):
            at = now - timedelta(minutes=10 * (number + 1))
            file.write(f"From wen@remote.test {at:%a %b %d %H:%M:%S %Y}\n".encode())
            file.write(letter(subject, text, at=at, to=to, answers=answering))
            file.write(b"\n")
    service.manage("import_mail", to, str(path))


def bring_in_letters(
    service: Service, folder: Path, to: str, letters: Sequence[bytes]
) -> None:
    """Put whole letters, read already, into somebody's Inbox, the last one newest."""
    now = datetime.now(UTC).replace(microsecond=0)
    path = folder / "Inbox.mbox"
    with path.open("wb") as file:
        for number, each in enumerate(letters):
            at = now - timedelta(minutes=len(letters) - number)
            file.write(f"From wen@remote.test {at:%a %b %d %H:%M:%S %Y}\n".encode())
            file.write(b"Status: RO\n" + each.replace(b"\nFrom ", b"\n>From ") + b"\n")
    service.manage("import_mail", to, str(path))


def _message_id(subject: str, to: str) -> str:
    return f"<{abs(hash((subject, to)))}@remote.test>"
