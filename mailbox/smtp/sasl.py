"""What SASL PLAIN and LOGIN say (RFC 4616; LOGIN is a draft that Outlook kept).

Only the reading of responses is here; the conversation is `submission.py`'s, and
whether a password is right is for `accounts.signin` to say.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import Final

from mailbox.smtp import replies
from mailbox.smtp.replies import Refused

MECHANISMS: Final = ("PLAIN", "LOGIN")
USERNAME_CHALLENGE: Final = "VXNlcm5hbWU6"
PASSWORD_CHALLENGE: Final = "UGFzc3dvcmQ6"  # noqa: S105 - it asks for one


@dataclass(frozen=True, slots=True)
class Credentials:
    """A login and a password as somebody typed them; never logged."""

    login: str
    password: str = field(repr=False)


def read_plain(response: bytes) -> Credentials:
    """Read `authorization NUL login NUL password`.

    To act for somebody else is not offered, so the first part is empty or equal
    to the second.

    Raises:
        Refused: It is malformed, or asks to act for somebody else.
    """
    parts = _text(decode_response(response)).split("\0")
    if len(parts) != 3 or not parts[1]:
        raise Refused(replies.AUTH_UNREADABLE)
    acting_for, login, password = parts
    if acting_for not in ("", login):
        raise Refused(replies.WRONG_PASSWORD)
    return Credentials(login, password)


def read_login(response: bytes) -> str:
    """Read one of the two answers of LOGIN.

    Raises:
        Refused: It is malformed.
    """
    return _text(decode_response(response))


def decode_response(response: bytes) -> bytes:
    """Undo the base64 of a response; `=` stands for an empty one (RFC 4954 §4).

    Raises:
        Refused: The client cancelled with `*`, or it is not base64.
    """
    if response == b"*":
        raise Refused(replies.AUTH_ABANDONED)
    if response == b"=":
        return b""
    try:
        return base64.b64decode(response, validate=True)
    except binascii.Error as error:
        raise Refused(replies.AUTH_UNREADABLE) from error


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise Refused(replies.AUTH_UNREADABLE) from error
