"""The MSA's wire side (RFC 6409): people's mail programs, over TLS, signed in.

Nothing but TLS is possible before TLS, and nothing but AUTH before signing in.
Bare line feeds are repaired rather than refused: what comes from here is ours to
put right (RFC 6409 §8). Who may send as whom is decided by `outbound.submission`.
"""

from __future__ import annotations

import asyncio
import time
from typing import ClassVar, Final

from mailbox.smtp import replies, sasl
from mailbox.smtp.connection import Door, Handler
from mailbox.smtp.doorkeeper import Sender, SignedIn, Submitted, Throttle
from mailbox.smtp.incoming import Spooled
from mailbox.smtp.paths import parse_destination
from mailbox.smtp.replies import DONE, Refused, Reply
from mailbox.smtp.sasl import Credentials
from mailbox.smtp.session import MailSession, Transaction
from mailbox.smtp.tracing import received
from mailbox.smtp.wire import LineTooLong

LEAST_REFUSAL_SECONDS: Final = 0.5


class SubmissionSession(MailSession[str, Spooled]):
    """A mail program on the line."""

    needs_tls: ClassVar[bool] = True
    repairs_line_endings: ClassVar[bool] = True
    parameters: ClassVar[frozenset[str]] = frozenset(
        {"SIZE", "BODY", "SMTPUTF8", "AUTH"}
    )

    def __init__(
        self,
        door: Door,
        sender: Sender,
        throttle: Throttle,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        super().__init__(door, loop)
        self.sender = sender
        self.throttle = throttle
        self.account: SignedIn | None = None

    def commands(self) -> dict[str, Handler]:
        """Add AUTH."""
        return super().commands() | {"AUTH": self.on_auth}

    def extensions(self) -> list[str]:
        """Offer AUTH once a password cannot be overheard (RFC 4954 §4)."""
        auth = [f"AUTH {' '.join(sasl.MECHANISMS)}"] if self.is_tls else []
        return super().extensions() + auth

    @property
    def is_signed_in(self) -> bool:
        """Whether a password was right."""
        return self.account is not None

    # --- Signing in ----------------------------------------------------------

    async def on_auth(self, argument: str) -> Reply:
        """AUTH: sign in."""
        if not self.is_extended or self.is_signed_in or self.mail is not None:
            raise Refused(replies.WRONG_ORDER)
        mechanism, _, initial = argument.partition(" ")
        if mechanism.upper() not in sasl.MECHANISMS:
            raise Refused(replies.UNKNOWN_MECHANISM)
        if self.throttle.is_barred(self.peer):
            raise Refused(replies.TOO_MANY_GUESSES)
        read = self._read_plain if mechanism.upper() == "PLAIN" else self._read_login
        return await self._sign_in(await read(initial.strip(" ").encode()))

    async def _read_plain(self, initial: bytes) -> Credentials:
        return sasl.read_plain(initial or await self._challenge(""))

    async def _read_login(self, initial: bytes) -> Credentials:
        name = initial or await self._challenge(sasl.USERNAME_CHALLENGE)
        login = sasl.read_login(name)
        password = await self._challenge(sasl.PASSWORD_CHALLENGE)
        return Credentials(login, sasl.read_login(password))

    async def _challenge(self, challenge: str) -> bytes:
        """Ask for a response; who answers before being asked is out of step.

        Raises:
            Refused: The response is too long or not a line.
        """
        if self.inbox.has_waiting:
            raise Refused(replies.OUT_OF_STEP)
        await self.say(Reply(334, "", challenge))
        try:
            line = await self.inbox.line(self.limits.auth_response_bytes)
        except LineTooLong as error:
            raise Refused(replies.AUTH_LINE_TOO_LONG) from error
        if not line.endswith(b"\r\n"):
            raise Refused(replies.LINE_BROKEN)
        return line[:-2]

    async def _sign_in(self, credentials: Credentials) -> Reply:
        """Try a password, more slowly after each few wrong ones.

        A refusal takes half a second at least, whatever was wrong.
        """
        login = credentials.login
        await asyncio.sleep(self.throttle.wait_seconds(self.peer, login))
        began = time.monotonic()
        account = await self.sender.sign_in(login, credentials.password, self.peer)
        if account is None:
            self.throttle.note_wrong(self.peer, login)
            await asyncio.sleep(LEAST_REFUSAL_SECONDS - (time.monotonic() - began))
            barred = self.throttle.is_barred(self.peer)
            return replies.TOO_MANY_GUESSES if barred else replies.WRONG_PASSWORD
        self.throttle.note_right(self.peer, login)
        self.account = account
        return replies.SIGNED_IN

    def _may_be_followed(self, verb: str, argument: bytes) -> bool:
        """Let commands follow AUTH PLAIN with its response (RFC 4954 §4)."""
        if self.is_extended and verb == "AUTH":
            return argument.upper().startswith(b"PLAIN ")
        return super()._may_be_followed(verb, argument)

    # --- Mail -----------------------------------------------------------------

    async def on_mail(self, argument: str) -> Reply:
        """MAIL: only for who has signed in, from their own addresses."""
        if self.account is None:
            raise Refused(replies.SIGN_IN_FIRST)
        reply = await super().on_mail(argument)
        assert self.mail is not None
        try:
            await self.sender.check(self.account, self.mail.sender.address)
        except Exception:
            self.reset()
            raise
        return reply

    async def admit_recipient(self, argument: str, mail: Transaction[str]) -> str:
        """Take any well-formed address: whether it exists is found out later."""
        return parse_destination(
            argument, is_utf8=mail.sender.is_utf8, our_domain=self.door.domain
        )

    def begin_text(self, mail: Transaction[str]) -> Spooled:
        """Begin with Received, which does not say where the author sits."""
        hop = self.hop(mail, recipient="", helo="")
        return Spooled(self.door.threads, received(hop))

    async def take(self, mail: Transaction[str], incoming: Spooled) -> Reply:
        """Hand the message to the MSA."""
        assert self.account is not None
        submitted = Submitted(
            sender=self.account,
            reverse_path=mail.sender.address,
            recipients=tuple(dict.fromkeys(mail.recipients)),
            read=incoming.read,
        )
        receipt = await self.sender.submit(submitted)
        return DONE.saying(f"Queued as {receipt}")
