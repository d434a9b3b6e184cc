"""Are the parts there: settings, database, blobs, keys, Redis, workers, doors?"""

from __future__ import annotations

import shutil
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from typing import Final

import redis
from celery import current_app
from cryptography import x509
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from mailbox.models import Arrival, Domain, OutgoingEnvelope
from mailbox.outbound.signing import DKIM_PURPOSE
from mailbox.store.blobs import blobs
from mailsvc.diagnostics.dns_records import is_for_trials
from mailsvc.diagnostics.findings import Finding, failed, good, note
from mailsvc.env import Endpoint
from mailsvc.kit import clock
from mailsvc.kit.redis import client
from mailsvc.kit.sealing import CannotOpen, unseal
from mailsvc.supervision.datafolder import is_held

LATE: Final = timedelta(minutes=2)
LOW_DISK_BYTES: Final = 2 << 30
WARN_CERTIFICATE: Final = timedelta(days=14)


def check_parts() -> Iterator[Finding]:
    """Look at every part that mail needs, in the order in which it needs them."""
    yield from check_settings()
    yield from check_store()
    yield from check_certificate()
    if not is_held(settings.MAILSVC_DATA):
        yield failed(
            f"The service does not run on {settings.MAILSVC_DATA}.",
            "Start it: make run, or systemctl start mailsvc on a production host.",
        )
        return
    yield from check_redis()
    yield from check_doors()


def check_settings() -> Iterator[Finding]:
    """Is anything set that serves a trial, but not people?"""
    if settings.DEBUG:
        yield failed(
            "MAILSVC_DEBUG is on: pages show our insides to whoever meets an error.",
            "Leave it out.",
        )
    if is_for_trials(settings.MAILSVC_DOMAIN):
        yield note(
            f"{settings.MAILSVC_DOMAIN} is a name for trials: nobody outside can "
            "write to it.",
            "Set MAILSVC_DOMAIN to a domain of yours.",
        )
    if not settings.MAILSVC_HTTPS and not _is_loopback(settings.MAILSVC_HTTP):
        yield failed(
            f"Pages are served in the clear at {settings.MAILSVC_HTTP}.",
            "Put a proxy that speaks HTTPS before it, and set MAILSVC_HTTPS=yes.",
        )


def check_database() -> Finding:
    """Does the database answer, and is it up to date?"""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return failed(
            f"The database does not answer: {error}",
            "Check DATABASE_URL, and that the database server runs.",
        )
    if plan:
        return failed(
            f"The database lacks {len(plan)} migrations.",
            "Start the service once (make run, or manage.py serve).",
        )
    return good(f"The database ({connection.vendor}) answers and is up to date.")


def check_keys() -> Iterator[Finding]:
    """Does the secret key open what it sealed?"""
    for domain in Domain.objects.order_by("pk"):
        try:
            opened = unseal(domain.dkim_key_sealed, purpose=DKIM_PURPOSE)
        except CannotOpen:
            opened = b""
        if not opened:
            yield failed(
                f"The DKIM key of {domain} cannot be opened: mail cannot be signed.",
                "Put back the secret key that sealed it (MAILSVC_SECRET_KEY, or the "
                "file secret-key of the data folder).",
            )


def check_store() -> Iterator[Finding]:
    """Can bytes be kept and read back, and is there room?"""
    probe = b"mailsvc doctor\r\n"
    if not settings.MAILSVC_DATA.is_dir():
        yield failed(
            f"There is no data folder {settings.MAILSVC_DATA}.",
            "Check MAILSVC_DATA; the first start of the service makes it.",
        )
        return
    try:
        store = blobs()
        kept = store.read(store.put(probe).digest)
    except Exception as error:
        yield failed(f"The blob store fails: {error}", "Check MAILSVC_BLOBS.")
        return
    if kept != probe:
        yield failed("The blob store gives other bytes back.", "Check the disk.")
        return
    yield good("The blob store keeps bytes and gives them back.")
    free = shutil.disk_usage(settings.MAILSVC_DATA).free
    if free < LOW_DISK_BYTES:
        yield failed(
            f"Only {free >> 20} MB are free under {settings.MAILSVC_DATA}.",
            "Make room, or move MAILSVC_DATA.",
        )


def check_redis() -> Iterator[Finding]:
    """Does Redis answer, and do workers hear it?"""
    try:
        client().ping()
    except redis.RedisError as error:
        yield failed(
            f"Redis does not answer: {error}",
            "Check REDIS_URL and the log. Mail is safe meanwhile.",
        )
        return
    yield good("Redis answers.")
    replies = current_app.control.ping(timeout=1.0)
    if replies:
        yield good(f"{len(replies)} workers answer.")
    else:
        yield failed("No worker answers.", "The log says why; restart the service.")


def check_doors() -> Iterator[Finding]:
    """Is somebody listening where the settings say?"""
    for name in settings.MAILSVC_DOORS:
        where: Endpoint = getattr(settings, name)
        if _answers(where):
            yield good(f"{name} {where} answers.")
        else:
            yield failed(
                f"Nobody listens at {name} {where}.",
                "The log says why; are these the settings that the service has?",
            )


def check_certificate() -> Iterator[Finding]:
    """Is the certificate there, readable with its key, and valid for a while?"""
    path, key = settings.MAILSVC_TLS_CERTIFICATE, settings.MAILSVC_TLS_KEY
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path, key)
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError, ssl.SSLError) as error:
        yield failed(
            f"The certificate {path} cannot be used: {error}",
            "Set MAILSVC_TLS_CERTIFICATE and MAILSVC_TLS_KEY to a pair that belongs "
            "together; without them the start makes one.",
        )
        return
    left = certificate.not_valid_after_utc - clock.now()
    if left < WARN_CERTIFICATE:
        yield failed(
            f"The certificate ends in {left.days} days.",
            f"Renew {path}; new files are taken up by themselves.",
        )
    elif certificate.issuer == certificate.subject:
        yield note(
            "The certificate is self-signed.",
            "Enough between mail hosts; desktop clients will ask. "
            "Set MAILSVC_TLS_CERTIFICATE and MAILSVC_TLS_KEY to a public one.",
        )
    else:
        yield good(f"The certificate is valid for {left.days} more days.")


def check_backlog() -> Iterator[Finding]:
    """Is anything waiting that should not be?"""
    late = clock.now() - LATE
    unfiled = Arrival.objects.filter(accepted_at__lt=late).count()
    if unfiled:
        yield failed(
            f"{_messages(unfiled, 'accepted')} not filed after two minutes.",
            "Is a worker running? Its log says why; nothing is lost.",
        )
    overdue = OutgoingEnvelope.objects.filter(
        state="queued", not_before__lt=late, leased_until__isnull=True
    ).count()
    if overdue:
        yield failed(
            f"{_messages(overdue, 'outgoing')} overdue.", "See manage.py queue list."
        )
    if not unfiled and not overdue:
        yield good("Nothing waits longer than it should.")


def _messages(count: int, kind: str) -> str:
    return f"1 {kind} message is" if count == 1 else f"{count} {kind} messages are"


def _is_loopback(where: Endpoint) -> bool:
    try:
        return ip_address(where.host).is_loopback
    except ValueError:
        return where.host == "localhost"


def _answers(where: Endpoint) -> bool:
    try:
        with socket.create_connection((where.host, where.port), timeout=1):
            return True
    except OSError:
        return False
