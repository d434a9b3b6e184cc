"""Deliver what is due. If a job is lost, the beat's next sweep finds the row."""

from functools import lru_cache

from mailbox import jobs
from mailbox.mailauth.resolver import DnsResolver
from mailbox.outbound import delivery, queue


@jobs.DELIVER.task
def deliver(envelope_id: int) -> None:
    """Make one attempt at one envelope; a second runner finds it leased."""
    jobs.DELIVER.woken(envelope_id=envelope_id)
    delivery.attempt(envelope_id, resolver())


@jobs.DELIVER_DUE.task
def deliver_due() -> None:
    """Start an attempt for every envelope whose time has come."""
    jobs.DELIVER_DUE.woken()
    for envelope_id in queue.list_due():
        jobs.DELIVER.start_once(envelope_id=envelope_id)


@lru_cache(maxsize=1)
def resolver() -> DnsResolver:
    """Give this process's resolver, which keeps answers for their TTL."""
    return DnsResolver()
