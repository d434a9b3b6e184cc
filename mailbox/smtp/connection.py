"""One connection: its life, its commands in their order, its limits.

aiosmtpd gives the protocol object, its writer and its timer. We read for ourselves,
for three rules that it does not keep: no command is taken before the reply to the
last one is due, except under PIPELINING (RFC 2920 §3.1); a line ends in CRLF and
nothing else; and it answers a timeout before it closes. `commands.py` and
`session.py` add what can be said.
"""

from __future__ import annotations

import asyncio
import logging
import re
import ssl
from abc import abstractmethod
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import ClassVar, Final

from aiosmtpd.smtp import SMTP

from mailbox.smtp import replies
from mailbox.smtp.limits import Gate, Limits
from mailbox.smtp.replies import Refused, Reply, reply_for
from mailbox.smtp.wire import ConnectionEnded, Inbox, LineTooLong
from mailbox.store.interface import BlobStore

Handler = Callable[[str], Awaitable[Reply | None]]

GROUPED: Final = frozenset({"MAIL", "RCPT", "RSET"})
IDLE: Final = frozenset({"NOOP", "RSET", "VRFY", "HELP", "EHLO", "HELO", "LHLO"})
BEFORE_TLS: Final = frozenset({"EHLO", "NOOP", "RSET", "HELP", "STARTTLS", "QUIT"})
BAD_CODES: Final = frozenset({500, 501, 502, 503, 504, 555})
CLOSE_WITHIN_SECONDS: Final = 5
_VERB: Final = re.compile(rb"[A-Za-z]{1,20}")

logger = logging.getLogger(__name__)
# aiosmtpd writes several lines about each connection.
logging.getLogger("mail.log").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Door:
    """What all connections of one listener share."""

    hostname: str
    domain: str
    store: BlobStore
    threads: Executor
    limits: Limits
    gate: Gate
    tls: ssl.SSLContext | None = None
    connections: set[Connection] = field(default_factory=set)


