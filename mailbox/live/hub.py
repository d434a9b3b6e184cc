"""One Redis subscription for a process, shared out to the streams that listen.

A notice says only how far a mailbox is (`kit/events.py`). A listener keeps the
newest one; what came between is no loss, since whoever hears it asks for all
that is new. While Redis is away nothing is heard, and when it is back every
listener is woken to look for itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from typing import Final

import redis.asyncio
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from mailsvc.kit.events import channel

logger = logging.getLogger(__name__)

FIRST_WAIT_SECONDS: Final = 0.5
LONGEST_WAIT_SECONDS: Final = 15.0
GOODBYE_SECONDS: Final = 1.0
# A subscription without a channel would end; nobody's mailbox has this number.
NOBODY: Final = 0


@dataclass(frozen=True, slots=True)
class Heard:
    """How far a mailbox is said to be, 0 if nothing was said."""

    modseq: int
    may_have_missed: bool


class Listener:
    """Whoever waits for one mailbox to change."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()
        self._modseq = 0
        self._must_look = False

    def hear(self, modseq: int) -> None:
        """Take note of how far the mailbox is said to be."""
        self._modseq = max(self._modseq, modseq)
        self._woken.set()

    def miss(self) -> None:
        """Take note that notices may have been missed."""
        self._must_look = True
        self._woken.set()

    async def wait(self, seconds: float) -> Heard:
        """Wait for the newest notice, at most so long."""
        # Not `wait_for`: before Python 3.12 it can swallow being cancelled.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        self._woken.clear()
        heard = Heard(self._modseq, may_have_missed=self._must_look)
        self._must_look = False
        return heard


class Hub:
    """Hears the notices of the mailboxes that somebody listens to."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._listeners: dict[int, set[Listener]] = defaultdict(set)
        self._pubsub: PubSub | None = None

    def count(self, mailbox_id: int) -> int:
        """Count who listens to a mailbox."""
        return len(self._listeners.get(mailbox_id, ()))

    @contextmanager
    def listening(self, mailbox_id: int) -> Iterator[Listener]:
        """Listen to a mailbox until the block ends."""
        listener = Listener()
        self._listeners[mailbox_id].add(listener)
        try:
            yield listener
        finally:
            self._listeners[mailbox_id].discard(listener)
            if not self._listeners[mailbox_id]:
                del self._listeners[mailbox_id]

    async def subscribe(self, mailbox_id: int) -> None:
        """Ask Redis for a mailbox's notices; later, if Redis is away now."""
        if self._pubsub is not None:
            try:
                await self._pubsub.subscribe(channel(mailbox_id))
            except RedisError as error:
                logger.debug("not subscribed to %s: %s", mailbox_id, error)

    async def unsubscribe(self, mailbox_id: int) -> None:
        """Ask Redis for no more notices of a mailbox that nobody listens to."""
        if self._pubsub is not None and not self.count(mailbox_id):
            try:
                await self._pubsub.unsubscribe(channel(mailbox_id))
            except RedisError as error:
                logger.debug("still subscribed to %s: %s", mailbox_id, error)

    async def run(self) -> None:
        """Hear notices until cancelled, through every absence of Redis."""
        wait = FIRST_WAIT_SECONDS
        # Being cancelled can get lost on the way through the client; so it is asked.
        while not _is_cancelled():
            client = redis.asyncio.Redis.from_url(self._url)
            pubsub = client.pubsub(ignore_subscribe_messages=True)
            try:
                await self._hear(pubsub)
            except (RedisError, OSError) as error:
                logger.warning("Redis is away: %s", error)
            finally:
                self._pubsub = None
                await _close(pubsub, client)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    async def _hear(self, pubsub: PubSub) -> None:
        wanted = (NOBODY, *self._listeners)
        await pubsub.subscribe(*(channel(mailbox_id) for mailbox_id in wanted))
        self._pubsub = pubsub
        for listener in chain(*self._listeners.values()):
            listener.miss()
        async for notice in pubsub.listen():
            _, _, number = notice["channel"].decode().partition(":")
            for listener in self._listeners.get(int(number), ()):
                listener.hear(int(notice["data"]))


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


async def _close(pubsub: PubSub, client: redis.asyncio.Redis) -> None:
    """Close politely, but wait for nobody: a goodbye to who has gone never ends."""
    with suppress(RedisError, OSError, TimeoutError):
        async with asyncio.timeout(GOODBYE_SECONDS):
            await pubsub.aclose()  # type: ignore[no-untyped-call]
            await client.aclose()
