"""What the doors ask of the rest of the service, and nothing more.

Sessions know these protocols only: tests stand in for them with fakes, and
`wiring.py` connects them to recipients, the hand-off, sign-in and submission.
Everything is awaited; whoever implements it takes care of threads.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from mailbox.handoff import Accepted, Recipient


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody whose password was right."""

    account_id: int
    address: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A message from somebody who has signed in, to be sent on.

    `read` gives its bytes, once, and blocks: up to 50 MB are held only where and
    while they are worked on.
    """

    sender: SignedIn
    reverse_path: str
    recipients: tuple[str, ...]
    read: Callable[[], bytes]


class Doorkeeper(Protocol):
    """Knows who receives mail here, and takes responsibility for it."""

    async def resolve(self, address: str, size_bytes: int) -> Recipient:
        """Find whom an address leads to.

        Raises:
            MailError: It leads nowhere here, or there is no room.
        """

    async def accept(self, accepted: Accepted) -> str:
        """Take over a message; durable on return. Gives its receipt."""

    def close(self) -> None:
        """Let go of threads and connections; nothing is asked afterwards."""


class Sender(Protocol):
    """Knows who may send, and sends."""

    async def sign_in(self, login: str, password: str, peer: str) -> SignedIn | None:
        """Find who this login and password belong to.

        A wrong password and an unknown login take the same time; who has guessed
        wrong too often, here or elsewhere, is kept waiting.
        """

    async def check(self, sender: SignedIn, reverse_path: str) -> None:
        """Check that somebody may send from an address.

        Raises:
            MailError: They may not.
        """

    async def submit(self, submitted: Submitted) -> str:
        """Take over a message to send; durable on return. Gives its receipt.

        Raises:
            MailError: It may not be sent like this.
        """

    def close(self) -> None:
        """Let go of threads and connections; nothing is asked afterwards."""


class Throttle(Protocol):
    """Slows down and turns away who guesses passwords."""

    def wait_seconds(self, peer: str, login: str) -> float: ...

    def is_barred(self, peer: str) -> bool: ...

    def note_wrong(self, peer: str, login: str) -> None: ...

    def note_right(self, peer: str, login: str) -> None: ...