class Connection(SMTP):
    """A peer on the line, from greeting to goodbye."""

    service: ClassVar[str] = "ESMTP"
    needs_tls: ClassVar[bool] = False

    def __init__(self, door: Door, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            None, hostname=door.hostname, timeout=door.limits.idle_seconds, loop=loop
        )
        self.door = door
        self.limits = door.limits
        self.inbox = Inbox(loop)
        self.peer = ""
        self.helo = ""
        self.is_extended = False
        self._handlers = self.commands()
        self._is_admitted = False
        self._is_working = False
        self._is_dismissed = False
        self._is_shaking_hands = False
        self._bad_commands = 0
        self._idle_commands = 0
        self._end: asyncio.TimerHandle | None = None

    @abstractmethod
    def commands(self) -> dict[str, Handler]:
        """Name the commands that this door knows, in capitals."""

    @property
    def is_tls(self) -> bool:
        """Whether the connection is encrypted."""
        return self._ssl_object() is not None

    @property
    def tls_words(self) -> str:
        """The TLS version and cipher, or nothing."""
        found = self._ssl_object()
        cipher = found.cipher() if found else None
        return f"{found.version()} {cipher[0]}" if found and cipher else ""

    def dismiss(self) -> None:
        """Send the peer away, after the command that is being worked on."""
        self._is_dismissed = True
        if not self._is_working:
            self._say_goodbye(replies.SHUTTING_DOWN)

    def abort(self) -> None:
        """Cut the line."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()

    def note_activity(self) -> None:
        """Begin the idle time anew."""
        self._reset_timeout()

    def note_message(self) -> None:
        """Begin to count commands without mail anew."""
        self._idle_commands = 0

    async def say(self, reply: Reply) -> None:
        """Send a reply."""
        await self.push(reply.to_bytes().removesuffix(b"\r\n"))

    async def begin_tls(self, context: ssl.SSLContext) -> None:
        """Put TLS between us and the transport.

        Raises:
            ConnectionEnded: The handshake failed or took too long.
        """
        self._is_shaking_hands = True
        try:
            await self._writer.start_tls(
                context, ssl_handshake_timeout=self.limits.tls_handshake_seconds
            )
        except OSError as error:
            raise ConnectionEnded from error
        transport = self._writer.transport
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.inbox.attach(transport)
        self._is_shaking_hands = False

    # --- Being a protocol object ------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Admit a peer, and start to serve it."""
        assert isinstance(transport, asyncio.Transport)
        peername = transport.get_extra_info("peername")
        self.peer = str(peername[0]) if peername else ""
        self.inbox.attach(transport)
        self._is_admitted = self.door.gate.enter(self.peer)
        self.door.connections.add(self)
        self._end = self.loop.call_later(
            self.limits.session_seconds, self._say_goodbye, replies.SESSION_TOO_LONG
        )
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Forget a peer that has gone."""
        if self._is_admitted:
            self.door.gate.leave(self.peer)
        self.door.connections.discard(self)
        if self._end is not None:
            self._end.cancel()
        self.inbox.end()
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        """Keep what came until somebody reads it."""
        self.inbox.feed(data)

    def eof_received(self) -> bool:
        """Answer what has been asked before the line is closed."""
        self.inbox.end()
        return not self.is_tls

    def _timeout_cb(self) -> None:
        if self._is_working and not self.inbox.is_awaited:
            self._reset_timeout()
        else:
            self._say_goodbye(replies.IDLE_TOO_LONG)

    def _say_goodbye(self, reply: Reply) -> None:
        """Close from outside the conversation."""
        transport = self.transport
        if not isinstance(transport, asyncio.Transport) or transport.is_closing():
            return
        if self._is_shaking_hands:
            transport.abort()
            return
        transport.write(reply.to_bytes())
        transport.close()
        self.loop.call_later(CLOSE_WITHIN_SECONDS, transport.abort)

    def _ssl_object(self) -> ssl.SSLObject | None:
        found = self.transport and self.transport.get_extra_info("ssl_object")
        return found or None

    # --- The conversation --------------------------------------------------

    async def _handle_client(self) -> None:
        try:
            is_open = await self._greet()
            while is_open:
                is_open = await self._serve_command()
        except (ConnectionEnded, OSError) as error:
            logger.debug("%s has gone: %r", self.peer, error)
        finally:
            self._writer.close()

    async def _greet(self) -> bool:
        """Greet, unless the peer is one too many or speaks first."""
        if not self._is_admitted:
            await self.say(replies.TOO_MANY_CONNECTIONS)
            return False
        await asyncio.sleep(self.limits.greeting_wait_seconds)
        if self.inbox.has_waiting:
            await self.say(replies.EARLY_TALKER)
            return False
        await self.say(Reply(220, "", f"{self.hostname} {self.service} ready"))
        return True

    async def _serve_command(self) -> bool:
        """Take one command and answer it; say whether there may be another."""
        try:
            line = await self.inbox.line(self.limits.auth_command_bytes)
        except LineTooLong:
            line = b""
        self._is_working = True
        self.note_activity()
        reply = await self._answer(line)
        if reply is not None:
            reply = self._without_too_many_errors(reply)
            await self.say(reply)
        self._is_working = False
        if reply is not None and reply.closes:
            return False
        if self._is_dismissed:
            await self.say(replies.SHUTTING_DOWN)
        return not self._is_dismissed

    async def _answer(self, line: bytes) -> Reply | None:
        """Do what a line asks; None if the reply has been said already."""
        try:
            verb, argument = self._parse(line)
            return await self._handlers[verb](argument)
        except Refused as refused:
            return refused.reply
        except ConnectionEnded:
            raise
        except Exception as error:
            reply = reply_for(error)
            if reply is replies.LOCAL_TROUBLE:
                logger.exception("a session with %s met trouble", self.peer)
            return reply

    def _parse(self, line: bytes) -> tuple[str, str]:
        """Part a line into verb and argument, if it may be said now.

        Raises:
            Refused: It may not.
        """
        is_whole = line.endswith(b"\r\n") and b"\r" not in line[:-2]
        word, _, rest = line[:-2].partition(b" ")
        verb = word.upper().decode() if is_whole and _VERB.fullmatch(word) else ""
        if self.inbox.has_waiting and not self._may_be_followed(verb, rest):
            raise Refused(replies.OUT_OF_STEP)
        if not is_whole:
            raise Refused(replies.LINE_BROKEN if line else replies.LINE_TOO_LONG)
        if verb not in self._handlers:
            raise Refused(replies.UNKNOWN_COMMAND)
        if len(line) > self.limits.command_line_bytes(verb):
            raise Refused(replies.LINE_TOO_LONG)
        if self.needs_tls and not self.is_tls and verb not in BEFORE_TLS:
            raise Refused(replies.TLS_NEEDED)
        self._count_idle(verb)
        try:
            return verb, rest.decode().strip(" ")
        except UnicodeDecodeError as error:
            raise Refused(replies.NOT_TEXT) from error

    def _may_be_followed(self, verb: str, argument: bytes) -> bool:
        """Say whether more may come before this command is answered."""
        return self.is_extended and verb in GROUPED

    def _count_idle(self, verb: str) -> None:
        """Turn away who talks on and on without bringing mail."""
        self._idle_commands += verb in IDLE
        if self._idle_commands > self.limits.idle_commands:
            raise Refused(replies.TOO_MANY_COMMANDS)

    def _without_too_many_errors(self, reply: Reply) -> Reply:
        self._bad_commands += reply.code in BAD_CODES
        if self._bad_commands > self.limits.bad_commands and not reply.closes:
            return replies.TOO_MANY_ERRORS
        return reply
