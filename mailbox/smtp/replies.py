"""What the SMTP doors answer: every reply code, status and text, in one place.

Each 2xx, 4xx and 5xx reply carries an enhanced status code (RFC 2034 §3, RFC 3463);
only the greeting, the answers to EHLO, HELO and LHLO, and 3xx replies go without.
Doors raise `Refused`; the services' errors become replies in `reply_for`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from django.utils import translation

from mailbox.errors import MailError

_NOT_PRINTABLE: Final = re.compile(r"[^\x20-\x7e]+")


@dataclass(frozen=True, slots=True)
class Reply:
    """One SMTP reply; lines of `text` become lines of a multi-line reply.

    `closes` says that the connection ends after it.
    """

    code: int
    status: str
    text: str
    closes: bool = False

    def __str__(self) -> str:
        return " ".join([str(self.code), self.status, *self.text.split()])

    def to_bytes(self) -> bytes:
        """Write the reply as it goes over the wire (RFC 5321 §4.2.1)."""
        status = f"{self.status} " if self.status else ""
        lines = [_NOT_PRINTABLE.sub("?", line) for line in self.text.split("\n")]
        return b"".join(
            f"{self.code}{mark}{status}{line}\r\n".encode("ascii")
            for mark, line in zip("-" * (len(lines) - 1) + " ", lines, strict=True)
        )

    def saying(self, text: str) -> Reply:
        """Give the same reply with other words."""
        return replace(self, text=text)


class Refused(Exception):
    """A command cannot be done; the session answers with `reply` and goes on."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"{reply.code} {reply.status} {reply.text}")
        self.reply = reply


# --- What went well ---------------------------------------------------------

BYE: Final = Reply(221, "2.0.0", "Bye", closes=True)
DONE: Final = Reply(250, "2.0.0", "Done")
SENDER_OK: Final = Reply(250, "2.1.0", "Sender accepted")
RECIPIENT_OK: Final = Reply(250, "2.1.5", "Recipient accepted")
START_TLS: Final = Reply(220, "2.0.0", "Begin TLS now")
SEND_DATA: Final = Reply(354, "", "Send the message; end it with CRLF.CRLF")
SIGNED_IN: Final = Reply(235, "2.7.0", "Signed in")
NO_VERIFY: Final = Reply(252, "2.5.0", "Cannot verify; send to it and see")
HELP: Final = Reply(214, "2.0.0", "See RFC 5321")

# --- Commands out of place or malformed --------------------------------------

UNKNOWN_COMMAND: Final = Reply(500, "5.5.1", "Unknown command")
LINE_TOO_LONG: Final = Reply(500, "5.5.2", "Command line too long")
LINE_BROKEN: Final = Reply(500, "5.5.2", "A command line ends in CRLF, and only there")
NOT_TEXT: Final = Reply(500, "5.5.2", "Command is not UTF-8 text")
BAD_ARGUMENTS: Final = Reply(501, "5.5.4", "Wrong arguments")
BAD_PARAMETER: Final = Reply(501, "5.5.4", "Wrong value of a parameter")
BAD_SENDER: Final = Reply(501, "5.1.7", "Malformed reverse-path")
BAD_RECIPIENT: Final = Reply(501, "5.1.3", "Malformed forward-path")
PATH_TOO_LONG: Final = Reply(501, "5.1.3", "Address too long")
NOT_OFFERED: Final = Reply(502, "5.5.1", "Command not offered")
WRONG_ORDER: Final = Reply(503, "5.5.1", "Command out of order")
OUT_OF_STEP: Final = Reply(
    503, "5.5.0", "You spoke before it was your turn; goodbye", closes=True
)
EARLY_TALKER: Final = Reply(
    554, "5.5.0", "You spoke before the greeting; goodbye", closes=True
)
UNKNOWN_PARAMETER: Final = Reply(555, "5.5.4", "Parameter not recognised")
NEEDS_UTF8: Final = Reply(553, "5.6.7", "A non-ASCII address needs SMTPUTF8")
NO_RECIPIENTS: Final = Reply(554, "5.5.1", "No valid recipients")

# --- Mail that is not for us --------------------------------------------------

RELAY_DENIED: Final = Reply(550, "5.7.1", "We do not relay")
TOO_MANY_RECIPIENTS: Final = Reply(452, "4.5.3", "Too many recipients")
MESSAGE_TOO_BIG: Final = Reply(552, "5.3.4", "Message too big")
BARE_LINE_ENDING: Final = Reply(
    550, "5.6.0", "Message has a bare CR or LF; lines end in CRLF"
)
TEXT_LINE_TOO_LONG: Final = Reply(550, "5.6.0", "Message has a line that is too long")
FAR_TOO_BIG: Final = Reply(552, "5.3.4", "Message far too big; goodbye", closes=True)
MAIL_LOOP: Final = Reply(554, "5.4.6", "Too many hops: this message loops")

# --- Trouble and limits -------------------------------------------------------

LOST_PLACE: Final = Reply(
    451, "4.3.0", "Trouble on our side; please try again", closes=True
)
LOCAL_TROUBLE: Final = Reply(451, "4.3.0", "Trouble on our side; please try again")
TOO_MANY_CONNECTIONS: Final = Reply(
    421, "4.7.0", "Too many connections; come back later", closes=True
)
TOO_MANY_ERRORS: Final = Reply(421, "4.7.0", "Too many errors; goodbye", closes=True)
TOO_MANY_COMMANDS: Final = Reply(
    421, "4.7.0", "Too many commands without mail; goodbye", closes=True
)
TOO_MANY_MESSAGES: Final = Reply(
    421, "4.7.0", "Enough messages over one connection; please reconnect", closes=True
)
IDLE_TOO_LONG: Final = Reply(421, "4.4.2", "Idle for too long; goodbye", closes=True)
SESSION_TOO_LONG: Final = Reply(421, "4.4.2", "Session took too long", closes=True)
SHUTTING_DOWN: Final = Reply(
    421, "4.3.2", "Shutting down; please try again", closes=True
)

# --- TLS and signing in -------------------------------------------------------

TLS_NEEDED: Final = Reply(530, "5.7.0", "Issue STARTTLS first")
TLS_UNAVAILABLE: Final = Reply(454, "4.7.0", "TLS not available now")
SIGN_IN_FIRST: Final = Reply(530, "5.7.0", "Authentication required")
WRONG_PASSWORD: Final = Reply(535, "5.7.8", "Address or password is wrong")
UNKNOWN_MECHANISM: Final = Reply(504, "5.5.4", "We know PLAIN and LOGIN")
AUTH_ABANDONED: Final = Reply(501, "5.7.0", "Authentication abandoned")
AUTH_UNREADABLE: Final = Reply(501, "5.5.2", "Response is not readable")
AUTH_LINE_TOO_LONG: Final = Reply(500, "5.5.6", "Response too long")
TOO_MANY_GUESSES: Final = Reply(
    421, "4.7.0", "Too many wrong guesses; come back later", closes=True
)


def reply_for(error: Exception) -> Reply:
    """Turn what a service raised into a reply; what we did not foresee is 451.

    Replies are English whatever language the process speaks, and never carry
    the error's detail, which is for the log.
    """
    if isinstance(error, Refused):
        return error.reply
    if not isinstance(error, MailError):
        return LOCAL_TROUBLE
    with translation.override("en"):
        return Reply(error.reply, error.status, str(error.words))
