"""Connects the doors to the services: recipients, hand-off, sign-in, submission.

Services are synchronous and speak to the database, so each runs in a thread that
keeps its own connection. Passwords have threads to themselves: hashing takes long
on purpose, and must not keep mail waiting.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final, TypeVar, TypeVarTuple

from django.conf import settings
from django.db import DataError, IntegrityError

from accounts.models import Account
from accounts.signin.authenticate import complete_address, find_account
from accounts.signin.throttling import (
    forget_guesses,
    note_wrong_guess,
    seconds_to_wait,
)
from mailbox.errors import SenderNotAllowed
from mailbox.handoff import Accepted, Recipient, record_arrivals
from mailbox.messages.access import get_mailbox
from mailbox.outbound.submission import check_sender, submit
from mailbox.recipients import resolve_recipient
from mailbox.smtp.certificate import Certificate
from mailbox.smtp.committer import GroupCommitter
from mailbox.smtp.doorkeeper import SignedIn, Submitted
from mailbox.smtp.limits import Limits
from mailbox.smtp.listeners import House
from mailbox.smtp.threads import DatabaseThreads
from mailbox.store.blobs import blobs

Args = TypeVarTuple("Args")
T = TypeVar("T")

REMEMBER_SECONDS: Final = 5
LONGEST_WAIT_SECONDS: Final = 15
MOST_REMEMBERED: Final = 10_000
SMALL_BYTES: Final = 1 << 20


def make_house() -> House:
    """Put together what the settings say."""
    return House(
        hostname=settings.MAILSVC_HOSTNAME,
        domain=settings.MAILSVC_DOMAIN,
        doorkeeper=LocalDoorkeeper(),
        sender=LocalSender(),
        store=blobs(),
        certificate=Certificate(
            settings.MAILSVC_TLS_CERTIFICATE, settings.MAILSVC_TLS_KEY
        ),
        limits=Limits(message_bytes=settings.MAILSVC_MESSAGE_LIMIT),
    )


class LocalDoorkeeper:
    """Receives for our mailboxes.

    A recipient that was found is remembered for five seconds, since mail comes in
    bursts; a refusal is never remembered, nor is the answer to a large message,
    for which there must be room.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, tuple[Recipient, float]] = {}
        self._lookups = DatabaseThreads(2, "smtp-lookup")
        self._records = DatabaseThreads(1, "smtp-record")
        self._committer = GroupCommitter(
            record_arrivals, self._records, (DataError, IntegrityError, ValueError)
        )

    async def resolve(self, address: str, size_bytes: int) -> Recipient:
        """Find whom an address leads to."""
        known = self._known.get(address)
        is_small = size_bytes <= SMALL_BYTES
        if known and is_small and self._clock() - known[1] < REMEMBER_SECONDS:
            return known[0]
        found = await _in_thread(self._lookups, resolve_recipient, address, size_bytes)
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        self._known[address] = found, self._clock()
        return found

    async def accept(self, accepted: Accepted) -> str:
        """Record an arrival together with those of other sessions."""
        return await self._committer.commit(accepted)

    def close(self) -> None:
        """Let go of threads and connections."""
        self._lookups.close()
        self._records.close()


class LocalSender:
    """Signs people in, and takes what they send."""

    def __init__(self) -> None:
        self._passwords = DatabaseThreads(2, "smtp-password")
        self._submissions = DatabaseThreads(2, "smtp-submit")

    async def sign_in(self, login: str, password: str, peer: str) -> SignedIn | None:
        """Find who a login and password belong to.

        Wrong guesses are counted together with those on the web and in the other
        processes; the door's own count works beside it, and when Redis is away.
        """
        identity = complete_address(login)
        wait = await _in_thread(self._passwords, seconds_to_wait, identity, peer)
        await asyncio.sleep(min(wait, LONGEST_WAIT_SECONDS))
        account = await _in_thread(self._passwords, _find, login, password, peer)
        return SignedIn(account.pk, account.address) if account else None

    async def check(self, sender: SignedIn, reverse_path: str) -> None:
        """Check that a reverse-path is the sender's own."""
        await _in_thread(self._submissions, _check, sender, reverse_path)

    async def submit(self, submitted: Submitted) -> str:
        """Hand a message to the MSA."""
        return await _in_thread(self._submissions, _submit, submitted)

    def close(self) -> None:
        """Let go of threads and connections."""
        self._passwords.close()
        self._submissions.close()


def _find(login: str, password: str, peer: str) -> Account | None:
    identity = complete_address(login)
    account = find_account(login, password)
    if account is None:
        note_wrong_guess(identity, peer)
    else:
        forget_guesses(identity, peer)
    return account


def _check(sender: SignedIn, reverse_path: str) -> None:
    check_sender(get_mailbox(_account(sender)), reverse_path)


def _submit(submitted: Submitted) -> str:
    return submit(
        _account(submitted.sender),
        submitted.reverse_path,
        submitted.recipients,
        submitted.read(),
    )


def _account(sender: SignedIn) -> Account:
    """Load the account again: it may have been closed since it signed in."""
    account = Account.objects.filter(pk=sender.account_id, is_active=True).first()
    if account is None:
        raise SenderNotAllowed(detail=f"{sender.address} is closed")
    return account


async def _in_thread(
    threads: DatabaseThreads, call: Callable[[*Args], T], *args: *Args
) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, call, *args)
