"""Who a letter is from, in statements that are true: outside, new, or like another.

Facts about all open letters come in two queries; what they mean is decided without
the database. Nothing is said to be safe, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db.models import Q

from mailbox.messages.acquaintance import looks_of, name_looks_of, shown_domain
from mailbox.mime.addresses import normalise
from mailbox.models import Domain, KnownAddress, Mailbox, Message
from mailsvc.kit.confusables import mixes_alphabets, skeleton

_ADDRESS: Final = re.compile(
    r"[^\s<>()\"'@,;:]{1,64}@(?:[\w-]{1,63}\.){1,8}[\w-]{2,63}"
)


class Note(StrEnum):
    """What can be said of a sender, the most serious first."""

    LIKE_US = "like_us"
    LIKE_KNOWN = "like_known"
    NAME_IS_ADDRESS = "name_is_address"
    MIXED_LETTERS = "mixed_letters"
    SAME_NAME = "same_name"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class SenderNote:
    """One statement; `other` is the address or domain that it compares with."""

    note: Note
    other: str = ""

    @property
    def is_warning(self) -> bool:
        """Tell whether it is a reason to look twice."""
        return self.note not in (Note.FIRST, Note.SAME_NAME)


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of the sender of one letter."""

    is_outside: bool = False
    notes: tuple[SenderNote, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """An address or `@domain` that the mailbox knows, as `KnownAddress` keeps it."""

    address: str
    looks: str
    first_message: int
    is_recipient: bool = False
    name_looks: str = ""


def look_at_senders(mailbox: Mailbox, messages: Iterable[Message]) -> dict[int, Sender]:
    """Say who the senders of some received letters are, by message number."""
    received = [each for each in messages if not each.is_outgoing and each.from_address]
    if not received:
        return {}
    own = frozenset(Domain.objects.values_list("name", flat=True))
    outside = [each for each in received if _domain_of(each) not in own]
    known = _find_known(mailbox, outside) if outside else ()
    return {
        each.pk: judge_sender(each, known, own) if each in outside else Sender()
        for each in received
    }


def judge_sender(
    message: Message, known: Sequence[Known], own: frozenset[str]
) -> Sender:
    """Decide what to say of an outside sender."""
    address = normalise(message.from_address)
    rows = [each for each in known if each.address == address]
    is_first = any(
        not each.is_recipient and each.first_message == message.pk for each in rows
    )
    is_stranger = is_first and not any(each.is_recipient for each in rows)
    notes = [
        *_likeness_to_us(address, own),
        *_likeness_to_known(address, message.pk, known),
        *_name_notes(message, address),
        *(_same_name(message, address, known) if is_stranger else ()),
        *([SenderNote(Note.FIRST)] if is_stranger else ()),
    ]
    return Sender(is_outside=True, notes=tuple(notes))


def _likeness_to_us(address: str, own: frozenset[str]) -> list[SenderNote]:
    """Say that a domain looks like one of ours, or begins with its name."""
    domain = address.rpartition("@")[2]
    looks = skeleton(shown_domain(domain))
    for each in sorted(own):
        if skeleton(each) == looks or domain.startswith(f"{each}."):
            return [SenderNote(Note.LIKE_US, each)]
    return []


def _likeness_to_known(
    address: str, number: int, known: Sequence[Known]
) -> list[SenderNote]:
    """Say that an address, or its domain, looks like one that was known before it."""
    for mine in (address, f"@{address.rpartition('@')[2]}"):
        looks = looks_of(mine)
        since = min(
            (each.first_message for each in known if each.address == mine),
            default=number,
        )
        for each in known:
            is_like = each.looks == looks and each.address != mine
            if is_like and each.first_message < since:
                return [SenderNote(Note.LIKE_KNOWN, each.address.lstrip("@"))]
    return []


def _name_notes(message: Message, address: str) -> list[SenderNote]:
    found = _ADDRESS.search(message.from_name)
    if found and normalise(found[0]) != address:
        return [SenderNote(Note.NAME_IS_ADDRESS, found[0])]
    domain = shown_domain(address.rpartition("@")[2])
    if any(mixes_alphabets(label) for label in domain.split(".")):
        return [SenderNote(Note.MIXED_LETTERS, domain)]
    return []


def _same_name(
    message: Message, address: str, known: Sequence[Known]
) -> list[SenderNote]:
    """Say that somebody known, but at another site, has the same name."""
    looks = name_looks_of(message.from_name)
    site = address.rpartition("@")[2]
    namesakes = [
        each.address
        for each in known
        if looks and each.name_looks == looks and each.first_message < message.pk
    ]
    if not namesakes or any(each.rpartition("@")[2] == site for each in namesakes):
        return []
    return [SenderNote(Note.SAME_NAME, namesakes[0])]


def _find_known(mailbox: Mailbox, messages: Sequence[Message]) -> tuple[Known, ...]:
    """Find who looks or is named like these senders, the longest known first."""
    addresses = {normalise(each.from_address) for each in messages}
    addresses |= {f"@{address.rpartition('@')[2]}" for address in addresses}
    looks = {looks_of(address) for address in addresses}
    names = {name_looks_of(each.from_name) for each in messages} - {""}
    mine = KnownAddress.objects.filter(mailbox=mailbox).values_list(
        "address", "looks", "first_message", "is_recipient", "name_looks"
    )
    found = mine.filter(looks__in=looks)
    if names:
        found = found.union(mine.filter(~Q(name_looks=""), name_looks__in=names))
    rows = (Known(*row) for row in found)
    return tuple(sorted(rows, key=lambda each: each.first_message))


def _domain_of(message: Message) -> str:
    return normalise(message.from_address).rpartition("@")[2]
