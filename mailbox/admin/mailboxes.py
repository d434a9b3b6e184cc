"""Mailboxes with their room, and the addresses that lead to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from accounts.signin.authenticate import complete_address
from mailbox.admin.pages import Admin, Inline, LookOnly
from mailbox.models import MailAddress, Mailbox
from mailbox.provisioning import AddressTaken, add_alias, check_new_address
from mailsvc.env import parse_size
from mailsvc.kit.errors import ServiceError

if TYPE_CHECKING:  # Django takes no type parameter when it runs
    _MailboxForm = forms.ModelForm[Mailbox]
    _AddressForm = forms.ModelForm[MailAddress]
else:
    _MailboxForm = forms.ModelForm
    _AddressForm = forms.ModelForm


class RoomField(forms.CharField):
    """A size as people write it, such as 5GB; its value is in bytes."""

    def prepare_value(self, value: object) -> object:
        return write_size(value) if isinstance(value, int) else value

    def to_python(self, value: object) -> Any:
        try:
            return parse_size(str(value))
        except ValueError as error:
            raise forms.ValidationError(
                _("Write a size such as 500MB or 5GB.")
            ) from error


class MailboxForm(_MailboxForm):
    """Asks for the room of a mailbox."""

    quota_bytes = RoomField(label=_("Room"), help_text=_("Such as 500MB, 5GB or 1TB."))

    class Meta:
        model = Mailbox
        fields = ("quota_bytes",)


class AddressesInline(LookOnly, Inline):
    """The addresses of a mailbox, to look at."""

    model = MailAddress
    extra = 0
    fields = ("address", "is_primary")
    ordering = ("-is_primary", "address")
    show_change_link = True


@admin.register(Mailbox)
class MailboxAdmin(Admin):
    """A mailbox opens with its account; only its room is changed by hand."""

    form = MailboxForm
    inlines = (AddressesInline,)
    list_display = ("address", "name", "used", "room", "message_count", "created_at")
    list_select_related = ("account",)
    search_fields = ("address", "account__name", "addresses__address")
    ordering = ("address",)
    fields = ("address", "name", "quota_bytes", "used", "message_count", "created_at")
    readonly_fields = ("address", "name", "used", "message_count", "created_at")

    @admin.display(description=_("Name"), ordering="account__name")
    def name(self, mailbox: Mailbox) -> str:
        return mailbox.account.name

    @admin.display(description=_("Used"), ordering="used_bytes")
    def used(self, mailbox: Mailbox) -> str:
        return filesizeformat(mailbox.used_bytes)

    @admin.display(description=_("Room"), ordering="quota_bytes")
    def room(self, mailbox: Mailbox) -> str:
        return filesizeformat(mailbox.quota_bytes)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Mailbox | None = None
    ) -> bool:
        return False


class AliasForm(_AddressForm):
    """Asks for a further address, and whose it is to be."""

    class Meta:
        model = MailAddress
        fields = ("address", "mailbox")

    def clean_address(self) -> str:
        """Complete the address and check that it can be had."""
        try:
            wanted = check_new_address(complete_address(self.cleaned_data["address"]))
        except ServiceError as error:
            raise forms.ValidationError(str(error.words)) from error
        if MailAddress.objects.filter(address=wanted).exists():
            raise forms.ValidationError(str(AddressTaken.words))
        return wanted


@admin.register(MailAddress)
class AddressAdmin(Admin):
    """Aliases are added and deleted; a mailbox's own address stays with it."""

    form = AliasForm
    list_display = ("address", "mailbox", "is_primary")
    list_filter = ("is_primary",)
    list_select_related = ("mailbox",)
    search_fields = ("address", "mailbox__address")
    autocomplete_fields = ("mailbox",)
    ordering = ("address",)

    def has_change_permission(
        self, request: HttpRequest, obj: MailAddress | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: MailAddress | None = None
    ) -> bool:
        is_own = obj is not None and obj.is_primary
        return not is_own and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out deleting several: it would not ask which may be."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def save_model(
        self, request: HttpRequest, obj: MailAddress, form: Any, change: bool
    ) -> None:
        """Give the mailbox its alias."""
        obj.pk = add_alias(obj.mailbox, obj.address).pk


def write_size(size_bytes: int) -> str:
    """Write a size in the largest unit that keeps it whole, as `parse_size` reads."""
    for unit, bits in (("TB", 40), ("GB", 30), ("MB", 20), ("KB", 10)):
        if size_bytes and size_bytes % (1 << bits) == 0:
            return f"{size_bytes >> bits}{unit}"
    return str(size_bytes)
