"""A picture made small, upright and plain: only pixels leave this process."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO, Final

from PIL import Image, ImageOps, UnidentifiedImageError

from mailbox.reading.converters import limits
from mailbox.reading.converters.errors import CannotConvert, TooMuch
from mailbox.reading.converters.values import Converted

FORMATS: Final = ("PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "TIFF", "ICO")
QUALITY: Final = 85


def convert_picture(source: BinaryIO, longest: int) -> Converted:
    """Scale a picture so that it fits a square; its first frame, without metadata.

    Raises:
        TooMuch: It has more pixels than we decode.
        CannotConvert: It is no picture, or a broken one.
    """
    Image.MAX_IMAGE_PIXELS = limits.PIXELS
    try:
        with Image.open(source, formats=FORMATS) as picture:
            if picture.width * picture.height > limits.PIXELS:
                raise TooMuch
            picture.draft("RGB", (longest, longest))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((longest, longest))
            return encode(upright)
    except Image.DecompressionBombError as error:
        raise TooMuch from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise CannotConvert from error


def encode(picture: Image.Image) -> Converted:
    """Write a picture as WebP, with transparency where it has some."""
    has_alpha = "A" in picture.getbands() or "transparency" in picture.info
    out = BytesIO()
    picture.convert("RGBA" if has_alpha else "RGB").save(out, "WEBP", quality=QUALITY)
    return Converted("image/webp", out.getvalue())
