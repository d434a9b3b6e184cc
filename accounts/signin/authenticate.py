"""The one door: an address and a password give an account, or nothing.

Web, submission and (later) IMAP all come here, so that a rule about who may
sign in holds everywhere. A wrong guess takes as long for an address that does
not exist as for one that does.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.hashers import make_password

from accounts.models import Account


def find_account(typed: str, password: str) -> Account | None:
    """Find the active account that this address and password open."""
    account = Account.objects.filter(address=complete_address(typed)).first()
    if account is None:
        make_password(password)
        return None
    if not account.check_password(password) or not account.is_active:
        return None
    return account


def complete_address(typed: str) -> str:
    """Complete what a person typed as their address: `ann` means ours."""
    address = typed.strip().lower()
    return address if "@" in address else f"{address}@{settings.MAILSVC_DOMAIN}"
