"""Who is offered for an address: learned from what was filed and sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Account
from mailbox.compose.correspondents import (
    find_correspondents,
    learn_correspondents,
    rank_of,
)
from mailbox.compose.saving import Written, save_draft
from mailbox.compose.sending import send_draft
from mailbox.models import Correspondent, Draft
from tests.builders.mail import NOON, Letter, mailbox_of, receive


def send(account: Account, to: str) -> None:
    draft = Draft.objects.create(
        mailbox=mailbox_of(account), from_address=account.address
    )
    save_draft(draft, Written(account.address, to=to))
    send_draft(draft, undo_seconds=0)


def offered(account: Account, typed: str) -> list[str]:
    learn_correspondents(mailbox_of(account).pk)
    found = find_correspondents(mailbox_of(account), typed)
    return [person.address for person in found]


def test_people_who_wrote_and_were_written_to_are_offered(ann: Account) -> None:
    receive(ann, Letter(author="wei@linden.test", author_name="张伟"))
    send(ann, "Wendy <wendy@remote.test>")

    assert offered(ann, "zhangw") == ["wei@linden.test"]
    assert offered(ann, "we") == ["wendy@remote.test", "wei@linden.test"]


def test_who_is_written_to_often_comes_before_who_writes_often(ann: Account) -> None:
    receive(ann, *[Letter(author="news@kiln.test", author_name="Kiln") for _ in "1234"])
    send(ann, "kim@kiln.test")
    send(ann, "kim@kiln.test")

    assert offered(ann, "ki") == ["kim@kiln.test", "news@kiln.test"]


def test_learning_twice_counts_once(ann: Account) -> None:
    receive(ann, Letter())

    assert learn_correspondents(mailbox_of(ann).pk) == 1
    assert learn_correspondents(mailbox_of(ann).pk) == 0
    assert Correspondent.objects.get().received == 1


def test_new_name_replaces_the_old_one(ann: Account) -> None:
    receive(ann, Letter(author_name="W. Jing"))
    assert offered(ann, "jing") == ["wen@hearthworks.example"]
    receive(ann, Letter(author_name="文静"))

    assert offered(ann, "wenjing") == ["wen@hearthworks.example"]
    assert Correspondent.objects.get().name == "文静"


@pytest.mark.parametrize("author", ["no-reply@shop.test", "mailer-daemon@a.test"])
def test_machines_are_not_offered(ann: Account, author: str) -> None:
    receive(ann, Letter(author=author))

    assert offered(ann, author[:4]) == []


def test_ben_is_not_offered_whom_ann_knows(ann: Account, ben: Account) -> None:
    receive(ann, Letter())

    assert offered(ann, "wen") == ["wen@hearthworks.example"]
    assert offered(ben, "wen") == []


def test_rank_grows_with_use_and_time() -> None:
    often = rank_of(sent=9, received=0, last_at=NOON)
    once = rank_of(sent=1, received=0, last_at=NOON)
    lately = rank_of(sent=1, received=0, last_at=NOON + timedelta(days=300))

    assert once < often < lately
