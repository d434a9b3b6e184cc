"""How a file is looked at, by its type and its name; its bytes have the last word.

Types are what senders write, and many write `application/octet-stream`; then the
name's ending decides. Whoever opens the file checks what it really is.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """The ways of looking at a file."""

    PICTURE = "picture"
    PDF = "pdf"
    TEXT = "text"
    TABLE = "table"
    AUDIO = "audio"
    VIDEO = "video"
    ARCHIVE = "archive"
    DOCUMENT = "document"
    SHEETS = "sheets"
    SLIDES = "slides"
    EVENTS = "events"
    CARDS = "cards"
    WINMAIL = "winmail"
    LETTER = "letter"
    NONE = "none"


OFFICE: Final = "application/vnd.openxmlformats-officedocument"
BY_TYPE: Final = {
    "application/pdf": Kind.PDF,
    "application/x-pdf": Kind.PDF,
    "text/csv": Kind.TABLE,
    "text/tab-separated-values": Kind.TABLE,
    "text/calendar": Kind.EVENTS,
    "text/vcard": Kind.CARDS,
    "text/x-vcard": Kind.CARDS,
    "text/directory": Kind.CARDS,
    "application/ics": Kind.EVENTS,
    "application/zip": Kind.ARCHIVE,
    "application/x-zip-compressed": Kind.ARCHIVE,
    f"{OFFICE}.wordprocessingml.document": Kind.DOCUMENT,
    f"{OFFICE}.spreadsheetml.sheet": Kind.SHEETS,
    f"{OFFICE}.presentationml.presentation": Kind.SLIDES,
    "application/ms-tnef": Kind.WINMAIL,
    "application/vnd.ms-tnef": Kind.WINMAIL,
    "message/rfc822": Kind.LETTER,
    "message/global": Kind.LETTER,
    "application/json": Kind.TEXT,
    "application/xml": Kind.TEXT,
    "application/javascript": Kind.TEXT,
    "image/svg+xml": Kind.TEXT,
    "message/delivery-status": Kind.TEXT,
    "text/rfc822-headers": Kind.TEXT,
}
_ENDINGS: Final = {
    Kind.PICTURE: "png jpg jpeg jpe jfif gif webp avif bmp tif tiff ico",
    Kind.PDF: "pdf",
    Kind.TABLE: "csv tsv",
    Kind.AUDIO: "mp3 m4a aac ogg oga opus wav flac",
    Kind.VIDEO: "mp4 m4v webm ogv mov",
    Kind.ARCHIVE: "zip jar epub apk",
    Kind.DOCUMENT: "docx",
    Kind.SHEETS: "xlsx",
    Kind.SLIDES: "pptx",
    Kind.EVENTS: "ics ical ifb",
    Kind.CARDS: "vcf vcard",
    Kind.LETTER: "eml",
    Kind.TEXT: (
        "txt text md markdown rst log ini cfg conf env toml yaml yml json jsonl xml "
        "html htm css js mjs ts tsx jsx py rb php pl sh bash zsh bat ps1 c h cc cpp "
        "hpp cs java kt swift go rs lua sql r tex diff patch srt vtt svg asc pem crt "
        "key properties gradle makefile dockerfile"
    ),
}
BY_ENDING: Final = {
    ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()
}
VAGUE: Final = frozenset(
    {"application/octet-stream", "application/x-download", "application/binary", ""}
)
MEDIA_TYPES: Final = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "aac": "audio/aac",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "opus": "audio/ogg",
    "wav": "audio/wav",
    "flac": "audio/flac",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "mov": "video/mp4",
}
PLAYED: Final = frozenset(MEDIA_TYPES.values()) | {"audio/webm", "audio/x-wav"}


def kind_of_file(content_type: str, filename: str) -> Kind:
    """Choose how a file is looked at."""
    ending = filename.rpartition(".")[2].lower()
    if filename.lower() == "winmail.dat":
        return Kind.WINMAIL
    by_ending = BY_ENDING.get(ending, Kind.NONE)
    if content_type in VAGUE:
        return by_ending
    if content_type in BY_TYPE:
        return BY_TYPE[content_type]
    family = content_type.partition("/")[0]
    if family in ("audio", "video"):
        is_known = media_type_of(content_type, filename) is not None
        return Kind(family) if is_known else Kind.NONE
    if family == "image":
        return Kind.PICTURE
    if family == "text":
        return by_ending if by_ending is not Kind.NONE else Kind.TEXT
    return by_ending


def media_type_of(content_type: str, filename: str) -> str | None:
    """Give the type under which a browser plays a file; None if it would not."""
    if content_type in PLAYED:
        return content_type
    return MEDIA_TYPES.get(filename.rpartition(".")[2].lower())
