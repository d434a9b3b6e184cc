"""Group commit: what concurrent sessions hand in is written down together.

One transaction costs one or two fsyncs whatever its size, so a single task takes
everything that waits, has it recorded in a thread, and only then lets the sessions
say 250. While a group is being written the next one gathers by itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from typing import Final, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST_IN_A_GROUP: Final = 200
# Where some wait already, more are about to: a moment's patience makes groups of
# eight out of pairs. Who comes alone never waits.
GATHER_SECONDS: Final = 0.003

logger = logging.getLogger(__name__)


class GroupCommitter(Generic[T, R]):
    """Gathers items and records them in groups, in the order they came.

    Args:
        record: Writes a group down, durably, in one transaction; gives one
            result for each item. It runs in a thread of `threads`.
        threads: Where `record` runs; one thread is enough.
        item_errors: What `record` raises when one item is at fault rather than
            the database.
    """

    def __init__(
        self,
        record: Callable[[Sequence[T]], Sequence[R]],
        threads: Executor,
        item_errors: tuple[type[Exception], ...] = (),
    ) -> None:
        self._record = record
        self._threads = threads
        self._item_errors = item_errors
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._worker: asyncio.Task[None] | None = None

    async def commit(self, item: T) -> R:
        """Wait until an item is recorded, together with others.

        A caller that is cancelled takes its item along if the group has not
        started yet; otherwise it is recorded, and nobody hears of it.

        Raises:
            Exception: Whatever `record` raised for this item.
        """
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._worker is None or self._worker.done():
            self._worker = asyncio.create_task(self._work())
        return await done

    async def _work(self) -> None:
        while self._waiting:
            group = self._waiting[:MOST_IN_A_GROUP]
            del self._waiting[:MOST_IN_A_GROUP]
            group = [(item, done) for item, done in group if not done.done()]
            if group:
                await self._record_group(group)
            if self._waiting:
                await asyncio.sleep(GATHER_SECONDS)

    async def _record_group(self, group: list[tuple[T, asyncio.Future[R]]]) -> None:
        loop = asyncio.get_running_loop()
        items = [item for item, _ in group]
        try:
            results = await loop.run_in_executor(self._threads, self._record, items)
        except Exception as error:
            await self._record_failed(group, error)
            return
        for (_, done), result in zip(group, results, strict=True):
            if not done.done():
                done.set_result(result)

    async def _record_failed(
        self, group: list[tuple[T, asyncio.Future[R]]], error: Exception
    ) -> None:
        """Tell a group that it failed, or try again one by one.

        An item that the database cannot take must not keep others out, group
        after group; a database that is away must not be asked once for each.
        """
        logger.warning("a group of %d could not be recorded: %r", len(group), error)
        if len(group) > 1 and isinstance(error, self._item_errors):
            for each in group:
                await self._record_group([each])
            return
        for _, done in group:
            if not done.done():
                done.set_exception(error)
