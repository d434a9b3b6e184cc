"""Change one thing that a person chose, and say which class of device they hold.

A choice has a name; where it is kept (with the account, with the preferences, in a
column for the device in hand) is known here only. Values come as typed text.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Device, Preferences
from accounts.models.preferences import field_of
from mailsvc.kit.errors import InvalidInput

KEPT_WITH_ACCOUNT: Final = frozenset({"name", "language", "time_zone"})


class WrongChoice(InvalidInput):
    """The value is none that this setting can have."""

    code = "settings.wrong_choice"
    words = _("This is not one of the choices.")


def change_choice(account: Account, name: str, typed: str, device: Device) -> None:
    """Keep one choice; durable on return.

    Raises:
        WrongChoice: There is no such setting, or it cannot have this value.
    """
    if name in KEPT_WITH_ACCOUNT:
        setattr(account, name, _clean_for_account(name, typed))
        account.save(update_fields=[name])
        return
    value = _clean_for_preferences(name, typed, device)
    kept, _is_new = Preferences.objects.update_or_create(
        account=account, defaults={field_of(name, device): value}
    )
    account.kept_preferences = kept


def chosen(account: Account, name: str, device: Device) -> str:
    """Give a choice as the text that a form would post."""
    if name in KEPT_WITH_ACCOUNT:
        return str(getattr(account, name))
    return account.preferences.chosen(name, device)


def guess_device(headers: Mapping[str, str]) -> Device:
    """Guess the class of device from what a browser says of itself.

    Chromium answers `Sec-CH-UA-Mobile` on HTTPS; others are known by the words of
    their User-Agent. A page's script knows better, and its report wins.
    """
    agent = headers.get("User-Agent", "")
    if "iPad" in agent or ("Android" in agent and "Mobile" not in agent):
        return Device.TABLET
    if headers.get("Sec-CH-UA-Mobile") == "?1" or "Mobi" in agent:
        return Device.PHONE
    return Device.DESK


def _clean_for_account(name: str, typed: str) -> str:
    value = typed.strip()
    if name == "language" and value not in dict(settings.LANGUAGES):
        raise WrongChoice(field=name, detail=typed)
    if name == "time_zone" and value and value not in available_timezones():
        raise WrongChoice(
            _("We know no such time zone. Choose one from the list."),
            field=name,
            detail=typed,
        )
    if name == "name" and (len(value) > 200 or not value.isprintable()):
        raise WrongChoice(
            _("A name has at most 200 characters, on one line."), field=name
        )
    return value


def _clean_for_preferences(name: str, typed: str, device: Device) -> object:
    column = field_of(name, device)
    known = {field.name for field in Preferences._meta.fields} - {"account"}
    if column not in known:
        raise WrongChoice(field=name, detail=column)
    field = Preferences._meta.get_field(column)
    try:
        return field.clean(typed.strip(), None)  # type: ignore[union-attr]  # a column
    except ValidationError as error:
        raise WrongChoice(
            " ".join(error.messages) if name == "undo_seconds" else "",
            field=name,
            detail=typed,
        ) from error
