"""Send pages compressed: a list of letters takes a sixth of its size.

Pages only: files of letters come as streams, mostly compressed already, and static
files are compressed once, when they are collected. Zstandard (RFC 8878) where the
browser takes it, in a tenth of the time of gzip and about its size; else gzip.
Against BREACH, which tells secrets by the length of what was compressed with them,
form tokens are masked anew each time, and each answer carries a random number of
bytes more: Django's middleware puts them into gzip, we into a frame to be skipped.
"""

from __future__ import annotations

import secrets
from typing import Final

import zstandard
from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

LEVEL: Final = 5
SMALLEST: Final = 200
"""Bytes; less is not worth it, as Django has it."""
SKIPPED_FRAME: Final = (0x184D2A50).to_bytes(4, "little")
MOST_PADDING: Final = 100


class CompressPages(GZipMiddleware):
    """Compress HTML where the browser takes it so."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress a page; give anything else as it is."""
        is_page = response.get("Content-Type", "").startswith("text/html")
        if not is_page or not isinstance(response, HttpResponse):
            return response
        if not _takes_zstd(request) or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        if len(response.content) < SMALLEST:
            return response
        response.content = zstandard.compress(response.content, LEVEL) + _padding()
        response["Content-Encoding"] = "zstd"
        response["Content-Length"] = str(len(response.content))
        return response


def _takes_zstd(request: HttpRequest) -> bool:
    """Say whether a browser asks for it; `zstd;q=0` is no wish that browsers have."""
    wanted = request.headers.get("Accept-Encoding", "").split(",")
    return "zstd" in (each.strip().lower() for each in wanted)


def _padding() -> bytes:
    """Give a frame that every reader skips (RFC 8878 §3.1.2), of random length."""
    number = secrets.randbelow(MOST_PADDING)
    return SKIPPED_FRAME + number.to_bytes(4, "little") + secrets.token_bytes(number)
