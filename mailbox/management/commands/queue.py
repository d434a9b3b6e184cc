"""``manage.py queue``: look at what is on its way, and act on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from mailbox.models import EnvelopeState, OutgoingEnvelope, RecipientState
from mailbox.outbound import queue
from mailsvc.kit import clock

ACTS: Final[dict[str, Callable[[list[int]], int]]] = {
    "hold": queue.hold_envelopes,
    "release": queue.release_envelopes,
    "retry": queue.retry_envelopes,
    "drop": queue.drop_envelopes,
}
ON_ITS_WAY = (EnvelopeState.QUEUED, EnvelopeState.HELD)
MAY: Final = {
    "hold": Q(state=EnvelopeState.QUEUED),
    "release": Q(state=EnvelopeState.HELD),
    "retry": Q(state=EnvelopeState.QUEUED, attempts__gt=0),
    "drop": Q(state__in=ON_ITS_WAY),
}


class Command(BaseCommand):
    """List the queue; hold, release, retry or drop envelopes by number."""

    help = "List outgoing mail, or hold, release, retry, drop it by number."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["list", *ACTS], nargs="?", default="list")
        parser.add_argument("numbers", nargs="*", type=int, metavar="NUMBER")
        parser.add_argument(
            "--all", action="store_true", help="act on all that allow it"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        act = options["act"]
        if act == "list":
            for line in _lines():
                self.stdout.write(line)
            return
        if not options["numbers"] and not options["all"]:
            raise CommandError("Say which: numbers from “queue list”, or --all.")
        rows = OutgoingEnvelope.objects.filter(MAY[act])
        if not options["all"]:
            rows = rows.filter(pk__in=options["numbers"])
        able = list(rows.values_list("pk", flat=True))
        asked = able if options["all"] else list(dict.fromkeys(options["numbers"]))
        self.stdout.write(f"{act}: {ACTS[act](able)} of {len(asked)}")
        if unable := [str(number) for number in asked if number not in able]:
            words = ", ".join(unable)
            raise CommandError(f"Not in a state that allows it: {words}.")


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
