"""The forms of accounts: signing in, one's own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import Account

if TYPE_CHECKING:  # Django takes no type parameter when it runs
    _AccountForm = forms.ModelForm[Account]
else:
    _AccountForm = forms.ModelForm


class SignInForm(forms.Form):
    """Address and password."""

    address = forms.CharField(label=_("Address"), max_length=254)
    password = forms.CharField(
        label=_("Password"), max_length=1024, widget=forms.PasswordInput
    )


class SettingsForm(_AccountForm):
    """How pages look and speak, and how long a message can be taken back."""

    undo_seconds = forms.IntegerField(
        label=_("Seconds to undo after sending"), min_value=0, max_value=30
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    class Meta:
        model = Account
        fields = ("name", "language", "theme", "time_zone", "undo_seconds")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = sorted(zone for zone in available_timezones() if "/" in zone)
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"),
            required=False,
            choices=[("", settings.TIME_ZONE), *((zone, zone) for zone in zones)],
        )
