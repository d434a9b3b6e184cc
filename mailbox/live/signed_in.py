"""Who opens a stream: the session's cookie leads to an account and its mailbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Final, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest

from mailbox.models import Mailbox

T = TypeVar("T")
_THREADS: Final = ThreadPoolExecutor(4, "live-database")


@dataclass(frozen=True, slots=True)
class Place:
    """A mailbox, and how far it is (its modification sequence)."""

    mailbox_id: int
    modseq: int


async def find_place(cookies: str) -> Place | None:
    """Find the mailbox of whoever is signed in by these cookies, as it is now."""
    return await _in_thread(lambda: _find_place(cookies))


def _find_place(cookies: str) -> Place | None:
    request = HttpRequest()
    engine = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(_session_key(cookies))
    account = get_user(request)
    if not account.is_authenticated or not account.is_active:
        return None
    row = (
        Mailbox.objects.filter(account_id=account.pk)
        .values_list("pk", "modseq")
        .first()
    )
    return Place(*row) if row else None


def _session_key(cookies: str) -> str | None:
    try:
        morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return morsel.value if morsel else None


async def _in_thread(work: Callable[[], T]) -> T:
    """Ask the database away from the loop; a connection that was lost is let go."""

    def run() -> T:
        close_old_connections()
        try:
            return work()
        finally:
            close_old_connections()

    return await asyncio.get_running_loop().run_in_executor(_THREADS, run)
