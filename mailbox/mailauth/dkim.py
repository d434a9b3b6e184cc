"""The DKIM signature that we put on what leaves, and the key behind it.

dkimpy canonicalises and writes the field; its RSA is pure Python, about
fifteen times slower than `cryptography`, so the two functions that touch the
private key are replaced, once, when this module loads. RFC 6376, RFC 8301.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Protocol

import dkim
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa, utils

from mailbox.mailauth.resolver import to_a_label

KEY_BITS: Final = 2048
SIGNED_FIELDS: Final = (
    b"from",
    b"sender",
    b"reply-to",
    b"to",
    b"cc",
    b"subject",
    b"date",
    b"message-id",
    b"in-reply-to",
    b"references",
    b"mime-version",
    b"content-type",
    b"content-transfer-encoding",
    b"list-id",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
)
SEALED_FIELDS: Final = (b"from", b"to", b"subject", b"date")


class NotSigned(Exception):
    """The message or the key is not fit for a signature; the text says why."""


class _Hash(Protocol):
    def digest(self) -> bytes: ...


def make_key() -> tuple[bytes, str]:
    """Make an RSA key.

    Returns:
        The private key as PEM (PKCS #8), and the public key in base64.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    private_pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private_pem, _public_text(key)


def public_of(private_pem: bytes) -> str:
    """Derive the public key, in base64, from the private one.

    Raises:
        NotSigned: The key cannot be read.
    """
    return _public_text(_load_key(private_pem))


def sign(raw: bytes, domain: str, selector: str, private_pem: bytes) -> bytes:
    """Make the DKIM-Signature field for a message, CRLF included, to put on top.

    From, To, Subject and Date are signed once more than they occur, so that
    none can be added without breaking the signature (RFC 6376 §8.15).

    Raises:
        NotSigned: The message has no readable header or no From, or the key
            cannot be read.
    """
    try:
        message = dkim.DKIM(raw)
        line: bytes = message.sign(
            selector.encode("ascii"),
            to_a_label(domain).encode("ascii"),
            private_pem,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=_fields_to_sign(name for name, _ in message.headers),
        )
    except dkim.DKIMException as error:
        raise NotSigned(str(error)) from error
    return line


def write_record(public: str) -> str:
    """Write the value of the TXT record to publish (RFC 6376 §3.6.1)."""
    return f"v=DKIM1; k=rsa; p={public}"


def read_record(value: str) -> str:
    """Read the public key out of a published record; empty if it has none."""
    tags = (tag.partition("=") for tag in value.split(";"))
    keys = [text for name, _, text in tags if name.strip() == "p"]
    return "".join(keys[0].split()) if len(keys) == 1 else ""


def _fields_to_sign(present: Iterable[bytes]) -> list[bytes]:
    names = [name.lower() for name in present]
    if b"from" not in names:
        raise NotSigned("the message has no From")
    signed = [name for name in names if name in SIGNED_FIELDS]
    return signed + list(SEALED_FIELDS)


def _public_text(key: rsa.RSAPrivateKey) -> str:
    der = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return base64.b64encode(der).decode("ascii")


@lru_cache(maxsize=64)
def _load_key(private_pem: bytes) -> rsa.RSAPrivateKey:
    """Open a key; its checks cost 30 ms, more than all the rest of signing."""
    try:
        key = serialization.load_pem_private_key(private_pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NotSigned(str(error)) from error
    if not isinstance(key, rsa.RSAPrivateKey):
        raise NotSigned("not an RSA key")
    return key


def _sign_digest(digest: _Hash, key: rsa.RSAPrivateKey) -> bytes:
    return key.sign(
        digest.digest(), padding.PKCS1v15(), utils.Prehashed(hashes.SHA256())
    )


dkim.parse_pem_private_key = _load_key
dkim.RSASSA_PKCS1_v1_5_sign = _sign_digest
