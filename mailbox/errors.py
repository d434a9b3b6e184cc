"""What can go wrong with mail, once, for three audiences.

The peer gets `reply` and `status` (RFC 5321 §4.2, RFC 3463), the person gets
`words`, retry logic asks `temporary` and nothing else.

    MailError
      UnknownRecipient   550 5.1.1
      RelayDenied        550 5.7.1
      BadAddress         553 5.1.3
      SenderNotAllowed   550 5.7.1
      BadHeader          554 5.6.0
      MailboxFull        452 4.2.2
      MessageTooBig      552 5.3.4
      BadLineEndings     550 5.6.0
      TooManyRecipients  452 4.5.3
      MailLoop           554 5.4.6
      StoreUnavailable   451 4.3.0
      ContentUnreadable  451 4.3.0, for good
        ContentAway      the same, for now
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mailsvc.kit.errors import ServiceError


class MailError(ServiceError):
    """An error of mail, with its enhanced status and its SMTP reply code."""

    code = "mail.failed"
    status: str = "4.3.0"
    reply: int = 451


class UnknownRecipient(MailError):
    code = "mail.unknown_recipient"
    status = "5.1.1"
    reply = 550
    words = _("There is no such mailbox here.")


class RelayDenied(MailError):
    code = "mail.relay_denied"
    status = "5.7.1"
    reply = 550
    words = _("This server does not pass mail on to other domains.")


class BadAddress(MailError):
    code = "mail.bad_address"
    status = "5.1.3"
    reply = 553
    words = _("This is not a mail address.")


class SenderNotAllowed(MailError):
    code = "mail.sender_not_allowed"
    status = "5.7.1"
    reply = 550
    words = _("You can send from your own addresses only.")


class BadHeader(MailError):
    code = "mail.bad_header"
    status = "5.6.0"
    reply = 554
    words = _("The header of the message is not in order: it needs one From.")


class MailboxFull(MailError):
    code = "mail.mailbox_full"
    status = "4.2.2"
    reply = 452
    temporary = True
    words = _("The mailbox is full.")


class MessageTooBig(MailError):
    code = "mail.too_big"
    status = "5.3.4"
    reply = 552
    words = _("The message is larger than this server takes.")


class BadLineEndings(MailError):
    code = "mail.bad_line_endings"
    status = "5.6.0"
    reply = 550
    words = _("The message has a line that does not end in CRLF.")


class TooManyRecipients(MailError):
    code = "mail.too_many_recipients"
    status = "4.5.3"
    reply = 452
    temporary = True
    words = _("Too many recipients for one message.")


class MailLoop(MailError):
    code = "mail.loop"
    status = "5.4.6"
    reply = 554
    words = _("The message goes round in a circle.")


class StoreUnavailable(MailError):
    code = "mail.store_unavailable"
    status = "4.3.0"
    reply = 451
    temporary = True
    words = _("The message could not be kept. Please try again later.")


class ContentUnreadable(MailError):
    code = "mail.content_unreadable"
    words = _(
        "The content of this letter cannot be read: what we keep of it is damaged or "
        "missing. Please tell whoever runs this service."
    )


class ContentAway(ContentUnreadable):
    code = "mail.content_away"
    temporary = True
    words = _("The content of this letter cannot be read now. Please try again later.")
