"""With which headers a file of a letter is served.

A few kinds may be shown in the page; all others are downloads. None is sniffed,
none may run, whatever it calls itself.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

SHOWN_INLINE: Final = frozenset(
    {
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/webp",
        "image/bmp",
        "image/avif",
        "application/pdf",
        "audio/mpeg",
        "audio/mp4",
        "audio/aac",
        "audio/ogg",
        "audio/wav",
        "audio/webm",
        "audio/flac",
        "video/mp4",
        "video/ogg",
        "video/webm",
    }
)
ANYTHING: Final = "application/octet-stream"
POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
)


def attachment_headers(
    content_type: str, filename: str, *, inline: bool = False
) -> dict[str, str]:
    """Give the headers for a file (RFC 6266, RFC 8187)."""
    may_show = inline and content_type in SHOWN_INLINE
    kind = "inline" if may_show else "attachment"
    return {
        "Content-Type": content_type if _is_plain_type(content_type) else ANYTHING,
        "Content-Disposition": f"{kind}; {_filename(filename or 'file')}",
        "Content-Security-Policy": POLICY,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def _is_plain_type(content_type: str) -> bool:
    """Tell whether a type can be named to a browser; markup never is."""
    kind, slash, subtype = content_type.partition("/")
    words = f"{kind}{subtype}".replace("-", "").replace(".", "").replace("+", "")
    is_markup = any(word in subtype for word in ("html", "xml", "script", "svg"))
    return bool(slash) and words.isascii() and words.isalnum() and not is_markup


def _filename(filename: str) -> str:
    plain = "".join(
        each if each.isascii() and each.isprintable() and each not in '"\\%' else "_"
        for each in filename
    )
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"
