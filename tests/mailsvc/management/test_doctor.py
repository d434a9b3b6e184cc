"""`manage.py doctor`: each finding says what is wrong and what to do about it."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from accounts.models import Account
from mailbox.models import (
    Arrival,
    Domain,
    Folder,
    Mailbox,
    OutgoingEnvelope,
    Role,
)
from mailsvc.env import Endpoint
from mailsvc.kit import clock
from mailsvc.kit.certificates import ensure_certificate
from mailsvc.supervision.datafolder import hold_folder
from tests.builders.mail import Letter, mailbox_of, open_test_account, receive

Doctor = Callable[..., tuple[int, str]]


@pytest.fixture
def doctor() -> Doctor:
    """Run it; gives its exit code and what it said."""

    def doctor(**options: object) -> tuple[int, str]:
        out = io.StringIO()
        try:
            call_command("doctor", stdout=out, **{"no_dns": True, **options})
        except SystemExit as ended:
            return int(str(ended.code)), out.getvalue()
        return 0, out.getvalue()

    return doctor


@pytest.fixture
def ann(db: None, redis: object) -> Account:
    return open_test_account("ann")


@pytest.fixture
def running(settings: Settings, ann: Account, tmp_path: Path) -> Iterator[Path]:
    """Make it look as if the service ran: the lock held, somebody at each door."""
    settings.MAILSVC_DATA = tmp_path
    settings.MAILSVC_TLS_CERTIFICATE = tmp_path / "certificate.pem"
    settings.MAILSVC_TLS_KEY = tmp_path / "key.pem"
    ensure_certificate(
        settings.MAILSVC_TLS_CERTIFICATE, settings.MAILSVC_TLS_KEY, "mail.example.test"
    )
    lock = hold_folder(tmp_path, [])
    with socket.create_server(("127.0.0.1", 0)) as door:
        for name in settings.MAILSVC_DOORS:
            where = Endpoint("127.0.0.1", door.getsockname()[1])
            setattr(settings, name, where)
        yield tmp_path
    socket.close(lock)


def test_what_is_well_is_said_so(doctor: Doctor, running: Path) -> None:
    _code, said = doctor()

    for words in (
        f"✓ The database ({connection.vendor}) answers and is up to date.",
        "✓ The blob store keeps bytes and gives them back.",
        "✓ Redis answers.",
        "✓ MAILSVC_SUBMISSION 127.0.0.1:",
        "· The certificate is self-signed.",
        "✓ Nothing waits longer than it should.",
        "✓ Every kept count is right.",
    ):
        assert words in said


def test_workers_that_are_silent_are_missed(doctor: Doctor, running: Path) -> None:
    code, said = doctor()

    assert code == 1
    assert "✗ No worker answers.\n    The log says why" in said


def test_a_service_that_does_not_run_is_one_finding(
    doctor: Doctor, ann: Account
) -> None:
    code, said = doctor()

    assert code == 1
    assert "✗ The service does not run on " in said
    assert "Start it: make run" in said
    assert "Nobody listens" not in said


def test_a_door_without_a_listener_is_named(
    doctor: Doctor, running: Path, settings: Settings
) -> None:
    settings.MAILSVC_MX = Endpoint("127.0.0.1", 1)

    assert "✗ Nobody listens at MAILSVC_MX 127.0.0.1:1." in doctor()[1]


def test_a_silent_redis_is_named(
    doctor: Doctor, running: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from mailsvc.kit import redis as kit_redis

    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    kit_redis.client.cache_clear()
    try:
        said = doctor()[1]
    finally:
        kit_redis.client.cache_clear()

    assert "✗ Redis does not answer" in said
    assert "Mail is safe meanwhile." in said


def test_a_certificate_that_is_not_there_or_ends_soon_is_said(
    doctor: Doctor, running: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = clock.now() + timedelta(days=365 * 3)
    with monkeypatch.context() as patched:
        patched.setattr(clock, "now", lambda: later)
        assert "✗ The certificate ends in " in doctor()[1]

    (running / "key.pem").unlink()

    assert "cannot be used" in doctor()[1]


def test_mail_that_waits_too_long_is_counted(doctor: Doctor, ann: Account) -> None:
    long_ago = clock.now() - timedelta(minutes=10)
    Arrival.objects.create(
        receipt="r",
        mailbox=mailbox_of(ann),
        digest="0" * 64,
        size_bytes=1,
        recipient=ann.address,
        protocol="SMTP",
        accepted_at=long_ago,
    )
    OutgoingEnvelope.objects.create(digest="0" * 64, size_bytes=1, not_before=long_ago)

    code, said = doctor()

    assert code == 1
    assert "✗ 1 accepted message is not filed after two minutes." in said
    assert "✗ 1 outgoing message is overdue." in said


def test_a_wrong_count_is_found_and_recount_puts_it_right(
    doctor: Doctor, ann: Account
) -> None:
    receive(ann, Letter(), Letter())
    Folder.objects.filter(mailbox__account=ann, role=Role.INBOX).update(total=7)
    Mailbox.objects.filter(account=ann).update(used_bytes=1)

    code, said = doctor()

    assert code == 1
    assert "✗ ann@example.test / Inbox total: kept 7, reckoned 2" in said
    assert "ann@example.test used_bytes: kept 1, reckoned" in said
    assert "Run manage.py doctor --recount." in said

    said = doctor(recount=True)[1]

    assert "✓ Put right: ann@example.test / Inbox total: kept 7, reckoned 2" in said
    assert "✓ Every kept count is right." in doctor()[1]


def test_a_secret_that_does_not_open_the_dkim_key_is_said(
    doctor: Doctor, ann: Account, settings: Settings
) -> None:
    assert "DKIM" not in doctor()[1]

    settings.SECRET_KEY = "another secret, as after a careless move" * 2

    code, said = doctor()
    assert code == 1
    assert "✗ The DKIM key of example.test cannot be opened" in said
    assert "Put back the secret key" in said


def test_a_database_that_lacks_migrations_ends_the_diagnosis(
    doctor: Doctor, ann: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [1, 2])

    code, said = doctor()

    assert code == 1
    assert "✗ The database lacks 2 migrations." in said
    assert "Start the service once" in said
    assert "count" not in said


def test_settings_that_serve_a_trial_only_are_said(
    doctor: Doctor, ann: Account, settings: Settings
) -> None:
    settings.DEBUG = True
    settings.MAILSVC_HTTP = Endpoint("0.0.0.0", 80)

    said = doctor()[1]

    assert "✗ MAILSVC_DEBUG is on" in said
    assert "✗ Pages are served in the clear at 0.0.0.0:80." in said
    assert "· example.test is a name for trials" in said


def test_the_records_to_publish_are_printed(doctor: Doctor, ann: Account) -> None:
    domain = Domain.objects.get()

    said = doctor(no_dns=False)[1]

    assert "example.test. IN MX 10 mail.example.test." in said
    assert 'example.test. IN TXT "v=spf1 mx a:mail.example.test -all"' in said
    key = f"v=DKIM1; k=rsa; p={domain.dkim_public}"
    assert f'mailsvc1._domainkey.example.test. IN TXT "{key[:255]}" "' in said
    assert '_dmarc.example.test. IN TXT "v=DMARC1; p=quarantine' in said
