"""All recipients of one domain, through the hosts that take its mail.

Hosts are tried in order; a host that fails (rather than refuses) leaves its
recipients to the next one. Gives one outcome for each recipient, whatever
happens. Nothing here reads the database, so that domains can be served side by
side in threads.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings

from mailbox.errors import MailError
from mailbox.mailauth.resolver import Resolver
from mailbox.models import Domain
from mailbox.outbound.next_hops import Hop
from mailbox.outbound.outcomes import Peer, RecipientOutcome, explain
from mailbox.outbound.routing import RoutingRules, find_next_hops
from mailbox.outbound.smtp_client import deliver
from mailsvc.kit import clock

RECIPIENTS_AT_ONCE: Final = 100
NEXT_HOST_WITHIN_SECONDS: Final = 600
EVERY_ADDRESS: Final = frozenset({"", "0.0.0.0", "::"})  # noqa: S104


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as it leaves, signed, and whom a host is to name as its sender."""

    reverse_path: str
    raw: bytes


def deliver_to_domain(
    domain: str,
    recipients: Sequence[str],
    parcel: Parcel,
    *,
    resolver: Resolver,
    rules: RoutingRules,
) -> tuple[RecipientOutcome, ...]:
    """Try to hand a message over to everybody at one domain.

    A host need not take more than a hundred recipients at a time, so there is a
    conversation for each hundred (RFC 5321 §4.5.3.1.8).
    """
    try:
        hops = find_next_hops(domain, resolver=resolver, rules=rules)
    except MailError as error:
        return _not_routed(recipients, error)
    outcomes: list[RecipientOutcome] = []
    for start in range(0, len(recipients), RECIPIENTS_AT_ONCE):
        some = recipients[start : start + RECIPIENTS_AT_ONCE]
        outcomes += deliver_through(hops, some, parcel)
    return tuple(outcomes)


def deliver_through(
    hops: Iterable[Hop], recipients: Sequence[str], parcel: Parcel
) -> Iterable[RecipientOutcome]:
    """Go from host to host; none is begun with once ten minutes have gone by."""
    began = time.monotonic()
    outcomes: dict[str, RecipientOutcome] = {}
    for hop in hops:
        left = [
            address
            for address in recipients
            if address not in outcomes or outcomes[address].is_about_host
        ]
        is_late = time.monotonic() - began > NEXT_HOST_WITHIN_SECONDS
        if not left or (outcomes and is_late):
            break
        answers = deliver(
            hop,
            parcel.reverse_path,
            left,
            parcel.raw,
            hostname=settings.MAILSVC_HOSTNAME,
        )
        outcomes.update((answer.address, answer) for answer in answers)
    return outcomes.values()


def configured_rules() -> RoutingRules:
    """Read where mail goes from the settings, and by what names we are known.

    An MX that carries the name of one of our domains is ours as well, and so is
    the address that the listener for strangers is bound to.
    """
    names = set(Domain.objects.values_list("name", flat=True))
    bound_to = {settings.MAILSVC_MX.host} - EVERY_ADDRESS
    return RoutingRules(
        routes=settings.MAILSVC_ROUTES,
        smarthost=settings.MAILSVC_SMARTHOST,
        own_hosts=frozenset(names | bound_to | {settings.MAILSVC_HOSTNAME}),
        hostname=settings.MAILSVC_HOSTNAME,
    )


def _not_routed(
    recipients: Sequence[str], error: MailError
) -> tuple[RecipientOutcome, ...]:
    """Say of each that no host could be found; no host is named."""
    finding, at = explain(error), clock.now()
    return tuple(finding.for_recipient(address, Peer(""), at) for address in recipients)
