"""The DKIM signature on everything that leaves (RFC 6376).

Signed at each attempt and not when queued: the signature is then always fresh,
and only delivery workers ever open the key.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from mailbox.mailauth import dkim
from mailbox.models import Domain
from mailsvc.kit.sealing import unseal

DKIM_PURPOSE: Final = "dkim"


def sign_message(raw: bytes, author_domain: str) -> bytes:
    """Give the message with the signature of its domain on top.

    A domain that is not ours has no key here and is left unsigned.
    """
    row = Domain.objects.filter(name=author_domain.lower()).first()
    if row is None or not row.dkim_key_sealed:
        return raw
    key = _opened(row.dkim_key_sealed)
    return dkim.sign(raw, row.name, row.dkim_selector, key) + raw


@lru_cache(maxsize=64)
def _opened(sealed: str) -> bytes:
    return unseal(sealed, purpose=DKIM_PURPOSE)
