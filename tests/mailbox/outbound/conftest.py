"""Remote hosts on loopback, and the routes that lead to them."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from mailbox.outbound.next_hops import Hop, Tls
from tests.fakes.certificates import server_context, write_certificate
from tests.fakes.smtp_peer import PolitePeer, ScriptedPeer

Peer = PolitePeer | ScriptedPeer
Route = Callable[..., None]


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


@pytest.fixture
def route(settings: Settings, stack: ExitStack) -> Route:
    """Start a host and route a domain to it."""
    settings.MAILSVC_ROUTES = {}

    def start(domain: str, peer: Peer, tls: Tls = Tls.MAY) -> None:
        stack.enter_context(peer)
        settings.MAILSVC_ROUTES[domain] = Hop("127.0.0.1", peer.port, tls=tls)

    return start


@pytest.fixture
def remote(route: Route) -> PolitePeer:
    """The host of remote.test, which takes everything."""
    peer = PolitePeer()
    route("remote.test", peer)
    return peer


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="session")
def tls(certificate: Path) -> ssl.SSLContext:
    """Give the TLS of a host."""
    return server_context(certificate)
