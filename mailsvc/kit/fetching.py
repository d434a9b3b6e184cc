"""Fetch something from outside that a stranger named: the one way to do so.

Every name is looked up here, every address it has is checked, and the connection
goes to the address that was checked, so a name cannot change in between. Each
redirect begins anew. Time is one budget for the whole, bytes and redirects are
counted, and nothing is told of the person: no cookies, no referrer, no language.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as LookUpTimeout
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mailsvc.kit.errors import ServiceError
from mailsvc.kit.outside import IPNetwork, is_outside, parse_address

LONGEST_URL: Final = 4_000
PORTS: Final = frozenset({80, 443})
AGENT: Final = "Mozilla/5.0 (compatible; mailsvc)"
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_LOOK_UPS: Final = ThreadPoolExecutor(8, thread_name_prefix="look-up")

LookUp = Callable[[str, int], Iterable[str]]


class FetchRefused(ServiceError):
    """The address is none that we fetch from."""

    code = "fetch.refused"
    words = _("This address leads nowhere that we may fetch from.")


class FetchFailed(ServiceError):
    """There was no answer, or none that can be used."""

    code = "fetch.failed"
    temporary = True
    words = _("The other side did not answer as it should.")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a fetch may take altogether."""

    seconds: float = 8.0
    size_bytes: int = 8 << 20
    redirects: int = 4


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its status, its fields in lower case, its body, its last URL."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


def look_up(host: str, port: int) -> list[str]:
    """Ask the system which addresses a name has."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Fetches under one set of rules; an operator may allow networks `besides`."""

    besides: tuple[IPNetwork, ...] = ()
    look_up: LookUp = look_up

    def get(
        self,
        url: str,
        *,
        limits: Limits = Limits(),  # frozen
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Get a URL.

        Raises:
            FetchRefused: The URL, or one that it redirects to, is not outside.
            FetchFailed: No answer in time, or too much of one.
        """
        request = _Request(url, "GET", dict(headers or {}), b"")
        return self._fetch(request, limits)

    def post(
        self,
        url: str,
        body: bytes,
        *,
        limits: Limits = Limits(),  # frozen
        headers: Mapping[str, str] | None = None,
    ) -> Fetched:
        """Post to a URL; a redirect is given as the answer that it is.

        Raises:
            FetchRefused: The URL is not outside.
            FetchFailed: No answer in time, or too much of one.
        """
        request = _Request(url, "POST", dict(headers or {}), body)
        return self._once(request, _Budget(limits))

    def _fetch(self, request: _Request, limits: Limits) -> Fetched:
        budget = _Budget(limits)
        for _step in range(limits.redirects + 1):
            answer = self._once(request, budget)
            target = answer.headers.get("location", "")
            if answer.status not in REDIRECTS or not target:
                return answer
            request = _Request(_join(answer.url, target), "GET", request.headers, b"")
        raise FetchFailed(detail=f"{request.url[:200]}: too many redirects")

    def _once(self, request: _Request, budget: _Budget) -> Fetched:
        url = _check_url(request.url, any_port=bool(self.besides))
        backend = _Backend(self, budget)
        try:
            with httpcore.ConnectionPool(
                network_backend=backend, ssl_context=_ssl_context(), http2=False
            ) as pool:
                return _exchange(pool, url, request, budget)
        except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
            raise FetchFailed(detail=f"{request.url[:200]}: {error!r}") from error
        except httpcore.TimeoutException as error:
            raise FetchFailed(detail=f"{request.url[:200]}: too slow") from error

    def addresses_of(self, host: str, port: int, seconds: float) -> list[str]:
        """Give the addresses of a name, all of them outside.

        Raises:
            FetchRefused: One of them is not.
            FetchFailed: The name has none, or none was told in time.
        """
        try:
            asked = _LOOK_UPS.submit(self.look_up, host, port)
            found = list(dict.fromkeys(asked.result(timeout=seconds)))
        except (OSError, UnicodeError, LookUpTimeout) as error:
            raise FetchFailed(detail=f"{host}: {error!r}") from error
        for each in found:
            if not is_outside(parse_address(each), besides=self.besides):
                raise FetchRefused(detail=f"{host} is {each}")
        if not found:
            raise FetchFailed(detail=f"{host} has no address")
        return found


def fetcher() -> Fetcher:
    """Give the fetcher of this installation."""
    return Fetcher(besides=settings.MAILSVC_FETCH_NETWORKS)


@dataclass(frozen=True, slots=True)
class _Request:
    url: str
    method: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class _Budget:
    """What is left of the time and the bytes."""

    limits: Limits
    ends_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.ends_at = time.monotonic() + self.limits.seconds

    def left(self) -> float:
        """Give the seconds that are left.

        Raises:
            FetchFailed: None are.
        """
        seconds = self.ends_at - time.monotonic()
        if seconds <= 0:
            raise FetchFailed(detail="out of time")
        return seconds


class _Stream(httpcore.NetworkStream):
    """A connection on which no single wait outlasts the budget."""

    def __init__(self, inner: httpcore.NetworkStream, budget: _Budget) -> None:
        self._inner, self._budget = inner, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, timeout=self._budget.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, timeout=self._budget.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(
            ssl_context, server_hostname, timeout=self._budget.left()
        )
        return _Stream(inner, self._budget)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and to nothing else."""

    def __init__(self, rules: Fetcher, budget: _Budget) -> None:
        self._rules, self._budget = rules, budget
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        found = self._rules.addresses_of(host, port, self._budget.left())
        fault: Exception = FetchFailed(detail=host)
        for address in found[:3]:
            try:
                inner = self._inner.connect_tcp(
                    address, port, timeout=self._budget.left() / len(found[:3])
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
            else:
                return _Stream(inner, self._budget)
        raise fault


def _check_url(url: str, *, any_port: bool) -> httpx.URL:
    """Check that a URL is one of the web, plainly written."""
    if len(url) > LONGEST_URL:
        raise FetchRefused(detail="the URL is too long")
    try:
        read = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchRefused(detail=f"{url[:200]}: {error!r}") from error
    port = read.port or (443 if read.scheme == "https" else 80)
    if read.scheme not in ("http", "https") or not read.host or read.userinfo:
        raise FetchRefused(detail=url[:200])
    if port not in PORTS and not any_port:
        raise FetchRefused(detail=f"{url[:200]}: port {port}")
    return read


def _join(base: str, target: str) -> str:
    try:
        return str(httpx.URL(base).join(target))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchRefused(detail=f"{target[:200]}: {error!r}") from error


def _exchange(
    pool: httpcore.ConnectionPool, url: httpx.URL, request: _Request, budget: _Budget
) -> Fetched:
    headers = {
        "Host": url.netloc.decode("ascii"),
        "User-Agent": AGENT,
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
        **request.headers,
    }
    if request.method == "POST":
        headers["Content-Length"] = str(len(request.body))
    with pool.stream(
        request.method,
        str(url.copy_with(fragment=None)),
        headers=list(headers.items()),
        content=request.body or None,
    ) as response:
        fields = {
            name.decode("ascii").lower(): value.decode("latin-1")
            for name, value in response.headers
        }
        body = bytearray()
        for chunk in response.iter_stream():
            body += chunk
            budget.left()
            if len(body) > budget.limits.size_bytes:
                raise FetchFailed(detail=f"{request.url[:200]}: too large")
    return Fetched(response.status, fields, bytes(body), str(url))


@lru_cache(maxsize=1)
def _ssl_context() -> ssl.SSLContext:
    return httpx.create_ssl_context()
