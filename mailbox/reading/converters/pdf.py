"""Pages of a PDF as pictures, for devices without a viewer of their own."""

from __future__ import annotations

from typing import BinaryIO, Final

import pypdfium2
from pypdfium2 import PdfiumError
from pypdfium2.raw import FPDF_ERR_PASSWORD

from mailbox.reading.converters import limits
from mailbox.reading.converters.errors import CannotConvert, NeedsPassword
from mailbox.reading.converters.picture import encode
from mailbox.reading.converters.values import Converted

POINTS_PER_PIXEL: Final = 2.0


def count_pages(source: BinaryIO) -> int:
    """Count the pages, up to the most that are shown.

    Raises:
        NeedsPassword: It is locked.
        CannotConvert: It is no PDF, or a broken one.
    """
    document = _open(source)
    return min(len(document), limits.PDF_PAGES)


def convert_page(source: BinaryIO, number: int, longest: int) -> Converted:
    """Draw one page, counted from 1.

    Raises:
        NeedsPassword: The document is locked.
        CannotConvert: There is no such page, or it cannot be drawn.
    """
    document = _open(source)
    if not 1 <= number <= min(len(document), limits.PDF_PAGES):
        raise CannotConvert
    try:
        page = document[number - 1]
        scale = min(POINTS_PER_PIXEL, longest / max(1.0, *page.get_size()))
        return encode(page.render(scale=scale).to_pil())
    except (PdfiumError, ValueError, OverflowError) as error:
        raise CannotConvert from error


def _open(source: BinaryIO) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(source.read())
    except PdfiumError as error:
        if getattr(error, "err_code", None) == FPDF_ERR_PASSWORD:
            raise NeedsPassword from error
        raise CannotConvert from error
