"""What commands are told on the shell: addresses."""

from __future__ import annotations

from django.core.management.base import CommandError

from accounts.signin.authenticate import complete_address
from mailbox.mime.addresses import normalise
from mailbox.models import MailAddress, Mailbox


def find_mailbox(typed: str) -> Mailbox:
    """Find the mailbox of an address or an alias; `ann` means ours.

    Raises:
        CommandError: There is none.
    """
    address = normalise(complete_address(typed))
    row = MailAddress.objects.select_related("mailbox").filter(address=address).first()
    if row is None:
        raise CommandError(f"There is no mailbox {address} here.")
    return row.mailbox
