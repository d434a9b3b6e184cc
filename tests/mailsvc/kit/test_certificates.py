"""TLS works from the first start, and what an operator put there stays."""

from __future__ import annotations

import socket
import ssl
import threading
from pathlib import Path

import pytest

from mailsvc.kit.certificates import ensure_certificate


def test_a_client_that_trusts_the_certificate_reaches_the_name(tmp_path: Path) -> None:
    chain, key = tmp_path / "tls" / "chain.pem", tmp_path / "tls" / "key.pem"

    assert ensure_certificate(chain, key, "mail.example.test")

    ours, theirs = socket.socketpair()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain, key)
    answer = threading.Thread(
        target=lambda: server.wrap_socket(ours, server_side=True).close()
    )
    answer.start()
    trusting = ssl.create_default_context(cafile=str(chain))
    with trusting.wrap_socket(theirs, server_hostname="mail.example.test") as client:
        assert client.version() == "TLSv1.3"
    answer.join()


def test_the_key_is_private(tmp_path: Path) -> None:
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"

    ensure_certificate(chain, key, "mail.example.test")

    assert key.stat().st_mode & 0o777 == 0o600


def test_a_name_longer_than_a_common_name_can_be_is_certified(tmp_path: Path) -> None:
    name = ".".join(["a" * 60] * 3) + ".test"

    assert ensure_certificate(tmp_path / "chain.pem", tmp_path / "key.pem", name)


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_text("an operator's chain")
    key.write_text("an operator's key")

    assert not ensure_certificate(chain, key, "mail.example.test")
    assert chain.read_text() == "an operator's chain"


def test_half_a_pair_is_told_and_not_overwritten(tmp_path: Path) -> None:
    chain, key = tmp_path / "chain.pem", tmp_path / "key.pem"
    chain.write_text("an operator's chain")

    with pytest.raises(FileNotFoundError, match=r"key\.pem is not"):
        ensure_certificate(chain, key, "mail.example.test")
    assert chain.read_text() == "an operator's chain"
