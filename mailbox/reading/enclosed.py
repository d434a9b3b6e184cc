"""A letter that is a file of another letter: read when somebody looks at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbox.mime.addresses import NamedAddress
from mailbox.mime.bodies import choose_bodies
from mailbox.mime.parse import parse_message
from mailbox.mime.parts import Part
from mailbox.mime.summary import summarise
from mailbox.models import Message
from mailbox.reading import bodies
from mailbox.reading.conversion import TooMuchToShow
from mailbox.reading.converters import limits


@dataclass(frozen=True, slots=True)
class EnclosedLetter:
    """What is shown of it."""

    subject: str
    authors: tuple[NamedAddress, ...]
    to: tuple[NamedAddress, ...]
    sent_at: datetime | None
    text: str
    html: str
    files: tuple[str, ...]


def read_enclosed(message: Message, part: Part) -> EnclosedLetter:
    """Read an enclosed letter.

    Raises:
        TooMuchToShow: It is larger than we look at.
    """
    raw = bodies.read_part_start(message, part, limits.INPUT_BYTES + 1)
    if len(raw) > limits.INPUT_BYTES:
        raise TooMuchToShow
    summary = summarise(raw)
    shown = choose_bodies(parse_message(raw), raw)
    return EnclosedLetter(
        subject=summary.subject,
        authors=summary.from_,
        to=summary.to,
        sent_at=summary.sent_at,
        text=shown.text or "",
        html=shown.html or "",
        files=tuple(each.filename for each in summary.attachments),
    )
