"""A letter that did not reach everybody, to be written again for those it did not.

The new draft says what the letter said, with its files and formatting, to the
failed recipients only, and why they did not get it. Asking twice gives the same
draft for as long as that has not left.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import IntegrityError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mailbox.compose.drafts import draft_of_message, keep_with_files
from mailbox.mime.addresses import NamedAddress, format_address_list, normalise
from mailbox.mime.summary import envelope_from_json
from mailbox.models import Draft, Mailbox, Message, OutgoingEnvelope
from mailbox.reading.deliveries import describe_deliveries
from mailsvc.kit.errors import NotFound, ServiceError

MOST_SAID: Final = 5
REPORTER: Final = "mailer-daemon"


class NothingFailed(ServiceError):
    """Everybody got the letter, or may still get it."""

    code = "mail.nothing_failed"
    words = gettext_lazy("Nobody is left out: this letter need not be sent again.")


def send_again(mailbox: Mailbox, envelope: OutgoingEnvelope) -> Draft:
    """Begin a letter again for those whom it did not reach.

    Raises:
        NothingFailed: There is nobody whom it did not reach.
        NotFound: The letter is not in the mailbox any more.
        ContentUnreadable: Its bytes are damaged or missing.
    """
    begun = Draft.objects.filter(resends=envelope).first()
    if begun is not None:
        return begun
    number = envelope.message_number or 0
    failed = {
        each.address: each.words
        for each in describe_deliveries(number)
        if each.state == "failed" and each.envelope_id == envelope.pk
    }
    if not failed:
        raise NothingFailed(detail=f"envelope {envelope.pk}")
    message = Message.objects.filter(mailbox=mailbox, pk=number).first()
    if message is None:
        raise NotFound(detail=f"message {number}")
    draft = draft_of_message(mailbox, message)
    _address(draft, message, failed)
    draft.resends = envelope
    draft.fault = _why(failed)
    try:
        return keep_with_files(draft, message)
    except IntegrityError:
        return Draft.objects.get(resends=envelope)


def find_failed_of_report(report: Message) -> int | None:
    """Find the envelope that a delivery report tells of, if anybody failed in it."""
    original = envelope_from_json(report.envelope).in_reply_to
    if not original or not report.from_address.startswith(f"{REPORTER}@"):
        return None
    meant = Message.objects.filter(
        mailbox=report.mailbox_id,
        conversation=report.conversation_id,
        message_id=original,
        is_outgoing=True,
    )
    rows = OutgoingEnvelope.objects.filter(
        mailbox=report.mailbox_id,
        message_number__in=list(meant.values_list("pk", flat=True)),
        recipients__state="failed",
    )
    return rows.values_list("pk", flat=True).first()


def _address(draft: Draft, message: Message, failed: Iterable[str]) -> None:
    """Leave only those who failed, each in the line where they were.

    Whom the letter does not name was hidden, and stays so.
    """
    left = {normalise(address): address for address in failed}
    named = envelope_from_json(message.envelope)
    lines: dict[str, list[NamedAddress]] = {"to": [], "cc": [], "bcc": []}
    for line, people in lines.items():
        for person in getattr(named, line):
            if left.pop(normalise(person.address), None):
                people.append(person)
    lines["bcc"] += [NamedAddress("", address) for address in left.values()]
    for line, people in lines.items():
        setattr(draft, line, format_address_list(people))


def _why(failed: dict[str, str]) -> str:
    said = [f"{address}: {words}" for address, words in failed.items()]
    more = len(said) - MOST_SAID
    if more > 0:
        said[MOST_SAID:] = [_("and %(n)d more") % {"n": more}]
    return "\n".join(said)
