"""Sealing small secrets for the database, with keys that can rotate.

The first key seals, all keys open. Keys are derived from the service's secret
by HKDF, one for each purpose, so that a secret sealed for one cannot be opened
as another.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotOpen(Exception):
    """A sealed secret does not open: another key sealed it, or it was changed."""


def seal(secret: bytes, *, purpose: str) -> str:
    """Seal a secret for one purpose, as text fit for a column."""
    return _box(purpose).encrypt(secret).decode()


def unseal(sealed: str, *, purpose: str) -> bytes:
    """Open what `seal` made for the same purpose.

    Raises:
        CannotOpen: No current key opens it.
    """
    try:
        return _box(purpose).decrypt(sealed.encode())
    except InvalidToken as error:
        raise CannotOpen(purpose) from error


def _box(purpose: str) -> MultiFernet:
    secrets = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_derived(secret, purpose)) for secret in secrets])


def _derived(secret: str, purpose: str) -> bytes:
    hkdf = HKDF(hashes.SHA256(), 32, salt=None, info=f"mailsvc:{purpose}".encode())
    return base64.urlsafe_b64encode(hkdf.derive(secret.encode()))
