"""What is known of a message that the whole reading cannot cope with.

Our parser never raises, and the database takes whatever it gives: so it is
promised. Should a message break either promise, its owner gets it all the same,
first by its header alone, at last by its size alone, with the whole of it as a
file to download.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mailbox.mime.headers import scan_header
from mailbox.mime.limits import HEADER_BYTES
from mailbox.mime.parts import Part
from mailbox.mime.summary import AttachmentFact, Summary, summarise

Reading = Callable[[bytes], Summary]

UNREADABLE: Final = "unreadable"
FILENAME: Final = "message.eml"


def summarise_header(raw: bytes) -> Summary:
    """Read the header, and take the rest as one file."""
    size = scan_header(raw[:HEADER_BYTES]).size_bytes
    known = summarise(raw[:size])
    unread = summarise_nothing(raw)
    return replace(
        known,
        preview="",
        text="",
        text_section="",
        html_section="",
        attachments=unread.attachments,
        structure=unread.structure,
        defects=unread.defects,
    )


def summarise_nothing(raw: bytes) -> Summary:
    """Take the whole message as one file, and look at none of it."""
    whole = Part(
        content_type="application/octet-stream", filename=FILENAME, end=len(raw)
    )
    file = AttachmentFact(
        section=whole.section,
        filename=FILENAME,
        content_type=whole.content_type,
        size_bytes=len(raw),
        is_inline=False,
        content_id="",
    )
    return Summary(structure=whole, attachments=(file,), defects=(UNREADABLE,))


READINGS: Final[tuple[Reading, ...]] = (summarise, summarise_header, summarise_nothing)
"""From the best to the barest."""
