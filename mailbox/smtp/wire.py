"""What a peer has sent and nobody has read yet.

Command lines and chunks of text are taken from the same buffer; what was read too
far is put back. When the buffer is full the transport is paused, so that a peer
that sends faster than we work costs a fixed amount of memory.
"""

from __future__ import annotations

import asyncio
from typing import Final

HIGH_WATER_BYTES: Final = 256 << 10


class ConnectionEnded(Exception):
    """The peer has gone; nothing more will come."""


class LineTooLong(Exception):
    """A line was longer than allowed; it has been skipped to its end."""


class Inbox:
    """The unread bytes of one connection; one reader at a time."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._buffer = bytearray()
        self._transport: asyncio.ReadTransport | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._has_ended = False
        self._is_paused = False

    @property
    def has_waiting(self) -> bool:
        """Whether bytes have come that nobody has read."""
        return bool(self._buffer)

    @property
    def is_awaited(self) -> bool:
        """Whether somebody waits for the peer to send."""
        return self._waiter is not None

    def attach(self, transport: asyncio.ReadTransport) -> None:
        """Name the transport to pause; a new one after STARTTLS."""
        self._transport = transport
        self._is_paused = False

    def feed(self, data: bytes) -> None:
        """Add what the transport received."""
        self._buffer += data
        if len(self._buffer) > HIGH_WATER_BYTES and self._transport is not None:
            self._transport.pause_reading()
            self._is_paused = True
        self._wake()

    def end(self) -> None:
        """Note that nothing more will come."""
        self._has_ended = True
        self._wake()

    def put_back(self, data: bytes) -> None:
        """Return bytes that belong to what is read next."""
        self._buffer[:0] = data

    def discard(self) -> None:
        """Throw away what is unread."""
        self._buffer.clear()
        self._resume()

    async def line(self, most_bytes: int) -> bytes:
        """Take a line with its line feed.

        Raises:
            LineTooLong: It had more than `most_bytes`.
            ConnectionEnded: The peer went before the line's end.
        """
        is_too_long = False
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > most_bytes:
                is_too_long = True
                self._buffer.clear()
            await self._more()
        line = bytes(self._buffer[: end + 1])
        del self._buffer[: end + 1]
        self._resume()
        if is_too_long or len(line) > most_bytes:
            raise LineTooLong
        return line

    async def chunk(self) -> bytes:
        """Take all that has come, at least one byte.

        Raises:
            ConnectionEnded: The peer has gone.
        """
        while not self._buffer:
            await self._more()
        data = bytes(self._buffer)
        self._buffer.clear()
        self._resume()
        return data

    async def _more(self) -> None:
        if self._has_ended:
            raise ConnectionEnded
        self._resume()
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _resume(self) -> None:
        is_room = len(self._buffer) <= HIGH_WATER_BYTES
        if self._is_paused and is_room and self._transport is not None:
            self._transport.resume_reading()
            self._is_paused = False
