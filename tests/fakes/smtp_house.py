"""Stands in for the services behind the SMTP doors; nothing here has a database."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Self, TypeVar

from mailbox.errors import MailboxFull, MailError, RelayDenied, UnknownRecipient
from mailbox.handoff import Accepted, Recipient
from mailbox.smtp.doorkeeper import SignedIn, Submitted
from mailbox.smtp.listeners import House, Listeners, Service
from mailbox.store.files import FileBlobStore
from mailbox.store.spool import unpack

T = TypeVar("T")

MAILBOXES = {"ann": 1, "ben": 2, "postmaster": 3, "anna-alias": 1, "冰": 4}


@dataclass
class FakeDoorkeeper:
    """Receives for ours.test: Ann, Ben and Postmaster; `full@` has no room.

    Small messages, which come with the arrival, end in `store` as filing would do.
    """

    store: FileBlobStore | None = None

    accepted: list[Accepted] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)
    failure: Exception | None = None
    gate: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.gate.set()

    async def resolve(self, address: str, size_bytes: int) -> Recipient:
        self.asked.append((address, size_bytes))
        local, _, domain = address.lower().partition("@")
        if domain not in ("ours.test", ""):
            raise RelayDenied
        if local == "full":
            raise MailboxFull
        if local not in MAILBOXES:
            raise UnknownRecipient(detail=address)
        return Recipient(MAILBOXES[local], address)

    async def accept(self, accepted: Accepted) -> str:
        while not self.gate.is_set():
            await asyncio.sleep(0.005)
        if self.failure is not None:
            raise self.failure
        if accepted.content and self.store is not None:
            self.store.put(unpack(accepted.content))
        self.accepted.append(accepted)
        return accepted.receipt

    def close(self) -> None:
        pass


@dataclass
class FakeSender:
    """Ann's password is `right`."""

    submitted: list[tuple[Submitted, bytes]] = field(default_factory=list)
    refusal: MailError | None = None

    async def sign_in(self, login: str, password: str, peer: str) -> SignedIn | None:
        is_ann = login == "ann@ours.test" and password == "right"
        return SignedIn(1, login) if is_ann else None

    async def check(self, sender: SignedIn, reverse_path: str) -> None:
        if self.refusal is not None:
            raise self.refusal

    async def submit(self, submitted: Submitted) -> str:
        self.submitted.append((submitted, submitted.read()))
        return "out-1"

    def close(self) -> None:
        pass


class RunningHouse:
    """Listeners in a thread of their own."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._listeners: Listeners

    def __enter__(self) -> Self:
        self._thread.start()
        self._listeners = self._call(_make(self.house))
        return self

    def __exit__(self, *_: object) -> None:
        self.drain(0.2)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def open(self, service: Service) -> int:
        return self.share(service, 0)

    def share(self, service: Service, port: int) -> int:
        return self._call(self._listeners.open(service, "127.0.0.1", port))

    def drain(self, within_seconds: float) -> None:
        self._call(self._listeners.drain(within_seconds))

    def _call(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(15)


async def _make(house: House) -> Listeners:
    return Listeners(house)
