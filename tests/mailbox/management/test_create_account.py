"""`manage.py create_account`: what it opens, and what it refuses in words."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account
from accounts.signin.authenticate import find_account
from mailbox.models import MailAddress, Mailbox
from mailbox.provisioning import SYSTEM_FOLDERS
from tests.builders.mail import PASSWORD

Create = Callable[..., str]


@pytest.fixture
def create(ann: Account, monkeypatch: pytest.MonkeyPatch) -> Create:
    """Run the command beside Ann, who is there already; gives what it printed."""

    def create(address: str, password: str = PASSWORD, **options: object) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        out = io.StringIO()
        call_command(
            "create_account", address, password_stdin=True, stdout=out, **options
        )
        return out.getvalue()

    return create


def test_an_account_can_sign_in_and_receive(create: Create) -> None:
    said = create("cleo@example.test", name="Cleo")

    assert said == "cleo@example.test can sign in.\n"
    account = find_account("cleo", PASSWORD)
    assert account is not None
    assert account.name == "Cleo"
    assert not account.is_staff
    assert Mailbox.objects.get(account=account).folders.count() == len(SYSTEM_FOLDERS)
    assert MailAddress.objects.filter(address="cleo@example.test").exists()


def test_an_address_without_a_domain_is_ours_and_without_case(create: Create) -> None:
    assert create(" Cleo ") == "cleo@example.test can sign in.\n"


def test_a_chinese_name_is_kept(create: Create) -> None:
    create("wei", name="张伟")

    assert Account.objects.get(address="wei@example.test").name == "张伟"


def test_staff_work_at_the_desk_and_admins_may_do_everything(create: Create) -> None:
    create("cleo", staff=True)
    create("olga", admin=True)

    cleo = Account.objects.get(address="cleo@example.test")
    olga = Account.objects.get(address="olga@example.test")
    assert (cleo.is_staff, cleo.is_superuser) == (True, False)
    assert (olga.is_staff, olga.is_superuser) == (True, True)


def test_without_a_terminal_a_password_is_made_and_shown(
    ann: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    out = io.StringIO()

    call_command("create_account", "cleo", stdout=out)

    password = out.getvalue().partition("Password: ")[2].strip()
    assert find_account("cleo", password) is not None


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ann", "ann@example.test: This address is taken."),
        ("ANN@EXAMPLE.TEST", "This address is taken."),
        ("cleo@elsewhere.test", "only be opened at our own domain"),
        ("cleo+news", "cannot be a mailbox's address"),
        ("cleo@@example.test", "cannot be a mailbox's address"),
        ('"cleo lee"@example.test', "cannot be a mailbox's address"),
        ("cleo%other.test@example.test", "cannot be a mailbox's address"),
        ("@example.test", "cannot be a mailbox's address"),
        (f"{'x' * 65}@example.test", "cannot be a mailbox's address"),
    ],
)
def test_an_address_that_cannot_be_had_is_refused_in_words(
    create: Create, address: str, words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        create(address)
    assert Account.objects.exclude(address="ann@example.test").count() == 0


@pytest.mark.parametrize(
    ("password", "words"),
    [("short", "too short"), ("password", "too common"), ("", "too short")],
)
def test_a_weak_password_is_refused_in_words(
    create: Create, password: str, words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        create("cleo", password)
    assert not Account.objects.filter(address="cleo@example.test").exists()


def test_a_name_without_end_is_refused_in_words(create: Create) -> None:
    with pytest.raises(CommandError, match="at most 200 characters"):
        create("cleo", name="x" * 201)
