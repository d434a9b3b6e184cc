"""MAIL, RCPT and DATA, as far as they are the same at every door.

A door says who may be a sender and a recipient, and what becomes of a message
that was read to its end; the order of commands, the limits and the reading of
the text are here. A transaction is RFC 5321 §3.3.
"""

from __future__ import annotations

import logging
from abc import abstractmethod
from dataclasses import dataclass, field
from typing import ClassVar, Generic, TypeVar

from mailbox.errors import MailError
from mailbox.handoff import new_receipt
from mailbox.smtp import replies
from mailbox.smtp.commands import Greeting
from mailbox.smtp.connection import Handler
from mailbox.smtp.incoming import Incoming
from mailbox.smtp.paths import MailFrom, parse_mail
from mailbox.smtp.reading import DataReader, Fault
from mailbox.smtp.replies import Refused, Reply, reply_for
from mailbox.smtp.tracing import Hop, protocol_keyword
from mailbox.smtp.wire import ConnectionEnded
from mailsvc.kit import clock

R = TypeVar("R")
Text = TypeVar("Text", bound=Incoming)

_REPLY_TO_FAULT = {
    Fault.TOO_BIG: replies.MESSAGE_TOO_BIG,
    Fault.BARE_LINE_ENDING: replies.BARE_LINE_ENDING,
    Fault.LONG_LINE: replies.TEXT_LINE_TOO_LONG,
}

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Transaction(Generic[R]):
    """One message on its way in: what MAIL said, and the recipients so far."""

    sender: MailFrom
    recipients: list[R] = field(default_factory=list)
    receipt: str = field(default_factory=new_receipt)
    refused_recipients: int = 0


