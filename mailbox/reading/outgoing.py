"""HTML to the plain text that is quoted in an answer."""

from __future__ import annotations

from mailbox.mime.html_text import html_text


def html_to_text(html: str) -> str:
    """Give the words of HTML, a line for each block."""
    return html_text(html)
