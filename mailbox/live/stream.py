"""The stream itself: an ASGI application with one address, `/events/`.

A page that listens is told the mailbox's modification sequence, first as it is
and then whenever it rises; what changed the page asks for itself. So a stream
resumes by nothing more than beginning again. Server-sent events are described
in the HTML standard (§9.2).

The stream has a port of its own beside the pages, or the same origin behind a
proxy. Another site's pages may not read it: the host must be ours, and the
origin, where the browser names one, must have the same host name.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from mailbox.live.hub import Hub, Listener
from mailbox.live.signed_in import Place, find_place

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
Find = Callable[[str], Awaitable[Place | None]]

PATH: Final = "/events/"
MOST_OF_ONE: Final = 16
HEARTBEAT_SECONDS: Final = 20.0
# How long a stream may outlive a sign-out elsewhere.
LOOK_SECONDS: Final = 60.0
# Notices come in bursts; a page need not hear of each.
PAUSE_SECONDS: Final = 0.2
RETRY_MILLISECONDS: Final = 3000


class Stream:
    """The ASGI application."""

    def __init__(self, hub: Hub, find: Find = find_place) -> None:
        self._hub = hub
        self._find = find
        self._hearing: asyncio.Task[None] | None = None

    async def __call__(
        self, scope: dict[str, Any], receive: Receive, send: Send
    ) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Begin and end with the process."""
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return

    async def _answer(
        self, scope: dict[str, Any], receive: Receive, send: Send
    ) -> None:
        given = _read_headers(scope["headers"])
        allowed = _allowed(given)
        if scope["path"] != PATH or scope["method"] != "GET":
            await _refuse(send, 404, [])
        elif allowed is None:
            await _refuse(send, 403, [])
        elif (place := await self._find(given.get("cookie", ""))) is None:
            await _refuse(send, 401, allowed)
        elif self._hub.count(place.mailbox_id) >= MOST_OF_ONE:
            # To a browser this means: do not come again. The page polls then.
            await _refuse(send, 204, allowed)
        else:
            await self._stream(given["cookie"], place, receive, _Answer(send, allowed))

    async def _stream(
        self, cookies: str, place: Place, receive: Receive, answer: _Answer
    ) -> None:
        if self._hearing is None or self._hearing.done():
            self._hearing = asyncio.create_task(self._hub.run())
        with self._hub.listening(place.mailbox_id) as listener:
            await self._hub.subscribe(place.mailbox_id)
            look = partial(self._find, cookies)
            telling = asyncio.create_task(_tell(place, look, listener, answer))
            leaving = asyncio.create_task(_left(receive))
            try:
                await asyncio.wait(
                    {telling, leaving}, return_when=asyncio.FIRST_COMPLETED
                )
            finally:
                for task in (telling, leaving):
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError, OSError):
                        await task
        await self._hub.unsubscribe(place.mailbox_id)


class _Answer:
    """A streaming answer."""

    def __init__(self, send: Send, headers: Headers) -> None:
        self._send, self._headers = send, headers

    async def start(self) -> None:
        headers = [*self._headers, (b"content-type", b"text/event-stream")]
        headers += [(b"cache-control", b"no-store"), (b"x-accel-buffering", b"no")]
        await self._send(
            {"type": "http.response.start", "status": 200, "headers": headers}
        )

    async def write(self, text: str) -> None:
        await self._send(
            {"type": "http.response.body", "body": text.encode(), "more_body": True}
        )

    async def end(self) -> None:
        await self._send({"type": "http.response.body", "body": b""})


async def _tell(
    place: Place | None,
    look: Callable[[], Awaitable[Place | None]],
    listener: Listener,
    answer: _Answer,
) -> None:
    """Tell how far the mailbox is, until whoever listens is signed out."""
    await answer.start()
    await answer.write(f"retry: {RETRY_MILLISECONDS}\n\n")
    told, looked_at = 0, time.monotonic()
    while place is not None:
        if place.modseq > told:
            told = place.modseq
            await answer.write(f"id: {told}\nevent: changed\ndata: {told}\n\n")
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            await answer.write(":\n\n")
        heard = await listener.wait(HEARTBEAT_SECONDS)
        if heard.may_have_missed or time.monotonic() - looked_at > LOOK_SECONDS:
            place, looked_at = await look(), time.monotonic()
        if place is not None:
            place = replace(place, modseq=max(place.modseq, heard.modseq))
    await answer.write("event: signed_out\ndata:\n\n")
    await answer.end()


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _read_headers(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in raw
    }


def _allowed(given: dict[str, str]) -> Headers | None:
    """Decide whether this host and origin may read; gives the headers that say so."""
    host, _port = split_domain_port(given.get("host", ""))
    if not host or not validate_host(host, settings.ALLOWED_HOSTS):
        return None
    origin = given.get("origin")
    if origin is None:
        return []
    named = urlsplit(origin).hostname or ""
    if named != host.strip("[]"):
        return None
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


async def _refuse(send: Send, status: int, headers: Headers) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
