"""The form of a letter being written."""

from __future__ import annotations

import secrets
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from mailbox.compose.identities import list_identities
from mailbox.compose.saving import (
    LONGEST_SUBJECT,
    LONGEST_WRITER,
    Format,
    Writer,
    Written,
)
from mailbox.models import Draft, Mailbox
from mailbox.web.compose_pictures import addresses_for_pictures, names_for_pictures

MOST_SAVES: Final = 2_000_000_000
MOST_PEOPLE: Final = 1_000_000
MOST_MARKUP: Final = 2_000_000
"""Characters that a draft keeps; how many may leave is decided at sending."""


class LetterForm(forms.Form):
    """Everything stays as typed; whether it can leave is decided at sending."""

    from_address = forms.ChoiceField(label=_("From"), required=False)
    to = forms.CharField(label=_("To"), required=False, max_length=MOST_PEOPLE)
    cc = forms.CharField(label=_("Cc"), required=False, max_length=MOST_PEOPLE)
    bcc = forms.CharField(label=_("Bcc"), required=False, max_length=MOST_PEOPLE)
    subject = forms.CharField(
        label=_("Subject"), required=False, max_length=LONGEST_SUBJECT
    )
    body = forms.CharField(
        label=_("Message"), required=False, strip=False, max_length=MOST_MARKUP
    )
    html = forms.CharField(required=False, strip=False, max_length=MOST_MARKUP)
    format = forms.ChoiceField(
        required=False, choices=[(each.value, each.name) for each in Format]
    )
    with_quote = forms.BooleanField(required=False)
    version = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_SAVES, widget=forms.HiddenInput
    )
    window = forms.CharField(
        required=False, max_length=LONGEST_WRITER, widget=forms.HiddenInput
    )
    serial = forms.IntegerField(
        required=False, min_value=0, max_value=MOST_SAVES, widget=forms.HiddenInput
    )

    def __init__(self, mailbox: Mailbox, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (
                each.address,
                f"{each.name} <{each.address}>" if each.name else each.address,
            )
            for each in list_identities(mailbox)
        ]
        self.fields["from_address"] = forms.ChoiceField(choices=choices, required=False)

    def written(self, draft: Draft) -> Written:
        """Give what was written into a draft, as a value for the service."""
        data = self.cleaned_data
        return Written(
            from_address=data["from_address"],
            to=data["to"],
            cc=data["cc"],
            bcc=data["bcc"],
            subject=data["subject"],
            text=data["body"],
            html=names_for_pictures(data["html"], draft),
            format=Format(data["format"]),
            with_quote=data["with_quote"],
        )

    def writer(self) -> Writer:
        """Give who wrote it, for a letter that is open in two windows."""
        data = self.cleaned_data
        return Writer(data["version"], data["window"], data["serial"] or 0)


def initial_of(draft: Draft) -> dict[str, Any]:
    """Give the values a form shows for a draft."""
    return {
        "from_address": draft.from_address,
        "to": draft.to,
        "cc": draft.cc,
        "bcc": draft.bcc,
        "subject": draft.subject,
        "body": draft.text,
        "html": addresses_for_pictures(draft.html, draft) if draft.pk else draft.html,
        "format": "",
        "with_quote": draft.with_quote,
        "version": draft.version if draft.pk else None,
        # By this a form that is posted twice is known as one.
        "window": "" if draft.pk else secrets.token_urlsafe(12),
    }
