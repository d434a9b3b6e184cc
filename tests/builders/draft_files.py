"""Files of drafts, added in one go."""

from __future__ import annotations

from mailbox.compose import files
from mailbox.models import Draft, DraftFile


def add_file(draft: Draft, filename: str, content_type: str, data: bytes) -> DraftFile:
    """Add a file whose bytes are at hand."""
    return files.add_file(
        draft, files.file_facts(filename, content_type, len(data)), [data]
    )
