"""Which hosts may take the mail of a domain, best first.

The transport map wins, then the smarthost, then the domain's MX, then its own
address (RFC 5321 §5.1). Pure, given a resolver: it connects to nothing.

    MailError
      UnknownDomain      550 5.1.2   the domain does not exist
      DomainTakesNoMail  556 5.1.10  null MX (RFC 7505)
      NoMailHost         550 5.4.4   nothing there has an address
      RoutesToOurselves  554 5.4.6   the best MX is this very host
      DnsSilent          451 4.4.3   no answer for now; try again
"""

from __future__ import annotations

import ipaddress
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from django.utils.translation import gettext_lazy as _

from mailbox.errors import MailError
from mailbox.mailauth.resolver import (
    DnsError,
    NoSuchDomain,
    NullMx,
    Resolver,
    TemporaryDnsFailure,
    is_ip_address,
    to_a_label,
)
from mailbox.outbound.next_hops import Hop, find_route

HOSTS_TRIED: Final = 8
ADDRESSES_TRIED: Final = 4


class UnknownDomain(MailError):
    code = "mail.unknown_domain"
    status = "5.1.2"
    reply = 550
    words = _("This domain does not exist. Is the address spelt right?")


class DomainTakesNoMail(MailError):
    code = "mail.domain_takes_no_mail"
    status = "5.1.10"
    reply = 556
    words = _("This domain says that it takes no mail.")


class NoMailHost(MailError):
    code = "mail.no_mail_host"
    status = "5.4.4"
    reply = 550
    words = _("No host takes mail for this domain.")


class RoutesToOurselves(MailError):
    code = "mail.routes_to_ourselves"
    status = "5.4.6"
    reply = 554
    words = _("This domain sends its mail to us, but it is not one of ours.")


class DnsSilent(MailError):
    code = "mail.dns_silent"
    status = "4.4.3"
    reply = 451
    temporary = True
    words = _("The name servers of this domain do not answer at the moment.")


@dataclass(frozen=True, slots=True)
class RoutingRules:
    """What the operator decided.

    `own_hosts` are the names and IP addresses by which the world knows us; an
    MX that is one of them would bring the message straight back. `hostname` is
    ours too, and what addresses it has is asked when it matters.
    """

    routes: Mapping[str, Hop] = field(default_factory=dict)
    smarthost: Hop | None = None
    own_hosts: frozenset[str] = frozenset()
    hostname: str = ""


def find_next_hops(
    domain: str,
    *,
    resolver: Resolver,
    rules: RoutingRules,
    chance: random.Random | None = None,
) -> tuple[Hop, ...]:
    """List the hosts to try for a recipient's domain, best first.

    Args:
        domain: A domain name, or a literal such as `[192.0.2.1]`.
        resolver: Asked only when no route and no smarthost serves.
        rules: The transport map, the smarthost, and our own names.
        chance: Orders hosts of equal preference; a test gives a seeded one.

    Returns:
        At least one hop.

    Raises:
        MailError: One of the tree above.
    """
    try:
        name = domain.lower() if domain.startswith("[") else to_a_label(domain)
        route = find_route(name, rules.routes) or rules.smarthost
        if route is not None:
            return (route,)
        own_hosts = _own_hosts(resolver, rules)
        if name.startswith("["):
            return _hops_of_literal(name, own_hosts)
        return _hops_of_domain(name, resolver, own_hosts, chance)
    except NoSuchDomain as error:
        raise UnknownDomain(detail=str(error)) from error
    except NullMx as error:
        raise DomainTakesNoMail(detail=str(error)) from error
    except TemporaryDnsFailure as error:
        raise DnsSilent(detail=str(error)) from error


def _own_hosts(resolver: Resolver, rules: RoutingRules) -> frozenset[str]:
    """List all that we are known by, as far as the DNS will say at the moment."""
    if not rules.hostname:
        return rules.own_hosts
    try:
        addresses = resolver.addresses(rules.hostname)
    except DnsError:
        addresses = []
    written = (str(ipaddress.ip_address(address)) for address in addresses)
    return rules.own_hosts | {rules.hostname, *written}


