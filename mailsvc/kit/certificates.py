"""A self-signed certificate, so that TLS works from the first start.

Mail servers encrypt without asking whom they talk to (RFC 7435), so for them
it is as good as another; people's mail programs will ask once. An operator
replaces both files, and the listeners take the new ones up.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from mailsvc.kit.clock import now

# Browsers and mail programs refuse server certificates that live longer.
VALID: Final = timedelta(days=825)
CLOCK_DIFFERENCE: Final = timedelta(days=1)
LONGEST_COMMON_NAME: Final = 64


def ensure_certificate(chain: Path, key: Path, hostname: str) -> bool:
    """Make a self-signed certificate unless both files are there.

    Args:
        chain: Where the PEM certificate is, or goes.
        key: Where its PEM private key is, or goes, for the owner's eyes alone.
        hostname: The name that it certifies, as A-labels.

    Returns:
        Whether it was made.

    Raises:
        FileNotFoundError: Only one of the two is there.
    """
    if chain.exists() and key.exists():
        return False
    for given, missing in ((chain, key), (key, chain)):
        if given.exists():
            raise FileNotFoundError(f"{given} is there, but {missing} is not.")
    certificate_pem, key_pem = make_certificate(hostname)
    _write(key, key_pem, 0o600)
    _write(chain, certificate_pem, 0o644)
    return True


def make_certificate(hostname: str) -> tuple[bytes, bytes]:
    """Make a self-signed EC P-256 certificate for a host name.

    Returns:
        The certificate and the private key, each as PEM.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, hostname[:LONGEST_COMMON_NAME])]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - CLOCK_DIFFERENCE)
        .not_valid_after(now() + VALID)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(hostname)]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .sign(key, hashes.SHA256())
    )
    key_pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return certificate.public_bytes(serialization.Encoding.PEM), key_pem


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write a file whole or not at all, with its mode from the first byte."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(f"{path.name}.half")
    half.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with os.fdopen(os.open(half, flags, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
