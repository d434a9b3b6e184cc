"""From which addresses a person may write, and under which name."""

from __future__ import annotations

from mailbox.mime.addresses import NamedAddress
from mailbox.models import MailAddress, Mailbox


def list_identities(mailbox: Mailbox) -> list[NamedAddress]:
    """List the mailbox's own addresses, the primary one first."""
    name = mailbox.account.name
    rows = MailAddress.objects.filter(mailbox=mailbox).order_by(
        "-is_primary", "address"
    )
    return [NamedAddress(name=name, address=row.address) for row in rows]


def get_identity(mailbox: Mailbox, address: str) -> NamedAddress:
    """Get the identity with an address; the primary one if it is not ours."""
    identities = list_identities(mailbox)
    for identity in identities:
        if identity.address == address:
            return identity
    return identities[0]


def is_mine(mailbox: Mailbox, address: str) -> bool:
    """Tell whether an address is one of the mailbox's own."""
    return MailAddress.objects.filter(
        mailbox=mailbox, address=address.strip().lower()
    ).exists()