class MailSession(Greeting, Generic[R, Text]):
    """A connection that takes mail."""

    parameters: ClassVar[frozenset[str]] = frozenset({"SIZE", "BODY", "SMTPUTF8"})
    repairs_line_endings: ClassVar[bool] = False
    protocol: ClassVar[str] = "ESMTP"

    mail: Transaction[R] | None = None
    messages: int = 0
    refused_recipients: int = 0

    def commands(self) -> dict[str, Handler]:
        """Add the commands of a mail transaction."""
        mail: dict[str, Handler] = {
            "MAIL": self.on_mail,
            "RCPT": self.on_rcpt,
            "DATA": self.on_data,
        }
        return super().commands() | mail

    def reset(self) -> None:
        """Forget the mail that was begun."""
        self.mail = None

    @abstractmethod
    async def admit_recipient(self, argument: str, mail: Transaction[R]) -> R:
        """Read what RCPT said and find who is meant.

        Raises:
            Refused: It is malformed.
            MailError: Not here, or not now.
        """

    @abstractmethod
    def begin_text(self, mail: Transaction[R]) -> Text:
        """Begin a message with the header fields that go on top of it."""

    @abstractmethod
    async def take(self, mail: Transaction[R], incoming: Text) -> Reply:
        """Take responsibility for a message that was read to its end."""

    # --- Commands -----------------------------------------------------------

    async def on_mail(self, argument: str) -> Reply:
        """MAIL: begin a transaction."""
        if not self.helo or self.mail is not None:
            raise Refused(replies.WRONG_ORDER)
        if self.messages >= self.limits.messages:
            raise Refused(replies.TOO_MANY_MESSAGES)
        offered = self.parameters if self.is_extended else frozenset()
        sender = parse_mail(argument, parameters=offered)
        if (sender.size_bytes or 0) > self.limits.message_bytes:
            raise Refused(replies.MESSAGE_TOO_BIG)
        self.mail = Transaction(sender)
        return replies.SENDER_OK

    async def on_rcpt(self, argument: str) -> Reply:
        """RCPT: add a recipient, or say why not before any text is sent."""
        if self.mail is None:
            raise Refused(replies.WRONG_ORDER)
        if len(self.mail.recipients) >= self.limits.recipients:
            raise Refused(replies.TOO_MANY_RECIPIENTS)
        try:
            recipient = await self.admit_recipient(argument, self.mail)
        except (MailError, Refused) as error:
            reply = self._refuse_recipient(self.mail, reply_for(error))
            self._note(self.mail, f"refused RCPT {argument[:300]}: {reply}")
            return reply
        self.mail.recipients.append(recipient)
        return replies.RECIPIENT_OK

    async def on_data(self, argument: str) -> Reply:
        """DATA: read the text and take it over; 250 means that it is ours now."""
        mail = self._ready_for_data(argument)
        await self.say(replies.SEND_DATA)
        incoming = self.begin_text(mail)
        try:
            reply = await self._read_and_take(mail, incoming)
        finally:
            incoming.discard()
            self.reset()
        self._note(mail, str(reply))
        return await self.conclude(mail, reply)

    async def conclude(self, mail: Transaction[R], reply: Reply) -> Reply:
        """Answer the end of DATA; LMTP answers for each recipient."""
        return reply

    # --- What DATA is made of -------------------------------------------------

    def hop(self, mail: Transaction[R], *, recipient: str, helo: str) -> Hop:
        """Say how this message came."""
        return Hop(
            helo=helo,
            peer=self.peer,
            hostname=self.hostname,
            protocol=self.protocol_of(mail),
            tls=self.tls_words,
            receipt=mail.receipt,
            recipient=recipient,
            at=clock.now(),
        )

    def protocol_of(self, mail: Transaction[R]) -> str:
        """Name the protocol as Received fields and traces do."""
        base = self.protocol if self.is_extended else "SMTP"
        return protocol_keyword(
            base,
            is_tls=self.is_tls,
            is_signed_in=self.is_signed_in,
            is_utf8=mail.sender.is_utf8,
        )

    @property
    def is_signed_in(self) -> bool:
        """Whether the peer has signed in; strangers never have."""
        return False

    def _ready_for_data(self, argument: str) -> Transaction[R]:
        if argument:
            raise Refused(replies.BAD_ARGUMENTS)
        mail = self.mail
        if mail is None or not (mail.recipients or mail.refused_recipients):
            raise Refused(replies.WRONG_ORDER)
        if not mail.recipients:
            raise Refused(replies.NO_RECIPIENTS)
        return mail

    def _refuse_recipient(self, mail: Transaction[R], reply: Reply) -> Reply:
        """Refuse one recipient; who guesses addresses is sent away."""
        mail.refused_recipients += 1
        self.refused_recipients += 1
        if self.refused_recipients > self.limits.refused_recipients:
            return replies.TOO_MANY_ERRORS
        return reply

    async def _read_and_take(self, mail: Transaction[R], incoming: Text) -> Reply:
        """Read to the end, whatever is wrong, then answer.

        A failure while reading closes the line: the rest of the text must never
        be taken for commands.
        """
        try:
            reader = await self._read(incoming)
        except (ConnectionEnded, Refused):
            raise
        except Exception as error:
            raise Refused(replies.LOST_PLACE) from error
        if reader.rest and not self.is_extended:
            return replies.OUT_OF_STEP
        if reader.fault is not None:
            return _REPLY_TO_FAULT[reader.fault]
        if incoming.hops > self.limits.hops:
            return replies.MAIL_LOOP
        return await self._take(mail, incoming)

    async def _take(self, mail: Transaction[R], incoming: Text) -> Reply:
        try:
            reply = await self.take(mail, incoming)
        except MailError as error:
            return reply_for(error)
        except Exception:
            logger.exception("a message from %s could not be taken", self.peer)
            return replies.LOCAL_TROUBLE
        self.messages += 1
        self.note_message()
        return reply

    def _note(self, mail: Transaction[R], words: str) -> None:
        """Write into the log what became of a message or a recipient."""
        logger.info("%s from <%s>: %s", self.peer, mail.sender.address, words)

    async def _read(self, incoming: Text) -> DataReader:
        reader = DataReader(
            size_limit=self.limits.message_bytes,
            line_limit=self.limits.text_line_bytes,
            repairs=self.repairs_line_endings,
        )
        while not reader.is_finished:
            if reader.taken_bytes > 2 * self.limits.message_bytes:
                raise Refused(replies.FAR_TOO_BIG)
            piece = reader.feed(await self.inbox.chunk())
            self.note_activity()
            if piece:
                await incoming.add(piece)
        self.inbox.put_back(reader.rest)
        return reader
