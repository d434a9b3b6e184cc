"""The forms of accounts: signing in, changing the password."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(forms.Form):
    """Address and password."""

    address = forms.CharField(label=_("Address"), max_length=254)
    password = forms.CharField(
        label=_("Password"), max_length=1024, widget=forms.PasswordInput
    )


class PasswordForm(forms.Form):
    """The current password, and the wanted one twice: nobody sees what they type."""

    current = forms.CharField(max_length=1024, strip=False)
    wanted = forms.CharField(max_length=1024, strip=False)
    again = forms.CharField(max_length=1024, strip=False)

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("wanted", again):
            raise forms.ValidationError(_("The two new passwords are not the same."))
        return again
