"""``manage.py serve``: prepare the data folder and run the whole service.

It starts from nothing and may be started again at any time: what is there is
kept, what is missing is made. It ends with a signal, and ends everything.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, connection

from mailsvc.env import Endpoint
from mailsvc.kit.certificates import ensure_certificate
from mailsvc.kit.redis import socket_path
from mailsvc.preparation import prepare
from mailsvc.supervision.console import Console
from mailsvc.supervision.datafolder import (
    KEY_FILE,
    hold_folder,
    make_secret_key,
    prepare_folder,
)
from mailsvc.supervision.errors import StartRefused
from mailsvc.supervision.ports import check_addresses
from mailsvc.supervision.program import Program
from mailsvc.supervision.programs import Shape, import_beforehand, plan_programs
from mailsvc.supervision.redis_server import check_redis, plan_redis
from mailsvc.supervision.signals import Signals, StopAsked
from mailsvc.supervision.supervisor import OUR_NAME, Supervisor

PASSWORDS_FILE = "demo-passwords.txt"


class Command(BaseCommand):
    """Run the whole service until it is stopped."""

    help = "Prepare the data folder and run everything under one supervisor."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo",
            action="store_true",
            help="Seed a small believable demo once, and say who can sign in.",
        )

    def handle(self, *_args: Any, demo: bool, **_options: Any) -> None:
        try:
            serve(demo=demo or settings.MAILSVC_DEMO)
        except StopAsked:
            return
        except StartRefused as refused:
            print(f"\nmailsvc cannot start.\n{refused}", file=sys.stderr)
            sys.exit(1)


def serve(*, demo: bool) -> None:
    """Prepare everything, run it, and return when it has been stopped.

    Raises:
        StartRefused: Something stands in the way; nothing is left running.
        StopAsked: A signal came before everything was started.
    """
    data: Path = settings.MAILSVC_DATA
    prepare_folder(data)
    lock = hold_folder(data, list_addresses())
    check_addresses(list_doors())
    make_keys(data)
    passwords = data / PASSWORDS_FILE
    is_new = not passwords.exists()
    console = Console(sys.stdout)
    with Signals() as signals, Supervisor(console, signals, held=[lock]) as supervisor:
        start_redis(supervisor, data)
        supervisor.finish(
            Program("prepare", partial(prepare_data, demo=demo and is_new))
        )
        import_beforehand()
        supervisor.start(*plan_programs(read_shape()))
        console.write(welcome(greet(passwords, is_new=is_new) if demo else ""))
        supervisor.run()
        console.say(OUR_NAME, "Stopping…")


def start_redis(supervisor: Supervisor, data: Path) -> None:
    """Start our Redis, or check the one that `REDIS_URL` names."""
    socket = socket_path(data)
    if f"unix://{socket}" != settings.REDIS_URL:
        check_redis(settings.REDIS_URL)
        return
    supervisor.start(plan_redis(data, socket))


def prepare_data(*, demo: bool) -> None:
    """Prepare the database and files; runs in a process of its own."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        sys.exit(f"The database that DATABASE_URL names cannot be used: {error}")
    prepare(print)
    if demo:
        call_command("seed_demo")


def make_keys(data: Path) -> None:
    """Make the secret and the certificate where they are missing.

    Settings read the secret when they are loaded, so a start that has just
    made it begins again.
    """
    if not os.environ.get("MAILSVC_SECRET_KEY") and make_secret_key(data / KEY_FILE):
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606
    chain, key = settings.MAILSVC_TLS_CERTIFICATE, settings.MAILSVC_TLS_KEY
    try:
        ensure_certificate(chain, key, settings.MAILSVC_HOSTNAME)
    except OSError as error:
        raise StartRefused(
            f"The certificate cannot be had: {error} Set MAILSVC_TLS_CERTIFICATE and "
            "MAILSVC_TLS_KEY to a pair, or to two paths where one can be made."
        ) from error


def list_doors() -> Mapping[str, Endpoint]:
    """List where we listen, by the name of the setting."""
    return {name: getattr(settings, name) for name in settings.MAILSVC_DOORS}


def list_addresses() -> list[str]:
    """Say in words where the service can be reached."""
    return [
        f"Web pages   http://{settings.MAILSVC_HTTP}/",
        f"Events      http://{settings.MAILSVC_EVENTS}/  (pages listen here)",
        f"SMTP in     {settings.MAILSVC_MX}  (mail for @{settings.MAILSVC_DOMAIN})",
        f"LMTP in     {settings.MAILSVC_LMTP}",
        f"Submission  {settings.MAILSVC_SUBMISSION}  (STARTTLS, sign in)",
    ]


def read_shape() -> Shape:
    """Read from the settings how many of what to run, and where."""
    return Shape(
        data=settings.MAILSVC_DATA,
        http=settings.MAILSVC_HTTP,
        events=settings.MAILSVC_EVENTS,
        web_workers=settings.MAILSVC_WEB_WORKERS,
        smtp_processes=settings.MAILSVC_SMTP_PROCESSES,
        filing_workers=settings.MAILSVC_FILING_WORKERS,
    )


def greet(passwords: Path, *, is_new: bool) -> str:
    """Say who can sign in: with passwords this once, then where they are."""
    if not is_new:
        return f"Who can sign in is written in {passwords}"
    return f"{passwords.read_text().rstrip()}\n(also kept in {passwords})"


def welcome(greeting: str) -> str:
    """Put together the closing words of a start."""
    lines = ["", f"{settings.MAILSVC_NAME} is ready.", ""]
    lines += [f"  {address}" for address in list_addresses()]
    if greeting:
        lines += ["", *(f"  {line}" for line in greeting.splitlines())]
    return "\n".join([*lines, "", "  Ctrl-C stops everything.", ""])
