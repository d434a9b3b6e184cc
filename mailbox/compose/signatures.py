"""Signatures: keep, delete, and choose one for each address.

Every change goes through here, the mailbox first. How a signature stands in a
letter is in `signing`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.db import transaction

from mailbox.compose import own_text
from mailbox.compose.own_text import Limits, OwnWords
from mailbox.compose.replies import Action
from mailbox.models import MailAddress, Mailbox, Signature, SignatureChoice

LIMITS: Final = Limits(most=50, longest_text=10_000, longest_html=40_000)
_MARKS: Final = ("--", "-- ", "—")


@dataclass(frozen=True, slots=True)
class Chosen:
    """With which signatures one address begins; None is none."""

    address_id: int
    address: str
    for_new: int | None = None
    for_answers: int | None = None

    def of(self, action: str) -> int | None:
        """Give the number of the signature for a new letter, or an answer."""
        return self.for_new if action == Action.NEW else self.for_answers


def list_signatures(mailbox: Mailbox) -> list[Signature]:
    """List a mailbox's signatures in its own order."""
    return own_text.list_own(mailbox.pk)


def save_signature(
    mailbox: Mailbox, written: OwnWords, signature: Signature | None = None
) -> Signature:
    """Keep a new signature, or change one; the very first is used at once.

    Raises:
        InvalidInput: The name or the words will not do, or there are too many.
    """
    kept = signature or Signature(mailbox=mailbox)
    own_text.fill_in(kept, _unmarked(written), LIMITS)
    with transaction.atomic():
        Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        is_first = signature is None and not _has_any(mailbox)
        own_text.keep(kept, LIMITS)
        if is_first:
            _use_everywhere(mailbox, kept)
    return kept


def remove_signature(mailbox: Mailbox, signature: Signature) -> None:
    """Delete a signature; letters that carry it keep it."""
    if signature.mailbox_id == mailbox.pk:
        own_text.remove(signature)


def take_back_signature(mailbox: Mailbox, signature: Signature) -> None:
    """Take a deleted signature back, chosen where it was.

    Raises:
        InvalidInput: Another has its name by now.
    """
    if signature.mailbox_id == mailbox.pk:
        own_text.take_back(signature)


def list_chosen(mailbox: Mailbox) -> list[Chosen]:
    """List the mailbox's addresses with what is chosen for each, the primary first."""
    rows = (
        MailAddress.objects.filter(mailbox=mailbox)
        .select_related("signature_choice__for_new", "signature_choice__for_answers")
        .order_by("-is_primary", "address")
    )
    return [_chosen(row) for row in rows]


def choose_signatures(
    mailbox: Mailbox, wanted: Mapping[int, tuple[Signature | None, Signature | None]]
) -> None:
    """Choose signatures for addresses, by their numbers: for new letters, for answers.

    Numbers of addresses that are not the mailbox's are passed over.
    """
    with transaction.atomic():
        for row in MailAddress.objects.filter(mailbox=mailbox, pk__in=list(wanted)):
            for_new, for_answers = wanted[row.pk]
            SignatureChoice.objects.update_or_create(
                address=row,
                defaults={"for_new": for_new, "for_answers": for_answers},
            )


def find_chosen(mailbox: Mailbox, address: str, action: str) -> Signature | None:
    """Find the signature with which an address begins a letter."""
    field = "for_new" if action == Action.NEW else "for_answers"
    choice = (
        SignatureChoice.objects.filter(
            address__mailbox=mailbox, address__address=address
        )
        .select_related(field)
        .first()
    )
    found: Signature | None = getattr(choice, field) if choice else None
    return found if found and found.removed_at is None else None


def _has_any(mailbox: Mailbox) -> bool:
    return Signature.objects.filter(mailbox=mailbox).exists()


def _use_everywhere(mailbox: Mailbox, signature: Signature) -> None:
    """Choose a signature for every address that has no choice yet."""
    free = MailAddress.objects.filter(mailbox=mailbox, signature_choice=None)
    SignatureChoice.objects.bulk_create(
        SignatureChoice(address=row, for_new=signature, for_answers=signature)
        for row in free
    )


def _chosen(row: MailAddress) -> Chosen:
    choice = getattr(row, "signature_choice", None)
    return Chosen(
        address_id=row.pk,
        address=row.address,
        for_new=_number(choice.for_new) if choice else None,
        for_answers=_number(choice.for_answers) if choice else None,
    )


def _number(signature: Signature | None) -> int | None:
    return signature.pk if signature and signature.removed_at is None else None


def _unmarked(written: OwnWords) -> OwnWords:
    """Leave out a line of dashes that was typed above: every letter gets its own."""
    first, _newline, rest = written.text.replace("\r\n", "\n").partition("\n")
    if written.is_rich or first.rstrip() not in {mark.rstrip() for mark in _MARKS}:
        return written
    return replace(written, text=rest)
