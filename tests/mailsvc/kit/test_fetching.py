"""Fetching from outside: nobody leads us inside, keeps us waiting or floods us."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from ipaddress import ip_network

import pytest

from mailsvc.kit.fetching import (
    Fetcher,
    FetchFailed,
    FetchRefused,
    Limits,
    fetcher,
)
from tests.fakes.web_host import WebHost, running_web_host

LOOPBACK = ip_network("127.0.0.0/8")
QUICK = Limits(seconds=1, size_bytes=10_000, redirects=2)


@pytest.fixture
def host() -> Iterator[WebHost]:
    with running_web_host() as host:
        yield host


@pytest.fixture
def allowing() -> Fetcher:
    """A fetcher that may reach this machine, as only these tests may."""
    return Fetcher(besides=(LOOPBACK,))


def read_as_address(host: str, _port: int) -> list[str]:
    """Look up as the system does, which knows short and hexadecimal addresses."""
    try:
        return [socket.inet_ntoa(socket.inet_aton(host))]
    except OSError:
        return [{"localhost": "127.0.0.1"}.get(host, host)]


def test_a_page_is_fetched_without_a_word_about_the_person(
    host: WebHost, allowing: Fetcher
) -> None:
    url = host.has("/a.png?x=1", b"picture")

    answer = allowing.get(f"{url}#part")

    assert (answer.status, answer.body) == (200, b"picture")
    assert answer.headers["content-type"] == "image/png"
    (asked,) = host.asked
    assert asked.path == "/a.png?x=1"
    assert not {"Cookie", "Referer", "Accept-Language", "Origin"} & set(asked.headers)


def test_this_machine_is_refused_unless_it_is_allowed(host: WebHost) -> None:
    url = host.has("/", b"secret")

    with pytest.raises(FetchRefused):
        Fetcher().get(url)
    with pytest.raises(FetchRefused):
        fetcher().get(url)
    assert host.asked == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.1/",
        "http://0x7f000001/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:a9fe:a9fe]/latest/meta-data/",
        "http://[64:ff9b::a00:1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://100.64.0.1/",
        "http://localhost/",
        "http://0/",
        "http://user:word@93.184.216.34/",
        "http://93.184.216.34:22/",
        "http://93.184.216.34:6379/",
        "file:///etc/passwd",
        "ftp://93.184.216.34/x",
        "gopher://93.184.216.34/",
        "//93.184.216.34/",
        "http:///x",
        "http://",
        "",
        "http://a\x00b/",
        "http://" + "a" * 5_000,
    ],
)
def test_no_form_of_an_inside_address_is_fetched(url: str) -> None:
    with pytest.raises(FetchRefused):
        Fetcher(look_up=read_as_address).get(url, limits=QUICK)


def test_a_name_with_one_inside_address_is_refused(host: WebHost) -> None:
    rules = Fetcher(look_up=lambda _host, _port: ["93.184.216.34", "10.0.0.1"])

    with pytest.raises(FetchRefused):
        rules.get("http://two-faced.test/")


def test_the_address_that_was_checked_is_the_one_that_is_asked(host: WebHost) -> None:
    """A name that leads outside at first and inside later is looked up only once."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    rules = Fetcher(besides=(LOOPBACK,), look_up=lambda _h, _p: next(answers))
    host.has("/", b"outside")

    answer = rules.get(host.url("/", host="rebinding.test"))

    assert answer.body == b"outside"
    assert host.asked[0].headers["Host"] == f"rebinding.test:{host.port}"


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/", "http://[::1]/", "file:///etc/passwd", "//10.0.0.1/"]
)
def test_a_redirect_inside_is_refused(
    host: WebHost, allowing: Fetcher, target: str
) -> None:
    url = host.redirects("/go", target)

    with pytest.raises(FetchRefused):
        allowing.get(url)


def test_a_redirect_outside_is_followed_a_few_times(
    host: WebHost, allowing: Fetcher
) -> None:
    host.has("/there", b"here")
    host.redirects("/second", "/there")

    answer = allowing.get(host.redirects("/first", "/second"), limits=QUICK)
    assert answer.body == b"here"
    assert answer.url == host.url("/there")

    with pytest.raises(FetchFailed):
        allowing.get(host.redirects("/round", "/round"), limits=QUICK)


def test_too_large_an_answer_is_cut_off(host: WebHost, allowing: Fetcher) -> None:
    url = host.has("/big", b"x" * 20_000)

    with pytest.raises(FetchFailed):
        allowing.get(url, limits=QUICK)


def test_a_host_that_drips_is_left_after_the_time_for_the_whole(
    host: WebHost, allowing: Fetcher
) -> None:
    start = time.monotonic()

    with pytest.raises(FetchFailed):
        allowing.get(host.drips("/slow", 5), limits=QUICK)

    assert time.monotonic() - start < 3


def test_a_slow_look_up_is_not_waited_for(allowing: Fetcher) -> None:
    def slow(_host: str, _port: int) -> list[str]:
        time.sleep(1.5)
        return []

    with pytest.raises(FetchFailed):
        Fetcher(look_up=slow).get("http://slow.test/", limits=Limits(seconds=0.2))


def test_nobody_there_is_a_failure_that_may_pass(allowing: Fetcher) -> None:
    with pytest.raises(FetchFailed) as raised:
        allowing.get("http://127.0.0.1:1/", limits=QUICK)

    assert raised.value.temporary


def test_a_post_brings_its_body_and_follows_nobody(
    host: WebHost, allowing: Fetcher
) -> None:
    host.has("/there", b"here")

    answer = allowing.post(
        host.redirects("/leave", "/there"),
        b"List-Unsubscribe=One-Click",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )

    assert answer.status == 302
    (asked,) = host.asked
    assert (asked.method, asked.body) == ("POST", b"List-Unsubscribe=One-Click")
