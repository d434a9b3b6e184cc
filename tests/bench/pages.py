"""Server time of pages, against an empty Django view with the same middleware.

Run as `python -m tests.bench.pages` inside a place's environment: it asks the
pages through Django's test client, so that what is timed is the server's work
and no network. What is done with letters is taken back after each round.
"""

from __future__ import annotations

import os
import sys
import uuid
from dataclasses import dataclass, field
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
    from collections.abc import Iterable, Mapping

ROUNDS = 60
MANY = 50
MARK_AT_MOST, MOVE_AT_MOST = 15, 30
"""Milliseconds for `MANY` letters at once."""


@dataclass(frozen=True, slots=True)
class Part:
    """Pages to ask for in turn, and which part of them a script wants."""

    urls: Iterable[str]
    target: str = ""

    @property
    def headers(self) -> Mapping[str, str]:
        """What a script says about itself."""
        if not self.target:
            return {}
        return {"HX-Request": "true", "HX-Target": self.target}


@dataclass
class Doer:
    """Does things with the newest letters of a folder through the page's form."""

    client: Client
    inbox: Folder
    key: str = ""
    ids: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        newest = FolderConversation.objects.filter(folder=self.inbox).order_by("-rank")
        self.ids = [each.conversation_id for each in newest[:MANY]]

    def do(self, action: str) -> None:
        """Do it with all of them."""
        self.key = str(uuid.uuid4())
        self._post(
            "mailbox:act",
            action=action,
            key=self.key,
            folder=self.inbox.pk,
            conversation=self.ids,
        )

    def undo(self) -> None:
        """Take it back."""
        self._post("mailbox:undo_act", key=self.key)

    def _post(self, name: str, **fields: object) -> None:
        response = self.client.post(
            reverse(name), fields, headers={"HX-Request": "true"}
        )
        assert response.status_code == 200, response.content[:200]


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing: the floor."""
    return HttpResponse("")


urlpatterns = [*real_patterns, path("empty/", empty)]


def main() -> None:
    for local in sys.argv[1:]:
        account = Account.objects.get(address=f"{local}@example.test")
        client = Client(headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
        client.force_login(account)
        inbox = Folder.objects.get(mailbox__account=account, role=Role.INBOX)
        title(f"Pages of a folder of {inbox.total:,} messages")
        floor = _time(client, Part(["/empty/"]))
        say("empty Django view", floor)
        for name, part in parts_of(inbox).items():
            timing = _time(client, part)
            say(name, timing, ratio(timing.p50, floor.p50))
        _measure_doing(Doer(client, inbox), floor)


def parts_of(inbox: Folder) -> dict[str, Part]:
    """List what is timed, by its name."""
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
        "newest 50": Part([folder]),
        "newest 50, by a click": Part([folder], "sheet"),
        "a deep page (80 % back)": Part([f"{folder}?before={deep}"]),
        "open a message, its whole page": Part(conversations),
        "open a message, by a click": Part(conversations, "thread"),
        "search, a rare word": Part([f"{search}?q={mix.RARE}"]),
        "search, a common word": Part([f"{search}?q={mix.COMMON}"]),
        "search, Chinese, common": Part([f"{search}?q={mix.CHINESE_COMMON}"]),
        "search, Chinese, rare": Part([f"{search}?q={mix.CHINESE_RARE}"]),
        "search, two words and a sender": Part(
            [f"{search}?q=contract+invoice+from:example"]
        ),
    }


def _time(client: Client, part: Part) -> Timing:
    around = cycle(part.urls)

    def ask() -> None:
        response = client.get(next(around), headers=part.headers)
        assert response.status_code == 200, response.status_code

    return time_rounds(ask, ROUNDS)


def _measure_doing(doer: Doer, floor: Timing) -> None:
    """Time what is done with many letters at once."""
    archive = Folder.objects.get(mailbox=doer.inbox.mailbox, role=Role.ARCHIVE)
    doer.do("unread")
    unread = doer.key
    _say_doing(doer, "read", f"mark {MANY} read", MARK_AT_MOST, floor)
    _say_doing(doer, f"move:{archive.pk}", f"move {MANY}", MOVE_AT_MOST, floor)
    doer.key = unread
    doer.undo()


def _say_doing(doer: Doer, action: str, name: str, most: int, floor: Timing) -> None:
    timing = time_rounds(lambda: doer.do(action), ROUNDS // 2, after=doer.undo)
    say(name, timing, f"{ratio(timing.p50, floor.p50)}; at most {most} ms")


if __name__ == "__main__":
    main()
