"""Who is offered while one types an address: people written to, people who wrote.

`learn_correspondents` walks the entries that have come since the last time, in a
background job that is woken when a letter is begun or sent. Looking up walks one
index, newest and most written-to first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import log2
from typing import Any, Final, cast

from django.db import transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery

from mailbox.compose.typed_keys import keys_of, wanted_keys
from mailbox.mime.addresses import NamedAddress, normalise
from mailbox.mime.summary import envelope_from_json
from mailbox.models import (
    Correspondent,
    CorrespondentKey,
    CorrespondentProgress,
    Entry,
    MailAddress,
    Mailbox,
    Role,
)

AT_ONCE: Final = 500
COUNTED: Final = ("name", "sent", "received", "last_at", "rank")
OFFERED: Final = 8
MOST_OF_A_LETTER: Final = 100
LEFT_OUT: Final = (Role.JUNK, Role.DRAFTS)
_MACHINE: Final = re.compile(
    r"(?:no-?reply|do-?not-?reply|mailer-daemon|bounces?|notifications?)\b", re.I
)
_BEGINNING: Final = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Met:
    """How often and when somebody was met in a batch."""

    name: str = ""
    sent: int = 0
    received: int = 0
    last_at: datetime = field(default=_BEGINNING)

    def note(self, name: str, at: datetime, *, is_recipient: bool) -> None:
        """Count one letter."""
        self.sent += is_recipient
        self.received += not is_recipient
        if at >= self.last_at:
            self.last_at, self.name = at, name or self.name


def find_correspondents(mailbox: Mailbox, typed: str) -> list[NamedAddress]:
    """Find the people whose address or name begins as typed, the likeliest first."""
    wanted = wanted_keys(typed)
    if wanted is None:
        return []
    keys = CorrespondentKey.objects.filter(mailbox=mailbox)
    if wanted.exact:
        likeliest = keys.filter(key=wanted.exact).order_by("-rank", "-correspondent_id")
        order = list(likeliest.values_list("correspondent_id", flat=True)[:OFFERED])
    else:
        order = _likeliest(keys.filter(key__gte=wanted.start, key__lt=wanted.end))
    people = Correspondent.objects.in_bulk(order)
    return [NamedAddress(people[key].name, people[key].address) for key in order]


def _likeliest(keys: QuerySet[CorrespondentKey]) -> list[int]:
    """Give those to whom the keys lead, each once, the likeliest first."""
    ranked = keys.values("correspondent_id").annotate(best=Max("rank"))
    ordered = ranked.order_by("-best", "correspondent_id")
    return list(ordered.values_list("correspondent_id", flat=True)[:OFFERED])


def learn_correspondents(mailbox_id: int) -> int:
    """Reckon the entries that came since the last time; gives how many.

    Safe to run twice: each batch moves the mark in the transaction that counts it.
    """
    CorrespondentProgress.objects.get_or_create(mailbox_id=mailbox_id)
    learned = 0
    while batch := _learn_batch(mailbox_id):
        learned += batch
    return learned


def rank_of(*, sent: int, received: int, last_at: datetime) -> int:
    """Rank a person: written to often counts most, then lately, then heard from.

    A day later counts one; so no rank must be reckoned anew as time goes by.
    """
    days = (last_at - _BEGINNING).days
    return round(60 * log2(1 + sent) + 8 * log2(1 + received)) + days


def _learn_batch(mailbox_id: int) -> int:
    with transaction.atomic():
        rows = CorrespondentProgress.objects.select_for_update()
        progress = rows.get(mailbox_id=mailbox_id)
        entries = list(_entries_after(mailbox_id, progress.entry))
        if not entries:
            return 0
        met = _meet(entries, _own_addresses(mailbox_id))
        _keep(mailbox_id, met)
        progress.entry = entries[-1]["pk"]
        progress.save(update_fields=["entry"])
        return len(entries)


def _entries_after(mailbox_id: int, entry: int) -> Iterable[dict[str, Any]]:
    rows = Entry.objects.filter(mailbox_id=mailbox_id, pk__gt=entry).order_by("pk")
    return cast(
        "Iterable[dict[str, Any]]",
        rows.values(
            "pk",
            "folder__role",
            "message__is_draft",
            "message__is_outgoing",
            "message__from_name",
            "message__from_address",
            "message__received_at",
            "message__envelope",
        )[:AT_ONCE],
    )


def _meet(entries: Iterable[dict[str, Any]], own: set[str]) -> dict[str, _Met]:
    met: dict[str, _Met] = {}
    for entry in entries:
        if entry["folder__role"] in LEFT_OUT or entry["message__is_draft"]:
            continue
        is_recipient = entry["message__is_outgoing"]
        for person in _people(entry):
            address = normalise(person.address)
            if "@" not in address or len(address) > 254 or address in own:
                continue
            if not is_recipient and _MACHINE.match(address):
                continue
            met.setdefault(address, _Met()).note(
                " ".join(person.name.split())[:320],
                entry["message__received_at"],
                is_recipient=is_recipient,
            )
    return met


def _people(entry: dict[str, Any]) -> Iterator[NamedAddress]:
    if not entry["message__is_outgoing"]:
        yield NamedAddress(entry["message__from_name"], entry["message__from_address"])
        return
    envelope = envelope_from_json(entry["message__envelope"])
    yield from (*envelope.to, *envelope.cc, *envelope.bcc)[:MOST_OF_A_LETTER]


def _own_addresses(mailbox_id: int) -> set[str]:
    rows = MailAddress.objects.filter(mailbox_id=mailbox_id)
    return set(rows.values_list("address", flat=True))


def _keep(mailbox_id: int, met: dict[str, _Met]) -> None:
    """Count who was met; keys are made for who is new or has another name."""
    rows = Correspondent.objects.filter(mailbox_id=mailbox_id, address__in=list(met))
    known = {row.address: row for row in rows}
    old, new, renamed = list(known.values()), [], []
    for address, each in met.items():
        row = known.get(address)
        if row is None:
            row = Correspondent(
                mailbox_id=mailbox_id,
                address=address,
                name=each.name,
                last_at=each.last_at,
            )
            new.append(row)
        elif each.name and row.name != each.name:
            row.name = each.name
            renamed.append(row)
        row.sent += each.sent
        row.received += each.received
        row.last_at = max(row.last_at, each.last_at)
        row.rank = rank_of(sent=row.sent, received=row.received, last_at=row.last_at)
    Correspondent.objects.bulk_update(
        old, ["name", "sent", "received", "last_at", "rank"]
    )
    new = Correspondent.objects.bulk_create(new)
    _write_keys(mailbox_id, [*new, *renamed])
    _carry_ranks([row.pk for row in old])


def _write_keys(mailbox_id: int, people: list[Correspondent]) -> None:
    numbers = [person.pk for person in people]
    CorrespondentKey.objects.filter(correspondent_id__in=numbers).delete()
    CorrespondentKey.objects.bulk_create(
        CorrespondentKey(
            mailbox_id=mailbox_id, correspondent=person, key=key, rank=person.rank
        )
        for person in people
        for key in keys_of(person.name, person.address)
    )


def _carry_ranks(numbers: list[int]) -> None:
    """Write the rank of people whose counts have changed beside their keys."""
    person = Correspondent.objects.filter(pk=OuterRef("correspondent_id"))
    CorrespondentKey.objects.filter(correspondent_id__in=numbers).update(
        rank=Subquery(person.values("rank")[:1])
    )
