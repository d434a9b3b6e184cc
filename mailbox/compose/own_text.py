"""What a person writes once and uses again: a name, words, limits, a way back.

Each is kept as plain text and as clean HTML, whichever of the two it was written
as. What is deleted stays for two days, to be taken back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from mailbox.compose.rich_text import clean_letter, html_of_text, is_remote
from mailbox.compose.text_alternative import text_alternative
from mailbox.messages.naming import clean_name, unique_name
from mailbox.models import Signature
from mailsvc.kit import clock
from mailsvc.kit.errors import InvalidInput

LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """How many there may be, and how many characters each may have."""

    most: int
    longest_text: int
    longest_html: int


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a person has written, as typed.

    `is_rich` says which of the two counts; None is a form without scripts, which
    keeps the formatting of what it does not change.
    """

    name: str
    text: str = ""
    html: str = ""
    is_rich: bool | None = None


class TooLong(InvalidInput):
    """More than can be kept."""

    code = "mail.own_text_too_long"
    words = _("This is too long to keep. Take a part of it out.")


class TooMany(InvalidInput):
    """There are as many as can be kept."""

    code = "mail.too_many_own_texts"
    words = _("There are as many as can be. Delete one that you do not use.")


def list_own(mailbox_id: int) -> list[Signature]:
    """List what a person keeps, in their order."""
    kept = Signature.objects.filter(mailbox_id=mailbox_id, removed_at=None)
    return list(kept.order_by("position", "pk"))


def fill_in(own: Signature, written: OwnWords, limits: Limits) -> None:
    """Put what was written into a row, tidied; the row is not saved.

    Raises:
        InvalidInput: The name or the words are empty or too long.
    """
    own.name = clean_name(written.name.replace("/", "-"), longest=LONGEST_NAME)
    own.text, own.html, own.is_rich = _body(own, written, limits)
    if not own.text.strip() and "<img" not in own.html:
        raise InvalidInput(_("Write something to keep."), field="body")


def keep(own: Signature, limits: Limits) -> None:
    """Save a row; a new one goes to the end.

    Raises:
        InvalidInput: The name is taken, or there are too many.
    """
    if own._state.adding:
        before = Signature.objects.filter(mailbox_id=own.mailbox_id, removed_at=None)
        positions = list(before.values_list("position", flat=True))
        if len(positions) >= limits.most:
            raise TooMany(field="name")
        own.position = max(positions, default=0) + 1
    with unique_name():
        own.save()


def remove(own: Signature) -> None:
    """Delete one; for two days it can be taken back."""
    own.removed_at = clock.now()
    own.save(update_fields=["removed_at"])


def take_back(own: Signature) -> None:
    """Take back one that was deleted.

    Raises:
        InvalidInput: Another has its name by now.
    """
    own.removed_at = None
    with unique_name():
        own.save(update_fields=["removed_at"])


def forget_removed(*, before: datetime) -> None:
    """Forget for ever what was deleted before a moment."""
    Signature.objects.filter(removed_at__lt=before).delete()


def _body(own: Signature, written: OwnWords, limits: Limits) -> tuple[str, str, bool]:
    text = written.text.replace("\r\n", "\n").rstrip()
    if written.is_rich is None and own.is_rich and text == own.text.rstrip():
        return own.text, own.html, True
    if len(text) > limits.longest_text or len(written.html) > limits.longest_html:
        raise TooLong(field="body", detail=f"{len(text)}, {len(written.html)}")
    if not written.is_rich:
        return text, html_of_text(text), False
    html = clean_letter(written.html, picture=_remote_only).strip()
    return text_alternative(html).rstrip(), html, True


def _remote_only(source: str) -> str | None:
    """Let pictures stay that are on the web: a row has no files of its own."""
    return source if is_remote(source) else None
