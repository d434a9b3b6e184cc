from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from mailbox.smtp.committer import MOST_IN_A_GROUP, GroupCommitter


class Ledger:
    """Writes groups down; waits at a gate; refuses what is in `bad`."""

    def __init__(self, bad: Sequence[int] = (), error: type[Exception] = ValueError):
        self.groups: list[list[int]] = []
        self.bad = bad
        self.error = error
        self.gate = threading.Event()
        self.gate.set()

    def record(self, group: Sequence[int]) -> list[str]:
        self.gate.wait(5)
        self.groups.append(list(group))
        if set(group) & set(self.bad):
            raise self.error
        return [f"receipt {item}" for item in group]


def committer_of(
    ledger: Ledger, threads: ThreadPoolExecutor
) -> GroupCommitter[int, str]:
    return GroupCommitter(ledger.record, threads, (ValueError,))


def test_what_waits_together_is_recorded_together() -> None:
    ledger = Ledger()

    async def story(threads: ThreadPoolExecutor) -> list[str]:
        committer = committer_of(ledger, threads)
        ledger.gate.clear()
        first = asyncio.create_task(committer.commit(0))
        await asyncio.sleep(0.01)
        rest = [asyncio.create_task(committer.commit(n)) for n in (1, 2, 3)]
        await asyncio.sleep(0.01)
        assert not first.done()
        ledger.gate.set()
        return await asyncio.gather(first, *rest)

    with ThreadPoolExecutor(1) as threads:
        receipts = asyncio.run(story(threads))

    assert receipts == [f"receipt {n}" for n in range(4)]
    assert ledger.groups == [[0], [1, 2, 3]]


def test_a_group_has_an_upper_limit() -> None:
    ledger = Ledger()

    async def story(threads: ThreadPoolExecutor) -> None:
        committer = committer_of(ledger, threads)
        await asyncio.gather(*(committer.commit(n) for n in range(MOST_IN_A_GROUP + 5)))

    with ThreadPoolExecutor(1) as threads:
        asyncio.run(story(threads))

    assert [len(group) for group in ledger.groups] == [MOST_IN_A_GROUP, 5]


def test_when_the_database_is_away_everybody_hears_of_it() -> None:
    ledger = Ledger(bad=[1], error=OSError)

    async def story(threads: ThreadPoolExecutor) -> list[object]:
        committer = committer_of(ledger, threads)
        tasks = (committer.commit(n) for n in (0, 1, 2))
        failed = await asyncio.gather(*tasks, return_exceptions=True)
        ledger.bad = []
        return [*failed, await committer.commit(3)]

    with ThreadPoolExecutor(1) as threads:
        *failed, later = asyncio.run(story(threads))

    assert [type(each) for each in failed] == [OSError] * 3
    assert later == "receipt 3"
    assert ledger.groups == [[0, 1, 2], [3]]


def test_one_bad_item_does_not_keep_others_out() -> None:
    ledger = Ledger(bad=[1])

    async def story(threads: ThreadPoolExecutor) -> list[object]:
        committer = committer_of(ledger, threads)
        tasks = (committer.commit(n) for n in (0, 1, 2))
        return await asyncio.gather(*tasks, return_exceptions=True)

    with ThreadPoolExecutor(1) as threads:
        first, bad, last = asyncio.run(story(threads))

    assert (first, last) == ("receipt 0", "receipt 2")
    assert isinstance(bad, ValueError)


def test_a_session_that_goes_away_disturbs_nobody() -> None:
    ledger = Ledger()

    async def story(threads: ThreadPoolExecutor) -> list[str]:
        committer = committer_of(ledger, threads)
        ledger.gate.clear()
        tasks = [asyncio.create_task(committer.commit(0))]
        await asyncio.sleep(0.01)
        tasks += [asyncio.create_task(committer.commit(n)) for n in (1, 2)]
        await asyncio.sleep(0.01)
        for gone in tasks[:2]:
            gone.cancel()
            with pytest.raises(asyncio.CancelledError):
                await gone
        ledger.gate.set()
        return [await tasks[2], await committer.commit(3)]

    with ThreadPoolExecutor(1) as threads:
        receipts = asyncio.run(story(threads))

    assert receipts == ["receipt 2", "receipt 3"]
    assert ledger.groups == [[0], [2], [3]]
