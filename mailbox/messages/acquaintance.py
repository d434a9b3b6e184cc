"""Noting with whom a mailbox exchanges letters, in the transaction that files them.

One query for a batch, for what is known already is left alone. Junk makes nobody
known, and a draft is no letter yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Final

import idna

from mailbox.messages.changes import Change
from mailbox.mime.addresses import NamedAddress, normalise
from mailbox.mime.summary import Envelope
from mailbox.models import KnownAddress, Message, Role
from mailsvc.kit import clock
from mailsvc.kit.confusables import skeleton

LONGEST: Final = 320
MOST_RECIPIENTS: Final = 100
RECENT: Final = timedelta(hours=1)

Noted = dict[tuple[str, bool], KnownAddress]


def note_acquaintances(
    change: Change, filed: Sequence[tuple[Message, Envelope, int]]
) -> None:
    """Note the people of a batch: message, its envelope, the folder it went to."""
    noted: Noted = {}
    for message, envelope, folder_id in filed:
        if message.is_draft or change.folder(folder_id).role == Role.JUNK:
            continue
        for person, is_recipient in _people(message, envelope):
            for row in _rows(message, person, is_recipient=is_recipient):
                noted.setdefault((row.address, is_recipient), row)
    noted.pop((change.mailbox.address, False), None)
    if not noted:
        return
    KnownAddress.objects.bulk_create(noted.values(), ignore_conflicts=True)
    if any(clock.now() - each[0].received_at > RECENT for each in filed):
        _move_first_letters_back(change, noted)


def looks_of(address: str) -> str:
    """Give the skeleton of a normalised address; its domain as eyes see it."""
    local, at, domain = address.rpartition("@")
    return f"{skeleton(local)}{at}{skeleton(shown_domain(domain))}"[:LONGEST]


def name_looks_of(name: str) -> str:
    """Give the skeleton of a name; "" for what is no name."""
    return "" if "@" in name or len(name.strip()) < 2 else skeleton(name)[:LONGEST]


def shown_domain(domain: str) -> str:
    """Write a domain in its own letters."""
    if "xn--" not in domain:
        return domain
    try:
        return idna.decode(domain)
    except (idna.IDNAError, UnicodeError):
        return domain


def _people(
    message: Message, envelope: Envelope
) -> Iterator[tuple[NamedAddress, bool]]:
    if not message.is_outgoing:
        yield NamedAddress(message.from_name, message.from_address), False
        return
    people = (*envelope.to, *envelope.cc, *envelope.bcc)
    for person in people[:MOST_RECIPIENTS]:
        yield person, True


def _rows(
    message: Message, person: NamedAddress, *, is_recipient: bool
) -> Iterator[KnownAddress]:
    address = normalise(person.address)[:LONGEST]
    local, _at, domain = address.rpartition("@")
    if not local or not domain:
        return
    for known, name in ((address, person.name), (f"@{domain}", "")):
        yield KnownAddress(
            mailbox_id=message.mailbox_id,
            address=known,
            is_recipient=is_recipient,
            first_message=message.pk,
            name=name[:LONGEST],
            looks=looks_of(known),
            name_looks=name_looks_of(name),
        )


def _move_first_letters_back(change: Change, noted: Noted) -> None:
    """An import may bring a letter older than the first one that was known."""
    oldest = min(row.first_message for row in noted.values())
    rows: Iterable[KnownAddress] = KnownAddress.objects.filter(
        mailbox=change.mailbox,
        address__in={address for address, _is_recipient in noted},
        first_message__gt=oldest,
    )
    moved = []
    for row in rows:
        first = noted.get((row.address, row.is_recipient))
        if first is not None and first.first_message < row.first_message:
            row.first_message = first.first_message
            moved.append(row)
    if moved:
        KnownAddress.objects.bulk_update(moved, ["first_message"])
