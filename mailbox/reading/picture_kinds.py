"""Which kind of picture some bytes are, whatever they are called.

Only raster formats that every browser shows; SVG is a program, not a picture. The
head is read and checked, the picture itself is not decoded here.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Final

MOST_PIXELS: Final = 40_000_000
KINDS: Final = {
    "PNG": "image/png",
    "JPEG": "image/jpeg",
    "GIF": "image/gif",
    "WEBP": "image/webp",
    "AVIF": "image/avif",
    "BMP": "image/bmp",
    "ICO": "image/x-icon",
}


def kind_of_picture(data: bytes) -> str | None:
    """Give the content type of a picture; None if it is none that is shown."""
    # Pillow takes 60 ms to import, and most processes never need it.
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=tuple(KINDS)) as picture:
                width, height = picture.size
                kind = KINDS.get(picture.format or "")
                picture.verify()
    except Exception:  # decoders raise all kinds of errors
        return None
    return kind if 0 < width * height <= MOST_PIXELS else None
