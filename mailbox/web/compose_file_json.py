"""What scripts are told of a file of a letter."""

from __future__ import annotations

from django.urls import reverse

from mailbox.models import DraftFile
from mailbox.web.faces import file_hue_of


def file_json(file: DraftFile) -> dict[str, str | int]:
    """Give its number, its address, its name and the hue of its icon."""
    return {
        "file": file.pk,
        "url": reverse("mailbox:draft_file", args=[file.draft_id, file.pk]),
        "name": file.filename,
        "hue": file_hue_of(file.filename),
    }