def _hops_of_literal(literal: str, own_hosts: frozenset[str]) -> tuple[Hop, ...]:
    address = literal.removeprefix("[").removesuffix("]").removeprefix("ipv6:")
    if not is_ip_address(address):
        raise UnknownDomain(detail=literal)
    if _is_ourselves(address, own_hosts):
        raise RoutesToOurselves(detail=literal)
    if not _is_reachable(address):
        raise NoMailHost(detail=literal)
    return (Hop(host=literal, addresses=(address,), is_published=True),)


def _hops_of_domain(
    domain: str,
    resolver: Resolver,
    own_hosts: frozenset[str],
    chance: random.Random | None,
) -> tuple[Hop, ...]:
    published = resolver.mx(domain)
    if not published:
        return _hops_of_address(domain, resolver, own_hosts)
    ordered = _order(published, chance or random.SystemRandom())
    return _usable_hops(ordered, resolver, own_hosts)


def _hops_of_address(
    domain: str, resolver: Resolver, own_hosts: frozenset[str]
) -> tuple[Hop, ...]:
    """Take the domain itself as its only host (RFC 5321 §5.1, implicit MX)."""
    return _usable_hops([(0, domain)], resolver, own_hosts)


def _order(
    published: Iterable[tuple[int, str]], chance: random.Random
) -> list[tuple[int, str]]:
    ordered: list[tuple[int, str]] = []
    ranked = sorted(set(published))
    for _preference, group in groupby(ranked, key=lambda record: record[0]):
        equals = list(group)
        chance.shuffle(equals)
        ordered += equals
    return ordered


def _usable_hops(
    ordered: list[tuple[int, str]], resolver: Resolver, own_hosts: frozenset[str]
) -> tuple[Hop, ...]:
    """Look hosts up until the first that is us, for beyond it mail turns back.

    Hosts as preferred as us are dropped too (RFC 5321 §5.1).
    """
    found: list[tuple[int, Hop]] = []
    silent: TemporaryDnsFailure | None = None
    for preference, host in ordered[:HOSTS_TRIED]:
        try:
            addresses = _addresses(host, resolver)
        except TemporaryDnsFailure as error:
            silent = error
            continue
        if any(_is_ourselves(name, own_hosts) for name in (host, *addresses)):
            return _hops_before(preference, found, silent)
        if addresses := tuple(filter(_is_reachable, addresses)):
            hop = Hop(host=host, addresses=addresses, is_published=True)
            found.append((preference, hop))
    if found:
        return tuple(hop for _preference, hop in found)
    if silent:
        raise silent
    raise NoMailHost(detail=", ".join(host for _preference, host in ordered))


def _hops_before(
    ours: int, found: list[tuple[int, Hop]], silent: TemporaryDnsFailure | None
) -> tuple[Hop, ...]:
    better = tuple(hop for preference, hop in found if preference < ours)
    if better:
        return better
    if silent:
        raise silent
    raise RoutesToOurselves


def _addresses(host: str, resolver: Resolver) -> tuple[str, ...]:
    if is_ip_address(host):
        return (host,)
    try:
        return tuple(resolver.addresses(host)[:ADDRESSES_TRIED])
    except NoSuchDomain:
        return ()


def _is_ourselves(host: str, own_hosts: frozenset[str]) -> bool:
    if not is_ip_address(host):
        return host in own_hosts
    address = ipaddress.ip_address(host)
    plain = getattr(address, "ipv4_mapped", None) or address
    return plain.is_loopback or plain.is_unspecified or str(plain) in own_hosts


def _is_reachable(address: str) -> bool:
    """Leave out what no stranger's mail host can have, such as the link's own.

    Private networks are let through: whoever runs mail inside one is right.
    """
    known = ipaddress.ip_address(address)
    plain = getattr(known, "ipv4_mapped", None) or known
    return not (plain.is_link_local or plain.is_multicast)
