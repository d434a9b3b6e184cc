"""Change a password: with the current one, and so that every other session ends.

A session carries a mark made of the password; once that changes, sessions with the
old mark are signed out at their next request. The door renews its own.
"""

from __future__ import annotations

from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Account
from accounts.signin import throttling
from mailsvc.kit.errors import InvalidInput

WEAKNESSES: Final = {
    "password_too_short": _("This is too short to be safe: take 8 characters or more."),
    "password_too_common": _("This is one of the passwords that are guessed first."),
}


class WrongPassword(InvalidInput):
    """The current password is another one."""

    code = "signin.wrong_password"
    words = _("This is not your current password.")


class TooManyGuesses(InvalidInput):
    """The current password was guessed wrong too often; wait a little."""

    code = "signin.too_many_guesses"
    temporary = True


class WeakPassword(InvalidInput):
    """The new password is too easy to guess, in the words of what checks it."""

    code = "signin.weak_password"


def change_password(account: Account, current: str, wanted: str, peer: str) -> None:
    """Change the password of an account; durable on return.

    Args:
        account: Whose password it is.
        current: What they say it is now; wrong guesses are counted as at the door.
        wanted: What it shall be.
        peer: The address that asks, for the count of guesses.

    Raises:
        TooManyGuesses: The current password was wrong too often.
        WrongPassword: The current password is another one.
        WeakPassword: The new one is easy to guess, or no new one.
    """
    _check_current(account, current, peer)
    _check_wanted(account, current, wanted)
    account.set_password(wanted)
    account.save(update_fields=["password"])


def _check_current(account: Account, current: str, peer: str) -> None:
    wait = throttling.seconds_to_wait(account.address, peer)
    if wait > 0:
        raise TooManyGuesses(wait_words(int(wait) + 1), field="current")
    if not account.check_password(current):
        throttling.note_wrong_guess(account.address, peer)
        raise WrongPassword(field="current")
    throttling.forget_guesses(account.address, peer)


def _check_wanted(account: Account, current: str, wanted: str) -> None:
    if wanted == current:
        raise WeakPassword(_("This is the password you have now."), field="wanted")
    try:
        validate_password(wanted, account)
    except ValidationError as error:
        words = " ".join(_own_words(each) for each in error.error_list)
        raise WeakPassword(words, field="wanted") from error


def _own_words(weakness: ValidationError) -> str:
    """Say a weakness in our words, which are in all our languages; else in Django's."""
    return str(WEAKNESSES.get(weakness.code or "", weakness.messages[0]))


def wait_words(seconds: int) -> str:
    """Say how long the next guess must wait."""
    return ngettext(
        "Too many wrong guesses. Try again in %(number)d second.",
        "Too many wrong guesses. Try again in %(number)d seconds.",
        seconds,
    ) % {"number": seconds}
