"""Kinds of files as people name them, and the endings that tell them.

A file's kind is what its name says: the index holds names, and a name is what
its reader sees.
"""

from __future__ import annotations

from typing import Final

from mailbox.search.tokens import fold

ENDINGS: Final = {
    "pdf": "pdf",
    "image": "jpg jpeg png gif webp heic heif bmp tif tiff svg",
    "document": "doc docx odt rtf pages txt md wps",
    "sheet": "xls xlsx ods csv numbers et",
    "slides": "ppt pptx odp key dps",
    "archive": "zip rar 7z tar gz tgz bz2 xz",
    "audio": "mp3 m4a wav ogg flac aac amr",
    "video": "mp4 mov avi mkv webm wmv m4v",
    "calendar": "ics",
}
_NAMES_TEXT: Final = {
    "pdf": "pdf",
    "image": "image images picture pictures photo photos 图片 照片",
    "document": "document documents doc docs word 文档",
    "sheet": "sheet sheets spreadsheet spreadsheets excel 表格",
    "slides": "slides slide presentation presentations 演示 幻灯片",
    "archive": "archive archives zip 压缩包 压缩文件",
    "audio": "audio music 音频 录音",
    "video": "video videos 视频",
    "calendar": "calendar invitation 日历 日程",
}
KINDS: Final = {
    name: kind for kind, names in _NAMES_TEXT.items() for name in names.split()
}
_BY_ENDING: Final = {
    ending: kind for kind, endings in ENDINGS.items() for ending in endings.split()
}


def find_kind(word: str) -> str | None:
    """Find a kind of file by what people call it; None if it is none."""
    return KINDS.get(fold(word))


def kind_of_file(filename: str) -> str:
    """Tell a file's kind, a key of `ENDINGS`, by its name; "" if it is another."""
    ending = filename.rpartition(".")[2].strip()
    return _BY_ENDING.get(ending.lower(), "")
