"""``manage.py create_account ADDRESS``: open an account and its mailbox."""

from __future__ import annotations

import getpass
import secrets
import sys
from typing import Any, Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.signin.authenticate import complete_address
from mailbox.provisioning import open_account
from mailsvc.kit.errors import ServiceError

LONGEST_NAME: Final = 200


class Command(BaseCommand):
    """Open an account; asks for the password, reads it, or makes one."""

    help = "Open an account with its mailbox."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="ann, or ann@example.test")
        parser.add_argument("--name", default="", help="what to call the person")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from stdin"
        )
        parser.add_argument(
            "--staff", action="store_true", help="works at the staff desk"
        )
        parser.add_argument(
            "--admin",
            action="store_true",
            help="staff with all rights: may use the admin pages, /admin/",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        address = complete_address(options["address"])
        password, is_made = _password(from_stdin=options["password_stdin"])
        try:
            validate_password(password)
            account = open_account(
                address,
                password,
                name=_name(options["name"]),
                is_staff=options["staff"],
                is_admin=options["admin"],
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except ServiceError as error:
            raise CommandError(f"{address}: {error.words}") from error
        self.stdout.write(f"{account.address} can sign in.")
        if is_made:
            self.stdout.write(f"Password: {password}")


def _name(typed: str) -> str:
    name = " ".join(typed.split())
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise CommandError(f"Use a name of at most {LONGEST_NAME} characters.")
    return name


def _password(*, from_stdin: bool) -> tuple[str, bool]:
    """Get a password: given, typed, or (without a terminal) made."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\n"), False
    if sys.stdin.isatty():
        typed = getpass.getpass("Password (empty to have one made): ")
        if typed and typed != getpass.getpass("The same again: "):
            raise CommandError("The two are not the same. Nothing was made.")
        if typed:
            return typed, False
    return secrets.token_urlsafe(12), True
