"""How people and files look in a list: initials, a hue, a short word.

Pure: the same address always gets the same hue, whoever looks and wherever.
"""

from __future__ import annotations

import re
from typing import Final
from zlib import crc32

from mailbox.reading.languages import HAN, HANGUL, KANA

HUES: Final = 12
_WIDE: Final = re.compile("|".join(p.pattern for p in (HAN, KANA, HANGUL)))
_WORD: Final = re.compile(r"[^\W_]+", re.UNICODE)
_FILE_HUES: Final = {
    "pdf": 0,
    "doc": 7, "docx": 7, "odt": 7, "rtf": 7, "txt": 7, "md": 7,
    "xls": 4, "xlsx": 4, "ods": 4, "csv": 4,
    "ppt": 1, "pptx": 1, "odp": 1,
    "jpg": 2, "jpeg": 2, "png": 2, "gif": 2, "webp": 2, "svg": 2, "heic": 2,
    "mp4": 9, "mov": 9, "webm": 9, "mp3": 9, "m4a": 9, "wav": 9, "ogg": 9,
    "zip": 3, "gz": 3, "7z": 3, "rar": 3, "tar": 3,
    "ics": 6, "vcf": 6, "eml": 6,
}  # fmt: skip


def hue_of(address: str) -> int:
    """Choose one of the twelve avatar hues by the address."""
    return crc32(address.strip().lower().encode()) % HUES


def initials_of(name: str, address: str = "") -> str:
    """Make one or two letters of a name: ``WJ`` of Wen Jing, ``张`` of 张伟."""
    text = name.strip() or address
    words: list[str] = _WORD.findall(text.split("@", 1)[0])
    if not words:
        return "?"
    if is_wide(words[0][0]):
        return words[0][0]
    latin = [word for word in words if not is_wide(word[0])]
    if not name.strip() or len(latin) == 1:
        return latin[0][0].upper()
    return (latin[0][0] + latin[-1][0]).upper()


def is_wide(character: str) -> bool:
    """Say whether one character of this script is enough for an avatar."""
    return not character.isascii() and bool(_WIDE.match(character))


def extension_of(filename: str) -> str:
    """Give the short word on a file's icon: ``PDF``, at most four letters."""
    _, dot, ending = filename.rpartition(".")
    return ending[:4].upper() if dot and ending.isalnum() and ending.isascii() else ""


def file_hue_of(filename: str) -> int:
    """Choose the hue of a file's icon by its kind; 11 (grey) if unknown."""
    return _FILE_HUES.get(filename.rpartition(".")[2].lower(), 11)
