"""All recipients of one domain, through the hosts that take its mail.

Hosts are tried in order; a host that fails (rather than refuses) leaves its
recipients to the next one. Gives one outcome for each recipient, whatever
happens.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings

from mailbox.errors import MailError
from mailbox.mailauth.resolver import Resolver
from mailbox.outbound.outcomes import Peer, RecipientOutcome, no_reply, refuse
from mailbox.outbound.routing import RoutingRules, find_next_hops
from mailbox.outbound.smtp_client import deliver
from mailsvc.kit import clock


def deliver_to_domain(
    domain: str,
    recipients: Sequence[str],
    *,
    reverse_path: str,
    raw: bytes,
    resolver: Resolver,
) -> tuple[RecipientOutcome, ...]:
    """Try to hand a message over to everybody at one domain."""
    try:
        hops = find_next_hops(domain, resolver=resolver, rules=configured_rules())
    except MailError as error:
        return _not_routed(domain, recipients, error)
    outcomes: dict[str, RecipientOutcome] = {}
    for hop in hops:
        left = [
            address
            for address in recipients
            if address not in outcomes or outcomes[address].is_about_host
        ]
        if not left:
            break
        answers = deliver(
            hop, reverse_path, left, raw, hostname=settings.MAILSVC_HOSTNAME
        )
        outcomes.update((answer.address, answer) for answer in answers)
    return tuple(outcomes.values())


def configured_rules() -> RoutingRules:
    """Read the operator's routing rules from the settings."""
    return RoutingRules(
        routes=settings.MAILSVC_ROUTES,
        smarthost=settings.MAILSVC_SMARTHOST,
        own_hosts=frozenset({settings.MAILSVC_HOSTNAME}),
    )


def _not_routed(
    domain: str, recipients: Sequence[str], error: MailError
) -> tuple[RecipientOutcome, ...]:
    words = str(error.words)
    finding = (
        no_reply(words, status=error.status)
        if error.temporary
        else refuse(words, status=error.status, code=error.reply)
    )
    at = clock.now()
    return tuple(
        finding.for_recipient(address, Peer(domain), at) for address in recipients
    )
