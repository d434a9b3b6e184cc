"""The words and pictures of a .docx, as HTML that is cleaned before it is shown."""

from __future__ import annotations

import base64
from typing import Any, BinaryIO

import mammoth

from mailbox.reading.converters import limits
from mailbox.reading.converters.errors import CannotConvert, TooMuch
from mailbox.reading.converters.zipped_office import open_office, refuse_doctypes


def convert_document(source: BinaryIO) -> str:
    """Turn a document into HTML.

    Raises:
        TooMuch: It unfolds to too much.
        CannotConvert: It is none, or cannot be read.
    """
    refuse_doctypes(open_office(source))
    source.seek(0)
    try:
        made = mammoth.convert_to_html(
            source, convert_image=mammoth.images.img_element(_Pictures())
        )
    except Exception as error:  # mammoth raises whatever its parts raise
        raise CannotConvert from error
    if len(made.value) > limits.OFFICE_CHARACTERS + limits.OFFICE_PICTURE_BYTES * 2:
        raise TooMuch
    return str(made.value)


class _Pictures:
    """Puts pictures into the page, as long as there is room."""

    def __init__(self) -> None:
        self.left = limits.OFFICE_PICTURE_BYTES

    def __call__(self, picture: Any) -> dict[str, str]:
        with picture.open() as data:
            content = data.read(self.left + 1)
        if len(content) > self.left:
            return {"alt": picture.alt_text or "…"}
        self.left -= len(content)
        packed = base64.b64encode(content).decode("ascii")
        return {"src": f"data:{picture.content_type};base64,{packed}"}
