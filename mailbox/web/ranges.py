"""A file served by byte ranges, as players of sound and film ask. RFC 9110 §14."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

CHUNK: Final = 1 << 18
PARTIAL: Final = 206
UNSATISFIABLE: Final = 416
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def serve_file(path: Path, wanted: str, headers: Mapping[str, str]) -> HttpResponseBase:
    """Serve a file, or the one range of it that a Range field asks for.

    Args:
        path: The file.
        wanted: The Range field; what we do not understand means the whole.
        headers: What else the answer says.
    """
    size = path.stat().st_size
    span = read_range(wanted, size)
    if span is None:
        return HttpResponse(
            status=UNSATISFIABLE, headers={"Content-Range": f"bytes */{size}"}
        )
    start, end = span
    is_whole = (start, end) == (0, size)
    response = StreamingHttpResponse(
        _chunks(path, start, end), status=200 if is_whole else PARTIAL
    )
    for name, value in headers.items():
        response[name] = value
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(end - start)
    if not is_whole:
        response["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    return response


def read_range(wanted: str, size: int) -> tuple[int, int] | None:
    """Read a range as `[start, end)`; None if it lies outside the file."""
    found = _RANGE.fullmatch(wanted.strip())
    if found is None or not (found[1] or found[2]):
        return 0, size
    if not found[1]:
        length = min(int(found[2]), size)
        return (size - length, size) if length else None
    start = int(found[1])
    end = min(int(found[2]) + 1, size) if found[2] else size
    return (start, end) if start < end else None


def _chunks(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(start)
        while start < end and (chunk := file.read(min(CHUNK, end - start))):
            start += len(chunk)
            yield chunk
