from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbox.smtp.wire import HIGH_WATER_BYTES, ConnectionEnded, Inbox, LineTooLong

T = TypeVar("T")


class PausingTransport(asyncio.ReadTransport):
    """Remembers whether it may read."""

    is_paused = False

    def pause_reading(self) -> None:
        self.is_paused = True

    def resume_reading(self) -> None:
        self.is_paused = False


def with_inbox(story: Callable[[Inbox], Awaitable[T]]) -> T:
    async def run() -> T:
        return await story(Inbox(asyncio.get_running_loop()))

    return asyncio.run(run())


@given(
    lines=st.lists(
        st.binary(max_size=9).map(lambda x: x.replace(b"\n", b"")), max_size=9
    )
)
def test_lines_come_out_as_they_went_in(lines: list[bytes]) -> None:
    async def story(inbox: Inbox) -> list[bytes]:
        inbox.feed(b"".join(line + b"\n" for line in lines))
        return [await inbox.line(100) for _ in lines]

    assert with_inbox(story) == [line + b"\n" for line in lines]


def test_a_line_is_waited_for() -> None:
    async def story(inbox: Inbox) -> bytes:
        reading = asyncio.ensure_future(inbox.line(100))
        for octet in b"NOOP\r\n":
            await asyncio.sleep(0)
            assert inbox.is_awaited
            inbox.feed(bytes([octet]))
        return await reading

    assert with_inbox(story) == b"NOOP\r\n"


def test_a_long_line_is_skipped_to_its_end_in_little_memory() -> None:
    async def story(inbox: Inbox) -> tuple[bytes, int]:
        reading = asyncio.ensure_future(inbox.line(100))
        most = 0
        for _ in range(50):
            await asyncio.sleep(0)
            inbox.feed(b"x" * 60)
            most = max(most, len(inbox._buffer))
        inbox.feed(b"\nNOOP\r\n")
        with pytest.raises(LineTooLong):
            await reading
        return await inbox.line(100), most

    line, most = with_inbox(story)
    assert line == b"NOOP\r\n"
    assert most < 300


def test_what_was_read_too_far_is_read_again() -> None:
    async def story(inbox: Inbox) -> tuple[bytes, bytes]:
        inbox.feed(b"text\r\n.\r\nQUIT\r\n")
        chunk = await inbox.chunk()
        inbox.put_back(b"QUIT\r\n")
        return chunk, await inbox.line(100)

    assert with_inbox(story) == (b"text\r\n.\r\nQUIT\r\n", b"QUIT\r\n")


def test_the_end_is_told_once_everything_is_read() -> None:
    async def story(inbox: Inbox) -> bytes:
        inbox.feed(b"QUIT\r\nhalf")
        inbox.end()
        line = await inbox.line(100)
        with pytest.raises(ConnectionEnded):
            await inbox.line(100)
        assert await inbox.chunk() == b"half"
        with pytest.raises(ConnectionEnded):
            await inbox.chunk()
        return line

    assert with_inbox(story) == b"QUIT\r\n"


def test_a_peer_that_is_too_fast_is_held_back() -> None:
    async def story(inbox: Inbox) -> list[bool]:
        transport = PausingTransport()
        inbox.attach(transport)
        inbox.feed(b"x" * HIGH_WATER_BYTES)
        seen = [transport.is_paused]
        inbox.feed(b"x")
        seen.append(transport.is_paused)
        await inbox.chunk()
        return [*seen, transport.is_paused]

    assert with_inbox(story) == [False, True, False]
