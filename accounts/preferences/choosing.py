"""Change one thing that a person chose.

A choice has a name; where it is kept (with the account, with the preferences, in a
column for the device in hand) is known here only. Values come as typed text.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.models import Account, Device, Preferences
from accounts.models.preferences import field_of
from accounts.preferences.zones import MOST_SUGGESTED, cities_of, find_zones
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


def _clean_for_account(name: str, typed: str) -> str:
    value = typed.strip()
    if name == "language" and value not in dict(settings.LANGUAGES):
        raise WrongChoice(field=name, detail=typed)
    if name == "time_zone":
        return _find_zone(value)
    if name == "name" and (len(value) > 200 or not value.isprintable()):
        raise WrongChoice(
            _("A name has at most 200 characters, on one line."), field=name
        )
    return value


def _find_zone(typed: str) -> str:
    """Find the one zone that was meant; nothing typed means the device's own."""
    found = find_zones(typed) if typed else [""]
    if len(found) == 1:
        return found[0]
    if not found:
        raise WrongChoice(
            _("We know no such time zone. Try a large city nearby."),
            field="time_zone",
            detail=typed,
        )
    suggested = (cities_of(name) for name in found[:MOST_SUGGESTED])
    words = _("This could be several time zones: %(zones)s. Choose one of them.")
    raise WrongChoice(
        words % {"zones": pgettext("between zones", "; ").join(suggested)},
        field="time_zone",
        detail=typed,
    )


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
