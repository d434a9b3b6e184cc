"""A port that is taken is told by name, with a free one beside it."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from mailsvc.env import Endpoint
from mailsvc.supervision.errors import AddressRefused
from mailsvc.supervision.ports import check_addresses, find_free_neighbour


@pytest.fixture
def taken() -> Iterator[Endpoint]:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as server:
        yield Endpoint("127.0.0.1", server.getsockname()[1])


def free_endpoint() -> Endpoint:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return Endpoint("127.0.0.1", server.getsockname()[1])


def test_free_addresses_pass_and_stay_free() -> None:
    endpoint = free_endpoint()

    check_addresses({"MAILSVC_HTTP": endpoint})
    check_addresses({"MAILSVC_HTTP": endpoint})


def test_a_taken_port_is_named_with_its_setting_and_a_free_one(taken: Endpoint) -> None:
    with pytest.raises(AddressRefused) as refused:
        check_addresses({"MAILSVC_HTTP": free_endpoint(), "MAILSVC_MX": taken})

    neighbour = find_free_neighbour(taken)
    assert f"Port {taken.port} is taken" in str(refused.value)
    assert f"MAILSVC_MX={neighbour} make run" in str(refused.value)


def test_two_settings_cannot_ask_for_one_port() -> None:
    endpoint = free_endpoint()

    with pytest.raises(AddressRefused, match="MAILSVC_MX"):
        check_addresses({"MAILSVC_HTTP": endpoint, "MAILSVC_MX": endpoint})


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(AddressRefused, match=r"MAILSVC_HTTP is 192\.0\.2\.1:8080"):
        check_addresses({"MAILSVC_HTTP": Endpoint("192.0.2.1", 8080)})


def test_the_highest_port_has_no_neighbour_above() -> None:
    assert find_free_neighbour(Endpoint("127.0.0.1", 65535)) is None
