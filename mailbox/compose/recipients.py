"""Recipients as a person types them, checked one by one."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mailbox.mime.addresses import (
    NamedAddress,
    parse_address_list,
    parse_mailbox_address,
)
from mailsvc.kit.errors import InvalidInput

FULL_WIDTH = str.maketrans({"，": ",", "；": ",", ";": ",", "、": ",", "＠": "@"})


def parse_recipients(typed: str, *, field: str) -> tuple[NamedAddress, ...]:
    """Read a To, Cc or Bcc line; commas, semicolons and Chinese ones divide.

    Raises:
        InvalidInput: An address among them is none; the words name it.
    """
    line = _in_ascii(typed)
    people = parse_address_list(line)
    if line and not people:
        raise InvalidInput(_wrong(line), field=field)
    for person in people:
        try:
            parse_mailbox_address(person.address)
        except ValueError as error:
            wrong = person.address or person.name
            raise InvalidInput(_wrong(wrong), field=field) from error
    unique = {person.address.casefold(): person for person in people}
    return tuple(unique.values())


def usable_recipients(typed: str) -> tuple[NamedAddress, ...]:
    """Give those of a half-typed line that could stand in a message already."""
    usable: dict[str, NamedAddress] = {}
    for person in parse_address_list(_in_ascii(typed)):
        try:
            parse_mailbox_address(person.address)
        except ValueError:
            continue
        if person.address.rpartition("@")[0].isascii():
            usable.setdefault(person.address.casefold(), person)
    return tuple(usable.values())


def _in_ascii(typed: str) -> str:
    return " ".join(typed.translate(FULL_WIDTH).split()).strip(", ")


def _wrong(text: str) -> str:
    return _("“%(text)s” is not an address. Write it as name@example.org.") % {
        "text": text[:80]
    }
