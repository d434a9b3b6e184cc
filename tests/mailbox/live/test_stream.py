"""The event stream, spoken to as a server would; with a real Redis."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import redis as redis_client
from django.conf import settings

from mailbox.live.hub import Hub
from mailbox.live.signed_in import Place
from mailbox.live.stream import MOST_OF_ONE, PATH, Stream
from mailsvc.kit.events import channel

OURS = f"mail.{settings.MAILSVC_DOMAIN}"
ANN = {"host": f"{OURS}:8081", "cookie": "sessionid=ann"}
WAIT_SECONDS = 5
STORY_SECONDS = 30


class Browser:
    """One request to the stream, and what came back of it."""

    def __init__(self, stream: Stream, headers: dict[str, str], path: str) -> None:
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "GET", "path": path, "headers": raw}
        self._told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._task = asyncio.create_task(stream(scope, self._receive, self._told.put))

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def start(self) -> dict[str, Any]:
        return await asyncio.wait_for(self._told.get(), WAIT_SECONDS)

    async def hear(self, words: str) -> str:
        """Wait for a piece that holds these words."""
        while True:
            message = await asyncio.wait_for(self._told.get(), WAIT_SECONDS)
            if words in (text := message.get("body", b"").decode()):
                return str(text)

    async def leave(self) -> None:
        self._gone.set()
        await asyncio.wait_for(self._task, WAIT_SECONDS)


class Office:
    """Knows who is signed in: a stand-in for the database."""

    def __init__(self) -> None:
        self.places: dict[str, Place] = {"sessionid=ann": Place(7, 41)}
        self.looked = 0

    async def find(self, cookies: str) -> Place | None:
        self.looked += 1
        return self.places.get(cookies)


def converse(
    story: Callable[[Stream, Office], Awaitable[None]], url: str | None = None
) -> None:
    office = Office()

    async def tell() -> None:
        await story(Stream(Hub(url or settings.REDIS_URL), office.find), office)

    async def tell_in_time() -> None:
        async with asyncio.timeout(STORY_SECONDS):
            await tell()

    asyncio.run(tell_in_time())


async def until_heard(redis: redis_client.Redis, mailbox_id: int, modseq: int) -> None:
    """Publish once somebody has subscribed."""
    for _ in range(200):
        if redis.publish(channel(mailbox_id), str(modseq)):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("nobody listens")


def test_a_page_hears_where_its_mailbox_is_and_each_change(
    redis: redis_client.Redis,
) -> None:
    async def story(stream: Stream, office: Office) -> None:
        page = Browser(stream, ANN, PATH)
        assert (await page.start())["status"] == 200
        assert "data: 41\n" in await page.hear("event: changed")
        await until_heard(redis, 7, 42)
        assert "data: 42\n" in await page.hear("event: changed")
        await page.leave()

    converse(story)


def test_a_page_does_not_hear_of_another_mailbox(redis: redis_client.Redis) -> None:
    async def story(stream: Stream, office: Office) -> None:
        office.places["sessionid=ben"] = Place(8, 5)
        ann = Browser(stream, ANN, PATH)
        ben = Browser(stream, {**ANN, "cookie": "sessionid=ben"}, PATH)
        await ann.hear("data: 41")
        await ben.hear("data: 5")
        await until_heard(redis, 8, 99)
        await ben.hear("data: 99")
        await until_heard(redis, 7, 42)
        assert "99" not in await ann.hear("event: changed")
        await ann.leave()
        await ben.leave()

    converse(story)


def test_a_burst_of_notices_is_told_as_the_newest(redis: redis_client.Redis) -> None:
    async def story(stream: Stream, office: Office) -> None:
        page = Browser(stream, ANN, PATH)
        await page.hear("data: 41")
        await until_heard(redis, 7, 42)
        for modseq in range(43, 143):
            redis.publish(channel(7), str(modseq))
        await page.hear("data: 142")
        await page.leave()
        assert office.looked <= 2

    converse(story)


def test_a_stream_without_redis_still_opens() -> None:
    async def story(stream: Stream, office: Office) -> None:
        page = Browser(stream, ANN, PATH)
        assert "data: 41\n" in await page.hear("event: changed")
        await page.leave()

    converse(story, url="unix:///nowhere/redis.sock")


def test_a_stranger_is_refused(redis: redis_client.Redis) -> None:
    async def story(stream: Stream, office: Office) -> None:
        page = Browser(stream, {"host": OURS}, PATH)
        assert (await page.start())["status"] == 401

    converse(story)


def test_an_account_may_not_take_all_the_streams(redis: redis_client.Redis) -> None:
    async def story(stream: Stream, office: Office) -> None:
        pages = [Browser(stream, ANN, PATH) for _ in range(MOST_OF_ONE)]
        for page in pages:
            await page.hear("data: 41")
        one_more = Browser(stream, ANN, PATH)
        assert (await one_more.start())["status"] == 204
        for page in pages:
            await page.leave()
        again = Browser(stream, ANN, PATH)
        assert (await again.start())["status"] == 200
        await again.leave()

    converse(story)


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (f"http://{OURS}:8080", 200),
        (f"https://{OURS}", 200),
        ("https://evil.example", 403),
        (f"https://{OURS}.evil.example", 403),
        ("null", 403),
    ],
)
def test_only_our_own_pages_may_read(
    redis: redis_client.Redis, origin: str, status: int
) -> None:
    async def story(stream: Stream, office: Office) -> None:
        page = Browser(stream, {**ANN, "origin": origin}, PATH)
        started = await page.start()
        assert started["status"] == status
        named = dict(started["headers"]).get(b"access-control-allow-origin", b"")
        assert named.decode() == (origin if status == 200 else "")
        await page.leave()

    converse(story)


@pytest.mark.parametrize(
    ("headers", "path", "status"),
    [
        ({**ANN, "host": "evil.example"}, PATH, 403),
        ({"cookie": "sessionid=ann"}, PATH, 403),
        (ANN, "/", 404),
        (ANN, "/mail/", 404),
    ],
)
def test_nothing_else_is_answered(
    redis: redis_client.Redis, headers: dict[str, str], path: str, status: int
) -> None:
    async def story(stream: Stream, office: Office) -> None:
        page = Browser(stream, headers, path)
        assert (await page.start())["status"] == status

    converse(story)
