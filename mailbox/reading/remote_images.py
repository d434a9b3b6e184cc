"""Remote pictures, fetched for the reader: the sender sees us, never the person.

A picture's URL travels in a token that is signed for one message of one mailbox, so
this is no door for fetching whatever one likes. What was fetched is kept by its URL
and shared; what failed is not asked for again for a while.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from mailbox.models import Message
from mailbox.reading.picture_kinds import kind_of_picture
from mailsvc.kit.errors import NotFound, ServiceError
from mailsvc.kit.fetching import Fetcher, FetchFailed, FetchRefused, Limits
from mailsvc.kit.file_cache import FileCache, file_cache

LIMITS: Final = Limits(seconds=8, size_bytes=8 << 20, redirects=4)
FAILURE_SECONDS: Final = 600
OK: Final = 200
SALT: Final = "mailbox.reading.remote_images"
SIGNATURE_LENGTH: Final = 32


class ImageUnavailable(ServiceError):
    """The picture cannot be had, or is none."""

    code = "reading.image_unavailable"
    words = _("This picture could not be fetched.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it came, and what it is."""

    content_type: str
    data: bytes


def make_token(message: Message, url: str) -> str:
    """Make the token by which a message's reader may have one picture."""
    packed = base64.urlsafe_b64encode(url.encode("utf-8", "surrogatepass"))
    return f"{_sign(message, url)}.{packed.decode().rstrip('=')}"


def read_token(message: Message, token: str) -> str:
    """Give the URL in a token.

    Raises:
        NotFound: The token is not one of this message.
    """
    signature, _dot, packed = token.partition(".")
    try:
        padded = packed + "=" * (-len(packed) % 4)
        url = base64.urlsafe_b64decode(padded).decode("utf-8", "surrogatepass")
    except (binascii.Error, ValueError) as error:
        raise NotFound(detail="not a token") from error
    if not constant_time_compare(signature, _sign(message, url)):
        raise NotFound(detail="a token of another message")
    return url


def find_picture(url: str) -> Picture | None:
    """Find a picture that was fetched before.

    Raises:
        ImageUnavailable: It was asked for a moment ago, and could not be had.
    """
    kept = _cache().find(url)
    if kept is None:
        return None
    head, _line, data = kept.data.partition(b"\n")
    if head:
        return Picture(head.decode("ascii"), data)
    if kept.age_seconds < FAILURE_SECONDS:
        raise ImageUnavailable(detail=url[:200])
    return None


def fetch_picture(url: str, fetcher: Fetcher) -> Picture:
    """Fetch a picture and keep it; what is no picture is not kept.

    Raises:
        ImageUnavailable: It cannot be had, or is none that we show.
    """
    try:
        answer = fetcher.get(url, limits=LIMITS, headers={"Accept": "image/*"})
    except (FetchRefused, FetchFailed) as error:
        _cache().put(url, b"\n")
        raise ImageUnavailable(detail=error.detail) from error
    kind = kind_of_picture(answer.body) if answer.status == OK else None
    if kind is None:
        _cache().put(url, b"\n")
        raise ImageUnavailable(detail=f"{url[:200]}: {answer.status}, no picture")
    _cache().put(url, kind.encode("ascii") + b"\n" + answer.body)
    return Picture(kind, answer.body)


def _sign(message: Message, url: str) -> str:
    bound = f"{message.mailbox_id}:{message.pk}:{url}"
    made = salted_hmac(SALT, bound.encode("utf-8", "surrogatepass"), algorithm="sha256")
    return made.hexdigest()[:SIGNATURE_LENGTH]


def _cache() -> FileCache:
    return file_cache("images")
