"""What all tests stand on: no network, a Redis where one is asked for.

On PostgreSQL only the tests that touch the database run: the rest cannot tell
the difference.
"""

from __future__ import annotations

import ipaddress
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import redis as redis_client
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from mailsvc.kit.redis import socket_path
from mailsvc.supervision.child import Child
from mailsvc.supervision.redis_server import plan_redis
from tests.waiting import wait_until

DATABASE_FIXTURES: Final = {"db", "transactional_db", "django_db_setup", "live_server"}
LOCAL_NAMES: Final = {None, "", "localhost", b"localhost"}

hypothesis_settings.register_profile(
    "mailsvc",
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.load_profile("mailsvc")


class NetworkIsOff(RuntimeError):
    """A test asked for something outside this machine."""


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """Refuse lookups of names, and talk to addresses, that are not ours."""
    if event == "socket.getaddrinfo":
        name = arguments[0]
        allowed = name in LOCAL_NAMES or _address(name) is not None
        target = name
    elif event in {"socket.connect", "socket.sendto"}:
        target = arguments[1]
        allowed = not isinstance(target, tuple) or _is_local(target[0])
    else:
        return
    if not allowed:
        raise NetworkIsOff(f"{event} {target!r}")


def _is_local(host: object) -> bool:
    address = _address(host)
    if address is None:
        return host in LOCAL_NAMES
    return address.is_loopback or address.is_unspecified


def _address(host: object) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None


sys.addaudithook(_refuse_network)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """On PostgreSQL, leave out what does not touch the database."""
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        return
    left_out = [item for item in items if not _touches_database(item)]
    items[:] = [item for item in items if _touches_database(item)]
    config.hook.pytest_deselected(items=left_out)


def _touches_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("django_db") or item.get_closest_marker("service"):
        return True
    return bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Path]:
    """Run the Redis that the settings name; give its socket."""
    data = Path(settings.MAILSVC_DATA)
    child = Child(plan_redis(data, socket_path(data)))
    assert wait_until(child.check_ready, seconds=10), child.hear()
    yield socket_path(data)
    child.ask_to_end()
    wait_until(lambda: child.poll() is not None, seconds=5)
    child.clear()


@pytest.fixture
def redis(redis_server: Path) -> Iterator[redis_client.Redis]:
    """Give an empty Redis, the one that the settings name."""
    client = redis_client.Redis(unix_socket_path=str(redis_server))
    client.flushall()
    yield client
    client.close()
