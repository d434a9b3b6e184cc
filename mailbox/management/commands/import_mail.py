"""``manage.py import_mail ADDRESS PATH…``: bring mail in from files.

Whatever ends it, the same command started again goes on where it was.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mailbox.errors import MailboxFull
from mailbox.management.progress import Progress, show_size
from mailbox.management.targets import find_mailbox
from mailbox.mime.archives import NotAnArchive, SkippedMessage
from mailbox.models import Mailbox
from mailbox.portability.archive_import import Source, find_source, import_archive
from mailbox.portability.places import Tally
from mailbox.store.errors import StoreError
from mailsvc.kit.errors import ServiceError
from mailsvc.kit.sqlite.mapping import map_nothing
from mailsvc.kit.sqlite.statistics import renew_statistics

GO_ON = "Run the same command again to go on from there."


class Command(BaseCommand):
    """Bring mbox, Maildir, zip and .eml into a mailbox, with folders and flags."""

    help = "Bring mail in from files: mbox, Maildir, zip, .eml, or a folder of them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="ann, or ann@example.test")
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--folder",
            default="",
            metavar="NAME",
            help="file everything in this folder, such as Work/2026; without it the "
            "folders of the archive are made",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        map_nothing()
        mailbox = find_mailbox(options["address"])
        sources = [_source(path) for path in options["paths"]]
        tallies = self._import(mailbox, sources, options["folder"])
        renew_statistics()
        self.stdout.write(f"{mailbox.address}: {_summary(tallies)}")

    def _import(
        self, mailbox: Mailbox, sources: list[Source], folder_name: str
    ) -> list[Tally]:
        total = sum(source.size_bytes for source in sources)
        progress = Progress(self.stdout, total)
        tallies: list[Tally] = []
        for source in sources:
            try:
                tallies.append(
                    _run(progress, mailbox, source, folder_name, tuple(tallies))
                )
            except KeyboardInterrupt as error:
                raise CommandError(f"Stopped. {GO_ON}", returncode=130) from error
            except (ServiceError, StoreError, OSError, ValueError) as error:
                raise CommandError(_words(error, mailbox, source)) from error
            finally:
                progress.clear()
        return tallies


def _run(
    progress: Progress,
    mailbox: Mailbox,
    source: Source,
    folder_name: str,
    before: tuple[Tally, ...],
) -> Tally:
    """Bring one archive in, and show how far all of them are."""
    tally = Tally()
    done_bytes = sum(each.done_bytes for each in before)
    messages = sum(each.done_messages for each in before)
    for step in import_archive(mailbox, source, folder_name=folder_name):
        if isinstance(step, SkippedMessage):
            progress.say(f"Skipped: {_describe(step, source)}")
            continue
        tally = step
        progress.show(done_bytes + tally.done_bytes, messages + tally.done_messages)
    return tally


def _source(path: Path) -> Source:
    try:
        return find_source(path)
    except FileNotFoundError as error:
        raise CommandError(f"There is nothing at {path}.") from error
    except (OSError, zipfile.BadZipFile) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error


def _describe(skipped: SkippedMessage, source: Source) -> str:
    return (
        f"{source.path.name}, {skipped.folder}, message {skipped.key} "
        f"({show_size(skipped.size_bytes)}): {skipped.reason}"
    )


def _summary(tallies: list[Tally]) -> str:
    """Say what became of all messages, in one sentence."""
    new = sum(tally.new_messages for tally in tallies)
    reasons: Counter[str] = Counter()
    for tally in tallies:
        reasons.update(tally.skipped)
    skipped = reasons.total()
    here = sum(tally.done_messages for tally in tallies) - new - skipped
    words = [f"{new:,} brought in", f"{here:,} here already"]
    if skipped:
        each = ", ".join(f"{number:,} {reason}" for reason, number in reasons.items())
        words.append(f"{skipped:,} skipped ({each})")
    return ", ".join(words) + "."


def _words(error: Exception, mailbox: Mailbox, source: Source) -> str:
    """Say what went wrong and what to do."""
    if isinstance(error, MailboxFull):
        mailbox.refresh_from_db()
        return (
            f"{mailbox.address} is full: {show_size(mailbox.used_bytes)} of "
            f"{show_size(mailbox.quota_bytes)} are used, and the next messages do "
            f"not fit. What came before is filed. Give the mailbox more room, then "
            f"run the same command again to go on from there."
        )
    if isinstance(error, NotAnArchive):
        return (
            f"{source.path} holds no mail that can be read: mbox, Maildir, zip, .eml."
        )
    if isinstance(error, ServiceError):
        return str(error.words)
    if isinstance(error, StoreError):
        return f"The messages cannot be kept: {error}. {GO_ON}"
    return f"{source.path} cannot be read: {error}"
