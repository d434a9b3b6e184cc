"""Whose remote pictures a person wants to see: always, on request, or never."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from mailbox.mime.addresses import normalise
from mailbox.models import ImageSender, Mailbox, Message

LONGEST: Final = 320


@dataclass(frozen=True, slots=True)
class ImageChoice:
    """What a reader chose about pictures.

    `policy` is ask, always or never (`accounts.models.Images`); `find_senders` gives
    the addresses that may always, and is asked only about a letter with pictures;
    `wanted` are the messages for which it was asked just now.
    """

    policy: str = "ask"
    find_senders: Callable[[], frozenset[str]] = frozenset
    wanted: frozenset[int] = frozenset()

    def shows(self, message: Message, *, is_junk: bool = False) -> bool:
        """Tell whether a letter's pictures are fetched; in Junk only on request."""
        if message.pk in self.wanted:
            return True
        if is_junk or self.policy == "never":
            return False
        return self.policy == "always" or self.trusts(message)

    def trusts(self, message: Message) -> bool:
        """Tell whether its sender may always show pictures."""
        return normalise(message.from_address) in self.find_senders()


def find_trusted(mailbox: Mailbox, messages: Iterable[Message]) -> frozenset[str]:
    """Find which authors of some letters may always show pictures, in one query."""
    addresses = {normalise(message.from_address) for message in messages}
    rows = ImageSender.objects.filter(mailbox=mailbox, address__in=addresses)
    return frozenset(rows.values_list("address", flat=True))


def list_trusted(mailbox: Mailbox) -> list[str]:
    """List the addresses that may always show pictures."""
    rows = ImageSender.objects.filter(mailbox=mailbox).order_by("address")
    return list(rows.values_list("address", flat=True))


def trust_sender(mailbox: Mailbox, address: str) -> None:
    """Let a sender's letters show pictures from now on."""
    if address:
        ImageSender.objects.get_or_create(
            mailbox=mailbox, address=normalise(address)[:LONGEST]
        )


def distrust_sender(mailbox: Mailbox, address: str) -> None:
    """Ask again about a sender's pictures."""
    ImageSender.objects.filter(
        mailbox=mailbox, address=normalise(address)[:LONGEST]
    ).delete()
