"""The forms of accounts: signing in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """Address and password."""

    address = forms.CharField(label=_("Address"), max_length=254)
    password = forms.CharField(
        label=_("Password"), max_length=1024, widget=forms.PasswordInput
    )
