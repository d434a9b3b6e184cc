"""Domains that we receive for; a new one gets its key and its postmaster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from mailbox.admin.pages import Admin
from mailbox.mime.addresses import parse_mailbox_address
from mailbox.models import Domain
from mailbox.provisioning import prepare_domain, prepare_postmaster

if TYPE_CHECKING:  # Django takes no type parameter when it runs
    _Form = forms.ModelForm[Domain]
else:
    _Form = forms.ModelForm


class DomainForm(_Form):
    """Asks for the name of a domain."""

    class Meta:
        model = Domain
        fields = ("name",)

    def clean_name(self) -> str:
        """Give the name in A-labels and lower case."""
        try:
            domain = parse_mailbox_address(f"x@{self.cleaned_data['name']}").domain
        except ValueError as error:
            raise forms.ValidationError(_("This is not a domain name.")) from error
        if domain.startswith("[") or "." not in domain:
            raise forms.ValidationError(_("This is not a domain name."))
        if Domain.objects.filter(name=domain).exists():
            raise forms.ValidationError(_("This domain is here already."))
        return domain


@admin.register(Domain)
class DomainAdmin(Admin):
    """The private key stays sealed and is on no page."""

    form = DomainForm
    list_display = ("name", "dkim_selector", "created_at")
    search_fields = ("name",)
    ordering = ("name",)

    def get_fields(
        self, request: HttpRequest, obj: Domain | None = None
    ) -> tuple[str, ...]:
        if obj is None:
            return ("name",)
        return ("name", "dkim_selector", "dkim_public", "created_at")

    def has_change_permission(
        self, request: HttpRequest, obj: Domain | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Domain | None = None
    ) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Domain, form: Any, change: bool
    ) -> None:
        """Make the domain known, with key and postmaster."""
        made = prepare_domain(obj.name)
        prepare_postmaster(made)
        obj.pk = made.pk
        obj.refresh_from_db()
