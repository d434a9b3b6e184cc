"""Are the addresses that we are to listen on free? Asked before anything starts.

Every address is really bound for a moment, all at the same time and without
sharing, so a port that another service, or another setting of ours, has taken
is told by name together with one that is free.
"""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import Final

from mailsvc.env import Endpoint
from mailsvc.supervision.errors import AddressRefused

NEIGHBOURS_TRIED: Final = 50
HIGHEST_PORT: Final = 65535


def check_addresses(endpoints: Mapping[str, Endpoint]) -> None:
    """Check that each address can be listened on.

    Args:
        endpoints: Where to listen, by the name of the setting that says so.

    Raises:
        AddressRefused: One cannot; the message names the setting and a cure.
    """
    with ExitStack() as held:
        for setting, endpoint in endpoints.items():
            try:
                held.enter_context(_bound(endpoint))
            except OSError as error:
                raise AddressRefused(_words(setting, endpoint, error)) from error


def find_free_neighbour(endpoint: Endpoint) -> Endpoint | None:
    """Find a free port a little above this one."""
    last = min(endpoint.port + NEIGHBOURS_TRIED, HIGHEST_PORT)
    for port in range(endpoint.port + 1, last + 1):
        neighbour = replace(endpoint, port=port)
        try:
            _bound(neighbour).close()
        except OSError:
            continue
        return neighbour
    return None


def _bound(endpoint: Endpoint) -> socket.socket:
    family, kind, protocol, _name, address = socket.getaddrinfo(
        endpoint.host, endpoint.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    sock = socket.socket(family, kind, protocol)
    try:
        # A port whose last connections are only fading away is free.
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(1)
    except OSError:
        sock.close()
        raise
    return sock


def _words(setting: str, endpoint: Endpoint, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return _taken_words(setting, endpoint)
    if error.errno == errno.EACCES:
        return (
            f"{setting} is {endpoint}: ports below 1024 need root or the capability "
            f"CAP_NET_BIND_SERVICE. Choose a higher one, such as "
            f"{setting}={replace(endpoint, port=endpoint.port + 8000)}."
        )
    return (
        f"{setting} is {endpoint}, and this machine cannot listen there "
        f"({error.strerror or error}). Use 127.0.0.1, 0.0.0.0 or an address it has."
    )


def _taken_words(setting: str, endpoint: Endpoint) -> str:
    words = f"Port {endpoint.port} is taken, which {setting} ({endpoint}) asks for."
    neighbour = find_free_neighbour(endpoint)
    if neighbour is None:
        return f"{words} Choose another by setting {setting}."
    return f"{words} Choose another, such as: {setting}={neighbour} make run"
