"""`manage.py seed_demo`: the same people and letters every time, and only once."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from accounts.models import Account
from accounts.signin.authenticate import find_account
from mailbox.models import Message, Tag
from mailbox.provisioning import prepare_domain


@pytest.fixture
def data(db: None, redis: object, settings: Settings, tmp_path: Path) -> Path:
    settings.MAILSVC_DATA = tmp_path
    prepare_domain(django_settings.MAILSVC_DOMAIN)
    return tmp_path


def seed(**options: object) -> str:
    out = io.StringIO()
    call_command("seed_demo", stdout=out, **options)
    return out.getvalue()


def letters_of(address: str) -> list[tuple[str, str]]:
    rows = Message.objects.filter(mailbox__address=address).order_by("pk")
    return list(rows.values_list("digest", "subject"))


def test_people_and_letters_are_there_and_the_passwords_open(data: Path) -> None:
    seed()

    lines = (data / "demo-passwords.txt").read_text().splitlines()
    for line in lines:
        address, password = line.split("  ")
        assert find_account(address, password) is not None
    assert Account.objects.filter(name="张伟", language="zh-hans").exists()
    assert Account.objects.get(is_superuser=True).address == "olga@example.test"
    assert len(letters_of("yue.lin@example.test")) > 20
    assert Tag.objects.filter(mailbox__address="yue.lin@example.test").exists()
    assert (data / "demo-passwords.txt").stat().st_mode & 0o777 == 0o600


def test_seeding_again_changes_nothing(data: Path) -> None:
    seed()
    before = letters_of("yue.lin@example.test")
    passwords = (data / "demo-passwords.txt").read_text()

    seed()

    assert letters_of("yue.lin@example.test") == before
    assert (data / "demo-passwords.txt").read_text() == passwords


def test_a_large_mailbox_is_the_same_every_time_and_grows(data: Path) -> None:
    assert "60 messages brought in." in seed(large=60)
    first = letters_of("ann@example.test")

    assert "0 messages brought in." in seed(large=60)
    assert letters_of("ann@example.test") == first

    assert "20 messages brought in." in seed(large=80)
    assert letters_of("ann@example.test")[:60] == first


def test_a_number_below_nothing_is_refused(data: Path) -> None:
    with pytest.raises(CommandError, match="from 0"):
        seed(large=-1)
    assert not Account.objects.exists()
