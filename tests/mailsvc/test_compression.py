"""Pages are sent compressed; files are not."""

from __future__ import annotations

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from mailsvc.kit.compression import CompressPages

WORDS = b"<p>Berth for the second kiln.</p>" * 40


@pytest.mark.parametrize(
    ("answer", "encoding"),
    [
        (HttpResponse(WORDS), "gzip"),
        (HttpResponse(WORDS, content_type="application/zip"), ""),
        (StreamingHttpResponse([WORDS], content_type="text/html"), ""),
    ],
)
def test_only_whole_pages_are_compressed(
    answer: HttpResponseBase, encoding: str
) -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})
    door = CompressPages(lambda _request: answer)

    response = door.process_response(request, answer)

    assert response.get("Content-Encoding", "") == encoding
