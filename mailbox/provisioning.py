"""Opening a mailbox: its address, its system folders, its room."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db import transaction

from accounts.models import Account
from mailbox.mailauth import dkim
from mailbox.models import Domain, Folder, MailAddress, Mailbox, Role
from mailsvc.kit.sealing import seal

DKIM_PURPOSE: Final = "dkim"
SYSTEM_FOLDERS: Final = (
    Role.INBOX,
    Role.DRAFTS,
    Role.SENT,
    Role.ARCHIVE,
    Role.JUNK,
    Role.TRASH,
)


def open_mailbox(account: Account, *, quota_bytes: int | None = None) -> Mailbox:
    """Open the mailbox of an account: all of it, or nothing."""
    with transaction.atomic():
        mailbox = Mailbox.objects.create(
            account=account,
            address=account.address,
            quota_bytes=quota_bytes or settings.MAILSVC_QUOTA,
            next_uid_validity=len(SYSTEM_FOLDERS) + 1,
        )
        MailAddress.objects.create(
            address=account.address, mailbox=mailbox, is_primary=True
        )
        Folder.objects.bulk_create(
            Folder(mailbox=mailbox, name=role.name, role=role, uid_validity=number)
            for number, role in enumerate(SYSTEM_FOLDERS, start=1)
        )
    return mailbox


def prepare_domain(name: str) -> Domain:
    """Make our domain known and give it a DKIM key, once (RFC 6376 §3.6)."""
    domain, _ = Domain.objects.get_or_create(name=name)
    if not domain.dkim_key_sealed:
        private_pem, public = dkim.make_key()
        domain.dkim_selector = "mailsvc1"
        domain.dkim_key_sealed = seal(private_pem, purpose=DKIM_PURPOSE)
        domain.dkim_public = public
        domain.save()
    return domain


def prepare_postmaster(domain: Domain) -> Mailbox:
    """Open postmaster's mailbox, which every mail domain must have."""
    address = f"postmaster@{domain.name}"
    found = MailAddress.objects.filter(address=address).first()
    if found is not None:
        return found.mailbox
    account = Account(address=address, name="Postmaster")
    account.set_unusable_password()
    with transaction.atomic():
        account.save()
        mailbox = open_mailbox(account)
        for role_address in ("abuse", "mailer-daemon"):
            MailAddress.objects.create(
                address=f"{role_address}@{domain.name}", mailbox=mailbox
            )
    return mailbox
