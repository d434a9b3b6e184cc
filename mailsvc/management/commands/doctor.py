"""``manage.py doctor``: what is wrong here, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from mailbox.mailauth.resolver import DnsResolver
from mailbox.messages.reckoning import correct_counts, find_wrong_counts
from mailbox.models import Domain
from mailsvc.diagnostics.dns_records import check_records
from mailsvc.diagnostics.findings import Finding, Level, failed, good
from mailsvc.diagnostics.health import (
    check_backlog,
    check_database,
    check_keys,
    check_parts,
)

MARKS = {Level.GOOD: "✓", Level.NOTE: "·", Level.FAILED: "✗"}


class Command(BaseCommand):
    """Look at every part and say, in words, what is wrong and what cures it."""

    help = "Say what is wrong here and what to do; ends with 1 if something is."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--recount", action="store_true", help="put wrong counts right"
        )
        parser.add_argument("--no-dns", action="store_true", help="ask no name server")

    def handle(self, *_args: Any, **options: Any) -> None:
        findings = []
        for finding in self._findings(options):
            findings.append(finding)
            self.stdout.write(f"{MARKS[finding.level]} {finding.words}")
            if finding.cure:
                self.stdout.write(f"    {finding.cure}")
        if any(finding.level is Level.FAILED for finding in findings):
            sys.exit(1)

    def _findings(self, options: dict[str, Any]) -> Iterator[Finding]:
        database = check_database()
        yield database
        yield from check_parts()
        if database.level is Level.FAILED:
            return
        yield from check_backlog()
        yield from check_keys()
        yield from _counts(correct=options["recount"])
        if not options["no_dns"]:
            resolver = DnsResolver()
            for domain in Domain.objects.order_by("pk"):
                yield from check_records(domain, resolver)


def _counts(*, correct: bool) -> Iterator[Finding]:
    """Reckon the kept counts again, and say where they differ."""
    wrong = correct_counts() if correct else find_wrong_counts()
    if not wrong:
        yield good("Every kept count is right.")
    for each in wrong[:20]:
        words = f"{each.what}: kept {each.kept}, reckoned {each.reckoned}"
        if correct:
            yield good(f"Put right: {words}")
        else:
            yield failed(words, "Run manage.py doctor --recount.")
