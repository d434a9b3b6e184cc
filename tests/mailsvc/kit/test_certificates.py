"""TLS works from the first start, and what an operator put there stays."""

from __future__ import annotations

import socket
import ssl
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from mailsvc.kit import clock
from mailsvc.kit.certificates import VALID, ensure_certificate
from mailsvc.kit.clock import now

NAME = "mail.example.test"


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


def make_pair(folder: Path) -> tuple[Path, Path]:
    chain, key = folder / "chain.pem", folder / "key.pem"
    assert ensure_certificate(chain, key, NAME)
    return chain, key


def test_our_certificate_is_kept_until_two_weeks_before_its_end(tmp_path: Path) -> None:
    chain, key = make_pair(tmp_path)
    made = chain.read_bytes()

    with clock.at(now() + VALID - timedelta(days=16)):
        renewed = ensure_certificate(chain, key, NAME)

    assert not renewed
    assert chain.read_bytes() == made


def test_our_certificate_is_renewed_with_the_same_key(tmp_path: Path) -> None:
    chain, key = make_pair(tmp_path)
    made, private = chain.read_bytes(), key.read_bytes()

    with clock.at(now() + VALID - timedelta(days=14)):
        renewed = ensure_certificate(chain, key, NAME)

    assert renewed
    assert chain.read_bytes() != made
    assert key.read_bytes() == private
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(chain, key)


def test_our_certificate_is_made_again_for_another_name(tmp_path: Path) -> None:
    chain, key = make_pair(tmp_path)

    assert ensure_certificate(chain, key, "mx.example.test")
    assert not ensure_certificate(chain, key, "mx.example.test")


def test_an_operators_self_signed_certificate_is_never_renewed(tmp_path: Path) -> None:
    chain, key = make_pair(tmp_path)
    builder = x509.CertificateBuilder(
        subject_name=(name := x509.Name.from_rfc4514_string("CN=mail.example.test")),
        issuer_name=name,
        public_key=(theirs := ec.generate_private_key(ec.SECP256R1())).public_key(),
        serial_number=1,
        not_valid_before=now() - timedelta(days=2),
        not_valid_after=now() - timedelta(days=1),
    )
    ended = builder.sign(theirs, hashes.SHA256()).public_bytes(Encoding.PEM)
    chain.write_bytes(ended)

    assert not ensure_certificate(chain, key, NAME)
    assert chain.read_bytes() == ended


def test_start_that_died_before_the_key_was_written_begins_again(
    tmp_path: Path,
) -> None:
    chain, key = make_pair(tmp_path)
    key.unlink()

    assert ensure_certificate(chain, key, NAME)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(chain, key)


def test_a_key_alone_is_told_and_kept(tmp_path: Path) -> None:
    chain, key = make_pair(tmp_path)
    chain.unlink()
    private = key.read_bytes()

    with pytest.raises(FileNotFoundError, match=r"chain\.pem is not"):
        ensure_certificate(chain, key, NAME)
    assert key.read_bytes() == private


def test_a_key_that_is_surely_not_ours_is_left_alone(tmp_path: Path) -> None:
    chain, key = make_pair(tmp_path)
    key.write_text("an operator's key")

    assert not ensure_certificate(chain, key, "mx.example.test")
