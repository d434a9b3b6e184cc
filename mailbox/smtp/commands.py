"""The commands that carry no mail: greeting, TLS, and small talk.

What EHLO offers is here, and what HELO, NOOP, RSET, VRFY, HELP, QUIT and STARTTLS
do (RFC 5321 §4.1.1, RFC 3207). `session.py` adds MAIL, RCPT and DATA.
"""

from __future__ import annotations

import re
from typing import Final

from mailbox.smtp import replies
from mailbox.smtp.connection import Connection, Handler
from mailbox.smtp.replies import Refused, Reply
from mailbox.smtp.wire import ConnectionEnded

_HELO: Final = re.compile(r"[\x21-\x7e]{1,255}")


class Greeting(Connection):
    """A connection that can be greeted and encrypted."""

    def commands(self) -> dict[str, Handler]:
        """Name the commands that every door knows."""
        return {
            "HELO": self.on_helo,
            "EHLO": self.on_ehlo,
            "HELP": self.on_help,
            "NOOP": self.on_noop,
            "QUIT": self.on_quit,
            "RSET": self.on_rset,
            "STARTTLS": self.on_starttls,
            "VRFY": self.on_vrfy,
        }

    def extensions(self) -> list[str]:
        """List what EHLO offers (RFC 5321 §4.1.1.1)."""
        offered = [
            f"SIZE {self.limits.message_bytes}",
            "PIPELINING",
            "8BITMIME",
            "SMTPUTF8",
            "ENHANCEDSTATUSCODES",
        ]
        return offered + ["STARTTLS"] * (self.door.tls is not None and not self.is_tls)

    def reset(self) -> None:
        """Forget the mail that was begun; sessions have something to forget."""

    async def on_helo(self, argument: str) -> Reply:
        """HELO: begin without extensions."""
        self._begin(argument, is_extended=False)
        return Reply(250, "", self.hostname)

    async def on_ehlo(self, argument: str) -> Reply:
        """EHLO: begin, and say what we offer."""
        self._begin(argument, is_extended=True)
        return Reply(250, "", "\n".join([self.hostname, *self.extensions()]))

    async def on_noop(self, argument: str) -> Reply:
        """NOOP: nothing."""
        return replies.DONE

    async def on_rset(self, argument: str) -> Reply:
        """RSET: forget the mail that was begun."""
        _refuse_argument(argument)
        self.reset()
        return replies.DONE

    async def on_vrfy(self, argument: str) -> Reply:
        """VRFY: tell nobody who is here (RFC 5321 §7.3)."""
        if not argument:
            raise Refused(replies.BAD_ARGUMENTS)
        return replies.NO_VERIFY

    async def on_help(self, argument: str) -> Reply:
        """HELP: name the standard."""
        return replies.HELP

    async def on_quit(self, argument: str) -> Reply:
        """QUIT: say goodbye."""
        _refuse_argument(argument)
        return replies.BYE

    async def on_starttls(self, argument: str) -> None:
        """STARTTLS: begin TLS, and forget what was said before it.

        Between the reply and the handshake nothing runs, so no byte sent in clear
        can be taken for one that was protected (RFC 3207 §4.2, §6).
        """
        _refuse_argument(argument)
        if self.is_tls:
            raise Refused(replies.WRONG_ORDER)
        if self.door.tls is None:
            raise Refused(replies.TLS_UNAVAILABLE)
        await self.say(replies.START_TLS)
        if self.inbox.has_waiting:
            raise ConnectionEnded
        self.reset()
        self.helo, self.is_extended = "", False
        await self.begin_tls(self.door.tls)

    def _begin(self, name: str, *, is_extended: bool) -> None:
        if not _HELO.fullmatch(name):
            raise Refused(replies.BAD_ARGUMENTS)
        self.reset()
        self.helo = name
        self.is_extended = is_extended


def _refuse_argument(argument: str) -> None:
    if argument:
        raise Refused(replies.BAD_ARGUMENTS)
