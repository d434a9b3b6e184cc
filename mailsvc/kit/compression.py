"""Send pages compressed: a list of letters takes a sixth of its size.

Pages only: files of letters come as streams, mostly compressed already, and static
files are compressed once, when they are collected. Django's middleware adds some
random bytes and masks form tokens anew each time, against BREACH, which tells
secrets by the length of what was compressed with them.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class CompressPages(GZipMiddleware):
    """Compress HTML where the browser takes it so."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress a page; give anything else as it is."""
        is_page = response.get("Content-Type", "").startswith("text/html")
        if response.streaming or not is_page:
            return response
        return super().process_response(request, response)
