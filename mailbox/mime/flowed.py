"""Text that its sender's program wrapped, put back into paragraphs.

A line that ends in a space goes on in the next one; a line that would begin with
a space, `>` or "From " was stuffed with one. RFC 3676.
"""

from __future__ import annotations

from typing import Final

_SIGNATURE: Final = "-- "


def is_flowed(params: dict[str, str]) -> bool:
    """Tell whether a text part's parameters say `format=flowed`."""
    return params.get("format", "").lower() == "flowed"


def unflow(text: str, *, delete_space: bool = False) -> str:
    """Join the lines that flow; quoted ones keep one `>` for each level.

    Args:
        text: A text/plain body with `format=flowed`, decoded.
        delete_space: `delsp=yes`: the space that says "goes on" is no space of
            the text, as between Chinese characters (RFC 3676 §4.2).
    """
    written: list[str] = []
    paragraph = ""
    level = 0
    for line in text.replace("\r\n", "\n").split("\n"):
        depth, body = _take_depth(line)
        if paragraph and (depth != level or body == _SIGNATURE):
            written.append(_quoted(level, paragraph))
            paragraph = ""
        level = depth
        if body.endswith(" ") and body != _SIGNATURE:
            paragraph += body[:-1] if delete_space else body
            continue
        written.append(_quoted(level, paragraph + body))
        paragraph = ""
    if paragraph:
        written.append(_quoted(level, paragraph))
    return "\n".join(written)


def _take_depth(line: str) -> tuple[int, str]:
    """Take off the quote marks, then the one space that stuffing put there."""
    body = line.lstrip(">")
    return len(line) - len(body), body.removeprefix(" ")


def _quoted(level: int, text: str) -> str:
    return f"{'>' * level} {text}" if level else text
