"""The search field knows the people one has had letters with, by pinyin too."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import Account
from mailbox.compose.correspondents import learn_correspondents
from tests.builders.mail import Letter, mailbox_of, receive


@pytest.fixture
def known(ann: Account) -> Account:
    """Ann, who has had a letter of Zhang Wei's."""
    receive(ann, Letter("例会", author="weiz@hearthworks.example", author_name="张伟"))
    learn_correspondents(mailbox_of(ann).pk)
    return ann


def suggest(account: Account, typed: str) -> str:
    client = Client()
    client.force_login(account)
    return client.get("/search/suggest/", {"q": typed}).content.decode()


@pytest.mark.parametrize("typed", ["张", "zhangw", "zw", "weiz", "from:zhang"])
def test_a_person_is_found_by_name_pinyin_initials_or_address(
    known: Account, typed: str
) -> None:
    assert "weiz@hearthworks.example" in suggest(known, typed)


def test_another_persons_correspondents_are_not_offered(
    known: Account, ben: Account
) -> None:
    assert "weiz@hearthworks.example" not in suggest(ben, "zhang")
