"""Opening a mailbox: its address, its system folders, its room."""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from mailbox.mailauth import dkim
from mailbox.mime.addresses import normalise, parse_mailbox_address
from mailbox.models import Domain, Folder, MailAddress, Mailbox, Role
from mailbox.outbound.signing import DKIM_PURPOSE
from mailsvc.kit.errors import ServiceError
from mailsvc.kit.sealing import seal

_FIT_LOCAL: Final = re.compile(r"[\w']+(?:[.-][\w']+)*")
DKIM_SELECTOR: Final = "mailsvc1"
SYSTEM_FOLDERS: Final = (
    Role.INBOX,
    Role.SNOOZED,
    Role.DRAFTS,
    Role.SENT,
    Role.ARCHIVE,
    Role.JUNK,
    Role.TRASH,
)


class AddressTaken(ServiceError):
    """The address belongs to a mailbox already."""

    code = "mail.address_taken"
    words = _("This address is taken.")


class UnfitAddress(ServiceError):
    """The address is none, or not one that a mailbox can be named by."""

    code = "mail.unfit_address"
    words = _(
        "This cannot be a mailbox's address. Use letters and digits before the @, "
        "with dots, hyphens and underscores between them."
    )


class NotOurDomain(ServiceError):
    """The address is of a domain that we do not receive for."""

    code = "mail.not_our_domain"
    words = _("Mailboxes can only be opened at our own domain.")


def open_account(
    address: str,
    password: str,
    *,
    name: str = "",
    is_staff: bool = False,
    is_admin: bool = False,
) -> Account:
    """Open an account with its mailbox: both, or nothing.

    Args:
        address: The address, at a domain of ours.
        password: Kept as a hash; whether it is good enough was asked before.
        name: What to call the person.
        is_staff: Whether they work at the staff desk.
        is_admin: Whether they may do everything there, and in the admin pages.

    Raises:
        UnfitAddress: No mailbox can have this address.
        NotOurDomain: The address is not of a domain of ours.
        AddressTaken: It is somebody's, as an address or as an alias.
    """
    account = Account(
        address=check_new_address(address),
        name=name,
        is_staff=is_staff or is_admin,
        is_superuser=is_admin,
    )
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
            open_mailbox(account)
    except IntegrityError as error:
        raise AddressTaken(detail=address) from error
    return account


def check_new_address(address: str) -> str:
    """Check that an address can name a mailbox or an alias; gives it normalised.

    Raises:
        UnfitAddress: It is no address, or a sub-address, or hides a route.
        NotOurDomain: It is not of a domain of ours.
    """
    wanted = normalise(address)
    try:
        parsed = parse_mailbox_address(wanted)
    except ValueError as error:
        raise UnfitAddress(detail=address) from error
    if not _FIT_LOCAL.fullmatch(parsed.local):
        raise UnfitAddress(detail=address)
    if not Domain.objects.filter(name=parsed.domain).exists():
        raise NotOurDomain(detail=address)
    return wanted


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


def add_alias(mailbox: Mailbox, address: str) -> MailAddress:
    """Let a further address lead to a mailbox.

    Raises:
        UnfitAddress, NotOurDomain: As for a new account.
        AddressTaken: It is somebody's already.
    """
    wanted = check_new_address(address)
    try:
        with transaction.atomic():
            return MailAddress.objects.create(address=wanted, mailbox=mailbox)
    except IntegrityError as error:
        raise AddressTaken(detail=address) from error


def prepare_service() -> None:
    """Make the service's own domain and postmaster, if they are not there."""
    prepare_postmaster(prepare_domain(settings.MAILSVC_DOMAIN))


def prepare_domain(name: str) -> Domain:
    """Make our domain known and give it a DKIM key, once (RFC 6376 §3.6)."""
    domain, _ = Domain.objects.get_or_create(name=name)
    if not domain.dkim_key_sealed:
        private_pem, public = dkim.make_key()
        domain.dkim_selector = DKIM_SELECTOR
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
