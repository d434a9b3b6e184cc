"""Tell a writer that a scheduled letter did not go, by a letter into their Inbox.

Nobody may be looking when its time comes; what a page says is not enough. It comes
in as delivery reports do: with an empty reverse-path, and whether or not there is
room.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mailbox.mime.addresses import NamedAddress
from mailbox.mime.build import Outgoing, build_message, new_message_id
from mailbox.models import Draft
from mailbox.outbound.bounces import hand_in
from mailbox.reading.moments import exact_time
from mailsvc.kit import clock

BY_ITSELF: Final = b"Auto-Submitted: auto-generated\r\n"


def tell_not_sent(draft: Draft, *, at: datetime, words: str) -> None:
    """Hand in a letter that says which draft did not go at its time, and why.

    Args:
        draft: In Drafts again.
        at: When it was to go.
        words: Why it did not, in its writer's language.
    """
    account = draft.mailbox.account
    zone = ZoneInfo(account.time_zone or settings.TIME_ZONE)
    with translation.override(account.language), timezone.override(zone):
        subject = draft.subject or _("(no subject)")
        raw = build_message(
            Outgoing(
                from_=NamedAddress(
                    "Mail Delivery", f"mailer-daemon@{settings.MAILSVC_DOMAIN}"
                ),
                to=(NamedAddress(account.name, draft.mailbox.address),),
                subject=_("Not sent: %(subject)s") % {"subject": subject},
                text=_words(subject, exact_time(at), words),
                message_id=new_message_id(settings.MAILSVC_DOMAIN),
                date=clock.now(),
            )
        )
    hand_in(draft.mailbox, draft.mailbox.address, BY_ITSELF + raw)


def _words(subject: str, moment: str, why: str) -> str:
    opening = _("Your letter “%(subject)s” was to go at %(time)s. It has not gone.")
    closing = _("It is in Drafts. Mend what is wrong there, then send it.")
    return f"{opening % {'subject': subject, 'time': moment}}\n\n{why}\n\n{closing}\n"
