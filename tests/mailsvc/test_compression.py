"""Pages are sent compressed; files are not."""

from __future__ import annotations

import pytest
import zstandard
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


@pytest.mark.parametrize(
    ("wanted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip, deflate, br", "gzip"),
        ("identity", ""),
    ],
)
def test_browsers_that_take_zstandard_get_it(wanted: str, encoding: str) -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": wanted})
    answer = HttpResponse(WORDS)

    response = CompressPages(lambda _request: answer).process_response(request, answer)

    assert response.get("Content-Encoding", "") == encoding
    assert "Accept-Encoding" in response["Vary"]
    if encoding == "zstd":
        sent = answer.content
        assert int(response["Content-Length"]) == len(sent)
        assert zstandard.ZstdDecompressor().decompressobj().decompress(sent) == WORDS


def test_the_length_of_an_answer_tells_nothing_exact() -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "zstd"})

    def sent() -> int:
        door, answer = CompressPages(HttpResponse), HttpResponse(WORDS)
        door.process_response(request, answer)
        return len(answer.content)

    assert len({sent() for _ in range(40)}) > 5
