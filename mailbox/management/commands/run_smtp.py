"""`manage.py run_smtp`: open the SMTP ports until told to stop.

Without options it opens what the settings name. It says `ready` once for each
port, takes up a new certificate at SIGHUP, and drains at SIGTERM.
"""

from __future__ import annotations

import asyncio
import signal
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mailbox.smtp.listeners import Listeners, Service
from mailbox.smtp.wiring import make_house
from mailsvc.env import Endpoint, parse_endpoint


class Command(BaseCommand):
    help = "Listen for mail: MX, LMTP and submission."
    # They import every page, which costs a listener a second and 30 MB.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        for service in Service:
            parser.add_argument(f"--{service}", type=_endpoint, metavar="HOST:PORT")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = {each: options[each] for each in Service if options[each]}
        try:
            asyncio.run(self._serve(chosen or _from_settings()))
        except OSError as error:
            raise CommandError(str(error)) from error

    async def _serve(self, endpoints: dict[Service, Endpoint]) -> None:
        stop = asyncio.Event()
        listeners = Listeners(make_house())
        _hear_signals(listeners, stop)
        for service, endpoint in endpoints.items():
            port = await listeners.open(service, endpoint.host, endpoint.port)
            self.stdout.write(f"ready {service} {Endpoint(endpoint.host, port)}")
            self.stdout.flush()
        await stop.wait()
        await listeners.drain()


def _from_settings() -> dict[Service, Endpoint]:
    return {
        Service.MX: settings.MAILSVC_MX,
        Service.LMTP: settings.MAILSVC_LMTP,
        Service.SUBMISSION: settings.MAILSVC_SUBMISSION,
    }


def _hear_signals(listeners: Listeners, stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stop.set)
    loop.add_signal_handler(signal.SIGINT, stop.set)
    certificate = listeners.house.certificate
    if certificate is not None:
        loop.add_signal_handler(signal.SIGHUP, certificate.reload_if_changed)


def _endpoint(text: str) -> Endpoint:
    try:
        return parse_endpoint(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error
