"""A self-signed certificate, so that TLS works from the first start.

Mail servers encrypt without asking whom they talk to (RFC 7435), so for them
it is as good as another; people's mail programs will ask once. One that we made
we also renew; an operator replaces both files, and those we never touch. The
listeners take a new one up.
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
RENEW_BEFORE: Final = timedelta(days=14)
CLOCK_DIFFERENCE: Final = timedelta(days=1)
LONGEST_COMMON_NAME: Final = 64
# The organisation in a certificate of ours; nobody else's says this.
OUR_MARK: Final = "Made by mailsvc at its first start"


def ensure_certificate(chain: Path, key: Path, hostname: str) -> bool:
    """Make a self-signed certificate unless a good one is there.

    One that we made is made again, with its key, two weeks before it ends or when
    the host name has changed. Not for two processes at once.

    Args:
        chain: Where the PEM certificate is, or goes.
        key: Where its PEM private key is, or goes, for the owner's eyes alone.
        hostname: The name that it certifies, as A-labels.

    Returns:
        Whether it was made.

    Raises:
        FileNotFoundError: Only one of the two is there, and we did not make it.
    """
    ours = find_our_certificate(chain)
    if key.exists() and not chain.exists():
        raise FileNotFoundError(f"{key} is there, but {chain} is not.")
    if chain.exists() and not key.exists() and ours is None:
        raise FileNotFoundError(f"{chain} is there, but {key} is not.")
    if key.exists():
        private_key = _find_key(key)
        if ours is None or private_key is None or not is_due(ours, hostname):
            return False
        # With the same key the two files belong together at every moment.
        _write(chain, make_certificate(hostname, private_key), 0o644)
        return True
    private_key = ec.generate_private_key(ec.SECP256R1())
    # The key comes last: alone it could be an operator's, and we would refuse it.
    _write(chain, make_certificate(hostname, private_key), 0o644)
    _write(key, _encode_key(private_key), 0o600)
    return True


def find_our_certificate(chain: Path) -> x509.Certificate | None:
    """Return the certificate if we made it, None if it is another's or none."""
    try:
        certificate = x509.load_pem_x509_certificate(chain.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    marks = certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    if [mark.value for mark in marks] != [OUR_MARK]:
        return None
    return certificate


def is_due(certificate: x509.Certificate, hostname: str) -> bool:
    """Say whether a certificate of ours is to be made again."""
    if certificate.not_valid_after_utc - now() < RENEW_BEFORE:
        return True
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return names.value.get_values_for_type(x509.DNSName) != [hostname]


def make_certificate(hostname: str, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Make a self-signed certificate for a host name, as PEM."""
    start = now() - CLOCK_DIFFERENCE
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, hostname[:LONGEST_COMMON_NAME]),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, OUR_MARK),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + VALID)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(hostname)]), False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM)


def _find_key(path: Path) -> ec.EllipticCurvePrivateKey | None:
    """Return the key if it may be one of ours, None if it surely is not."""
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError):
        return None
    return key if isinstance(key, ec.EllipticCurvePrivateKey) else None


def _encode_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


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
    folder = os.open(path.parent, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
