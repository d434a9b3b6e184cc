"""Are the parts there: database, Redis, blob store, keys, workers, doors?"""

from __future__ import annotations

import shutil
import socket
import ssl
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import redis
from celery import current_app
from cryptography import x509
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from mailbox.models import Arrival, OutgoingEnvelope
from mailbox.store.blobs import blobs
from mailsvc.diagnostics.findings import Finding, failed, good, note
from mailsvc.env import Endpoint
from mailsvc.kit import clock
from mailsvc.kit.redis import client

LATE: Final = timedelta(minutes=2)
LOW_DISK_BYTES: Final = 2 << 30
WARN_CERTIFICATE: Final = timedelta(days=14)


def check_health() -> Iterator[Finding]:
    """Look at every part that mail needs, in the order in which it needs them."""
    yield from check_database()
    yield from check_store()
    yield from check_redis()
    yield from check_doors()
    yield from check_certificate()
    yield from check_backlog()


def check_database() -> Iterator[Finding]:
    """Does the database answer, and is it up to date?"""
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield failed(f"The database does not answer: {error}", "Check DATABASE_URL.")
        return
    if plan:
        yield failed(
            f"The database lacks {len(plan)} migrations.", "Run manage.py migrate."
        )
    else:
        yield good(f"The database ({connection.vendor}) answers and is up to date.")


def check_store() -> Iterator[Finding]:
    """Can bytes be kept and read back, and is there room?"""
    probe = b"mailsvc doctor\r\n"
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
            "Start the service (make run), or check REDIS_URL. Mail is safe meanwhile.",
        )
        return
    yield good("Redis answers.")
    replies = current_app.control.ping(timeout=1.0)
    if replies:
        yield good(f"{len(replies)} workers answer.")
    else:
        yield failed("No worker answers.", "Start the service: make run.")


def check_doors() -> Iterator[Finding]:
    """Is somebody listening where the settings say?"""
    for name in ("MAILSVC_HTTP", "MAILSVC_MX", "MAILSVC_LMTP", "MAILSVC_SUBMISSION"):
        where: Endpoint = getattr(settings, name)
        if _answers(where):
            yield good(f"{name} {where} answers.")
        else:
            yield failed(f"Nobody listens at {name} {where}.", "Run make run.")


def check_certificate() -> Iterator[Finding]:
    """Is the certificate there, readable with its key, and valid for a while?"""
    path, key = settings.MAILSVC_TLS_CERTIFICATE, settings.MAILSVC_TLS_KEY
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(path, key)
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError, ssl.SSLError) as error:
        yield failed(
            f"The certificate {path} cannot be used: {error}",
            "Remove it to have one made, or set MAILSVC_TLS_CERTIFICATE and _KEY.",
        )
        return
    left = certificate.not_valid_after_utc - clock.now()
    if left < WARN_CERTIFICATE:
        yield failed(f"The certificate ends in {left.days} days.", "Renew it.")
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
            f"{unfiled} accepted messages are not filed after two minutes.",
            "Is a worker running? Its log says why; nothing is lost.",
        )
    overdue = OutgoingEnvelope.objects.filter(
        state="queued", not_before__lt=late, leased_until__isnull=True
    ).count()
    if overdue:
        yield failed(
            f"{overdue} outgoing messages are overdue.", "See manage.py queue list."
        )
    if not unfiled and not overdue:
        yield good("Nothing waits longer than it should.")


def _answers(where: Endpoint) -> bool:
    try:
        with socket.create_connection((where.host, where.port), timeout=1):
            return True
    except OSError:
        return False
