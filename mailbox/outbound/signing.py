"""The DKIM signature on everything that leaves (RFC 6376).

Signed at each attempt and not when queued: the signature is then always fresh,
and only delivery workers ever open the key. The signature is of the domain in
From, which is what DMARC compares (RFC 7489 §3.1.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mailbox.errors import MailError
from mailbox.mailauth import dkim
from mailbox.mime.addresses import normalise, parse_address_list
from mailbox.mime.headers import scan_header
from mailbox.models import Domain
from mailsvc.kit.sealing import CannotOpen, unseal

DKIM_PURPOSE: Final = "dkim"


class CannotSign(MailError):
    """No key is there or it does not open: the operator can mend it, mail waits."""

    code = "mail.cannot_sign"
    status = "4.7.0"
    reply = 451
    temporary = True
    words = _("The message could not be signed.")


def sign_message(raw: bytes, reverse_path: str) -> bytes:
    """Give the message with the signature of its author's domain on top.

    Raises:
        CannotSign: There is no key that serves, or the message has no From.
    """
    row = _find_signer(raw, reverse_path)
    try:
        key = _opened(row.dkim_key_sealed)
        return dkim.sign(raw, row.name, row.dkim_selector, key) + raw
    except (CannotOpen, dkim.NotSigned) as error:
        raise CannotSign(detail=f"{row.name}: {error!r}") from error


def _find_signer(raw: bytes, reverse_path: str) -> Domain:
    wanted = list(_domains_of(raw, reverse_path))
    rows = Domain.objects.filter(name__in=wanted).exclude(dkim_key_sealed="")
    found = {row.name: row for row in rows}
    for name in wanted:
        if name in found:
            return found[name]
    raise CannotSign(detail=f"no key for {', '.join(wanted)}")


def _domains_of(raw: bytes, reverse_path: str) -> Iterator[str]:
    """Name the domains that may sign: the author's, the sender's, our own."""
    authors = parse_address_list(scan_header(raw).raw("from") or b"")
    for address in (*(author.address for author in authors[:1]), reverse_path):
        yield normalise(address).rpartition("@")[2]
    yield settings.MAILSVC_DOMAIN


@lru_cache(maxsize=64)
def _opened(sealed: str) -> bytes:
    return unseal(sealed, purpose=DKIM_PURPOSE)
