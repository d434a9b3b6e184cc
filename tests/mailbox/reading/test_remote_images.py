"""Remote pictures: fetched by us, bound to one message, kept, and pictures only."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from ipaddress import ip_network

import pytest
from PIL import Image

from mailbox.models import Message
from mailbox.reading import remote_images
from mailbox.reading.picture_kinds import kind_of_picture
from mailbox.reading.remote_images import (
    ImageUnavailable,
    fetch_picture,
    find_picture,
    make_token,
    read_token,
)
from mailsvc.kit.errors import NotFound
from mailsvc.kit.fetching import Fetcher
from mailsvc.kit.file_cache import FileCache
from tests.fakes.web_host import WebHost, running_web_host

LETTER = Message(pk=7, mailbox_id=1)
ALLOWING = Fetcher(besides=(ip_network("127.0.0.0/8"),))


def picture(kind: str = "PNG", size: tuple[int, int] = (3, 2)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind)
    return out.getvalue()


@pytest.fixture
def host() -> Iterator[WebHost]:
    with running_web_host() as host:
        yield host


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    cache = FileCache(tmp_path_factory.mktemp("images"))
    before = remote_images._cache
    remote_images._cache = lambda: cache
    yield
    remote_images._cache = before


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
def test_a_picture_is_fetched_once_and_kept(host: WebHost, kind: str) -> None:
    url = host.has("/a", picture(kind), content_type="text/html")

    fetched = fetch_picture(url, ALLOWING)

    assert fetched.content_type == f"image/{kind.lower()}"
    assert find_picture(url) == fetched
    assert len(host.asked) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.4",
        b"",
        b"\x89PNG\r\n\x1a\n",
        picture()[:40],
        b"GIF89a",
    ],
)
def test_what_is_no_picture_is_not_given(host: WebHost, body: bytes) -> None:
    url = host.has("/a", body, content_type="image/png")

    with pytest.raises(ImageUnavailable):
        fetch_picture(url, ALLOWING)

    assert kind_of_picture(body) is None


def test_a_picture_of_too_many_pixels_is_not_given(host: WebHost) -> None:
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")

    assert kind_of_picture(out.getvalue()) is None


def test_an_error_of_the_other_side_is_no_picture(host: WebHost) -> None:
    url = host.has("/a", picture(), status=404)

    with pytest.raises(ImageUnavailable):
        fetch_picture(url, ALLOWING)


def test_what_failed_is_not_asked_for_again_at_once(host: WebHost) -> None:
    url = host.url("/missing")
    with pytest.raises(ImageUnavailable):
        fetch_picture(url, ALLOWING)

    with pytest.raises(ImageUnavailable):
        find_picture(url)


def test_an_inside_address_gives_no_picture(host: WebHost) -> None:
    url = host.has("/a", picture())

    with pytest.raises(ImageUnavailable):
        fetch_picture(url, Fetcher())

    assert host.asked == []


def test_a_token_is_good_for_its_message_only() -> None:
    url = "https://a.test/图片.png?b=c&d"
    token = make_token(LETTER, url)

    assert read_token(LETTER, token) == url
    for other in (Message(pk=8, mailbox_id=1), Message(pk=7, mailbox_id=2)):
        with pytest.raises(NotFound):
            read_token(other, token)


@pytest.mark.parametrize(
    "token", ["", ".", "x", "x.y", "é.é", "0" * 32 + ".aHR0cHM6Ly9hLnRlc3Q"]
)
def test_a_made_up_token_is_not_found(token: str) -> None:
    with pytest.raises(NotFound):
        read_token(LETTER, token)
