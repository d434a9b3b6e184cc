"""``manage.py queue``: look at what is on its way, and act on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mailbox.models import EnvelopeState, OutgoingEnvelope, RecipientState
from mailbox.outbound import queue
from mailsvc.kit import clock

ACTS = {
    "hold": queue.hold_envelopes,
    "release": queue.release_envelopes,
    "retry": queue.retry_envelopes,
    "drop": queue.drop_envelopes,
}
ON_ITS_WAY = (EnvelopeState.QUEUED, EnvelopeState.HELD)


class Command(BaseCommand):
    """List the queue; hold, release, retry or drop envelopes by number."""

    help = "List outgoing mail, or hold, release, retry, drop it by number."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["list", *ACTS], nargs="?", default="list")
        parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER")
        parser.add_argument("--all", action="store_true", help="act on all of them")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["act"] == "list":
            for line in _lines():
                self.stdout.write(line)
            return
        numbers = options["numbers"]
        if options["all"]:
            rows = OutgoingEnvelope.objects.filter(state__in=ON_ITS_WAY)
            numbers = list(rows.values_list("pk", flat=True))
        elif not numbers:
            raise CommandError("Say which: numbers from “queue list”, or --all.")
        done = ACTS[options["act"]](numbers)
        self.stdout.write(f"{options['act']}: {done} of {len(numbers)}")
        if done < len(set(numbers)):
            raise CommandError("The others are not in a state that allows it.")


def _lines() -> Iterator[str]:
    """Say for each envelope who, to whom, how often tried, and when next."""
    rows = OutgoingEnvelope.objects.filter(state__in=ON_ITS_WAY).order_by("not_before")
    if not rows.exists():
        yield "The queue is empty."
    for envelope in rows.iterator(chunk_size=200):
        waiting = envelope.recipients.filter(state=RecipientState.WAITING)
        yield (
            f"{envelope.pk:>8}  {envelope.state:<7} {envelope.size_bytes:>9} bytes  "
            f"{envelope.attempts:>2} tries  {_due(envelope)}  "
            f"{envelope.reverse_path or '<>'}"
        )
        for recipient in waiting.order_by("pk")[:20]:
            yield f"          → {recipient.address}  {recipient.text}".rstrip()


def _due(envelope: OutgoingEnvelope) -> str:
    if envelope.state == EnvelopeState.HELD:
        return "until released"
    if envelope.not_before <= clock.now():
        return "due now"
    return f"next {envelope.not_before:%Y-%m-%d %H:%M} UTC"
