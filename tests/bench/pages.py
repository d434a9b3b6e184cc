"""Server time of pages, against an empty Django view with the same middleware.

Run as `python -m tests.bench.pages` inside a place's environment: it asks the
pages through Django's test client, so that what is timed is the server's work
and no network.
"""

from __future__ import annotations

import os
import sys
from itertools import cycle
from typing import TYPE_CHECKING

if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path, reverse

from accounts.models import Account
from mailbox.models import Folder, FolderConversation, Role
from mailsvc.demo import mix
from mailsvc.urls import urlpatterns as real_patterns
from tests.bench.figures import Timing, ratio, say, time_rounds, title

if TYPE_CHECKING:
    from collections.abc import Iterable

ROUNDS = 60


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing: the floor."""
    return HttpResponse("")


urlpatterns = [*real_patterns, path("empty/", empty)]


def main() -> None:
    for local in sys.argv[1:]:
        account = Account.objects.get(address=f"{local}@example.test")
        client = Client()
        client.force_login(account)
        inbox = Folder.objects.get(mailbox__account=account, role=Role.INBOX)
        title(f"Pages of a folder of {inbox.total:,} messages")
        floor = _time(client, ["/empty/"])
        say("empty Django view", floor)
        for name, urls in _pages(inbox).items():
            timing = _time(client, urls)
            say(name, timing, ratio(timing.p50, floor.p50))


def _pages(inbox: Folder) -> dict[str, list[str]]:
    folder = reverse("mailbox:folder", args=[inbox.pk])
    places = FolderConversation.objects.filter(folder=inbox).order_by("-rank")
    number = places.count()
    deep = places[int(number * 0.8)].rank
    some = places[number // 3 : number // 3 + 30]
    conversations = [
        reverse("mailbox:conversation", args=[inbox.pk, each.conversation_id])
        for each in some
    ]
    search = reverse("mailbox:search")
    return {
        "newest 50": [folder],
        "a deep page (80 % back)": [f"{folder}?before={deep}"],
        "open a message": conversations,
        "search, a rare word": [f"{search}?q={mix.RARE}"],
        "search, a common word": [f"{search}?q={mix.COMMON}"],
        "search, two Chinese characters, common": [f"{search}?q={mix.CHINESE_COMMON}"],
        "search, two Chinese characters, rare": [f"{search}?q={mix.CHINESE_RARE}"],
        "search, two words and a sender": [f"{search}?q=contract+invoice+from:example"],
    }


def _time(client: Client, urls: Iterable[str]) -> Timing:
    around = cycle(urls)

    def ask() -> None:
        response = client.get(next(around))
        assert response.status_code == 200, response.status_code

    return time_rounds(ask, ROUNDS)


if __name__ == "__main__":
    main()
