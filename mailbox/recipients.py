"""RCPT address to mailbox: by address, alias or plus part, or a refusal.

Local parts are compared without case, and `ann+list@` is `ann@` with a
subaddress (RFC 5233). Postmaster always has a mailbox (RFC 5321 §4.5.1), and it
is taken even when full.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.db.models import OuterRef, Subquery, Sum

from mailbox.errors import RelayDenied, UnknownRecipient
from mailbox.handoff import Recipient
from mailbox.messages.quota import ensure_room
from mailbox.mime.addresses import normalise
from mailbox.models import Arrival, Domain, MailAddress

POSTMASTER: Final = "postmaster"
FOREIGN_ROUTES: Final = frozenset("%!@")
_OWED: Final = Subquery(
    Arrival.objects.filter(mailbox=OuterRef("mailbox"))
    .order_by()
    .values("mailbox")
    .annotate(bytes=Sum("size_bytes"))
    .values("bytes")
)
"""What was accepted for a mailbox and is not filed yet takes room too."""


def resolve_recipient(address: str, size_bytes: int = 0) -> Recipient:
    """Find the mailbox that an address leads to.

    Args:
        address: As given at RCPT, a plain `local@domain` or bare `postmaster`.
        size_bytes: The size announced at MAIL, 0 if none.

    Raises:
        RelayDenied: Not an address of ours, or one that hides a route.
        UnknownRecipient: Ours, but nobody's.
        MailboxFull: It has no room for that size.
    """
    local, domain = _split(address)
    names = [f"{name}@{domain}" for name in _candidates(local)]
    rows = MailAddress.objects.select_related("mailbox").annotate(owed=_OWED)
    found = {row.address: row for row in rows.filter(address__in=names)}
    for name in names:
        if name in found:
            if local != POSTMASTER:
                ensure_room(found[name].mailbox, size_bytes + (found[name].owed or 0))
            return Recipient(found[name].mailbox_id, address, _subaddress(local, name))
    raise _refusal(address, local, domain)


def is_local(address: str) -> bool:
    """Tell whether an address is of a domain that we receive for."""
    domain = normalise(address).rpartition("@")[2]
    return Domain.objects.filter(name=domain).exists()


def _split(address: str) -> tuple[str, str]:
    if address.lower() == POSTMASTER:
        first = Domain.objects.order_by("pk").values_list("name", flat=True).first()
        return POSTMASTER, first or ""
    local, _, domain = normalise(address).rpartition("@")
    return local.removeprefix('"').removesuffix('"'), domain


def _candidates(local: str) -> Iterator[str]:
    """The whole local part first, then without its plus part."""
    yield local
    base, plus, _ = local.partition("+")
    if plus and base:
        yield base


def _subaddress(local: str, name: str) -> str:
    return local.removeprefix(name.rpartition("@")[0]).removeprefix("+")


def _refusal(address: str, local: str, domain: str) -> RelayDenied | UnknownRecipient:
    ours = Domain.objects.filter(name=domain).exists()
    if not ours or FOREIGN_ROUTES & set(local):
        return RelayDenied(detail=address)
    return UnknownRecipient(detail=address)
