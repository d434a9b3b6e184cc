"""``manage.py export_mail ADDRESS PATH``: take everything along, in files."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mailbox.management.progress import Progress, show_size
from mailbox.management.targets import find_mailbox
from mailbox.mime.archives import Format
from mailbox.portability.exporting import export_mailbox
from mailbox.portability.places import Tally
from mailbox.store.errors import StoreError
from mailsvc.kit.sqlite.mapping import map_nothing

GO_ON = "Run the same command again to go on from there."


class Command(BaseCommand):
    """Write a mailbox to mbox files, a Maildir or one zip."""

    help = "Write all mail of a mailbox to an archive, with folders, flags and tags."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="ann, or ann@example.test")
        parser.add_argument("path", type=Path, help="the archive to write")
        parser.add_argument("--format", choices=get_args(Format), default="zip")

    def handle(self, *_args: Any, **options: Any) -> None:
        map_nothing()
        mailbox = find_mailbox(options["address"])
        path: Path = options["path"].absolute()
        # What is written is somebody's mail: for who runs this alone.
        umask = os.umask(0o077)
        progress = Progress(self.stdout, mailbox.used_bytes)
        tally = Tally()
        try:
            for step in export_mailbox(mailbox, path, options["format"]):
                tally = step
                progress.show(tally.done_bytes, tally.done_messages)
        except KeyboardInterrupt as error:
            raise CommandError(f"Stopped. {GO_ON}", returncode=130) from error
        except FileExistsError as error:
            raise CommandError(
                f"{path} is there already, and not from a broken-off export of this "
                "mailbox in this format. Name another path, or remove it first."
            ) from error
        except (OSError, StoreError, ValueError) as error:
            raise CommandError(f"{error}\n{GO_ON}") from error
        finally:
            os.umask(umask)
            progress.clear()
        self.stdout.write(
            f"{mailbox.address}: {tally.done_messages:,} messages "
            f"({show_size(tally.done_bytes)}) are in {path}."
        )
