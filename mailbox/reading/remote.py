"""How many remote pictures a letter holds, for the line that says so."""

from __future__ import annotations

from mailbox.reading.sanitise import remote_image_tags


def count_remote_images(html: str) -> int:
    """Count the pictures that are held back; a look at the tags, no parsing."""
    return len(remote_image_tags(html))
