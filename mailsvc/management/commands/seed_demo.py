"""``manage.py seed_demo``: people and letters to look at, the same every time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from mailsvc.demo import large, seeding

PASSWORDS_FILE = "demo-passwords.txt"


class Command(BaseCommand):
    """Seed the demo once, and a large mailbox if one is wished."""

    help = "Seed a small believable demo; --large N gives one mailbox N messages more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--large",
            type=int,
            default=0,
            metavar="N",
            help="fill the mailbox of ann with N messages",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["large"] < 0:
            raise CommandError("Say how many messages, from 0 on.")
        made = seeding.seed_people()
        seeding.seed_letters()
        keep_passwords(Path(settings.MAILSVC_DATA) / PASSWORDS_FILE, made)
        if options["large"]:
            filled = large.fill_mailbox(seeding.address_of("ann"), options["large"])
            self.stdout.write(f"{filled} messages brought in.")


def keep_passwords(path: Path, made: dict[str, str]) -> None:
    """Write down the passwords of the accounts that were just made, for us alone."""
    path.touch(mode=0o600)
    with path.open("a") as file:
        file.writelines(f"{address}  {word}\n" for address, word in made.items())
