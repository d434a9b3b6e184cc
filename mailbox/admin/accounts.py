"""Accounts: opened with their mailbox, let in, let out, given a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import BaseUserCreationForm, UserChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from accounts.signin.authenticate import complete_address
from mailbox.models import MailAddress
from mailbox.provisioning import AddressTaken, check_new_address, open_account
from mailsvc.kit.errors import ServiceError

if TYPE_CHECKING:  # Django takes no type parameter when it runs
    _NewForm = BaseUserCreationForm[Account]
    _ChangeForm = UserChangeForm[Account]
    _Admin = UserAdmin[Account]
else:
    _NewForm = BaseUserCreationForm
    _ChangeForm = UserChangeForm
    _Admin = UserAdmin

RIGHTS = ("is_active", "is_staff", "is_superuser")


class NewAccountForm(_NewForm):
    """Asks for what opening an account takes."""

    class Meta:
        model = Account
        fields = ("address", "name", "is_staff", "is_superuser")

    def clean_address(self) -> str:
        """Complete the address and check that a mailbox can have it."""
        try:
            wanted = check_new_address(complete_address(self.cleaned_data["address"]))
        except ServiceError as error:
            raise forms.ValidationError(str(error.words)) from error
        if MailAddress.objects.filter(address=wanted).exists():
            raise forms.ValidationError(str(AddressTaken.words))
        return wanted


class AccountForm(_ChangeForm):
    """What of an account can be changed by hand; its address cannot."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Account
        fields = "__all__"
        field_classes: dict[str, Any] = {}


@admin.register(Account)
class AccountAdmin(_Admin):
    """Accounts are opened here and never deleted: closing one is a road of its own."""

    form = AccountForm
    add_form = NewAccountForm
    add_form_template = "admin/change_form.html"
    list_display = ("address", "name", *RIGHTS, "created_at", "last_login")
    list_filter = RIGHTS
    search_fields = ("address", "name")
    ordering = ("address",)
    filter_horizontal = ()
    readonly_fields = ("address", "created_at", "last_login")
    fieldsets = (
        (None, {"fields": ("address", "password", "name", "language")}),
        (
            _("Rights"),
            {
                "fields": RIGHTS,
                "description": _(
                    "Who is not active can neither sign in nor send; mail still comes "
                    "in. Staff work at the staff desk; superusers may do everything, "
                    "on these pages too."
                ),
            },
        ),
        (_("Dates"), {"fields": ("created_at", "last_login")}),
    )
    add_fieldsets = (
        (None, {"fields": ("address", "name", "password1", "password2")}),
        (_("Rights"), {"fields": ("is_staff", "is_superuser")}),
    )

    def get_readonly_fields(
        self, request: HttpRequest, obj: Account | None = None
    ) -> tuple[str, ...]:
        """Keep admins from locking themselves out."""
        if obj is None:
            return ()
        own = RIGHTS if obj == request.user else ()
        return (*self.readonly_fields, *own)

    def has_delete_permission(
        self, request: HttpRequest, obj: Account | None = None
    ) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: Account, form: Any, change: bool
    ) -> None:
        """Save a change; a new account is opened with its mailbox."""
        if change:
            super().save_model(request, obj, form, change)
            return
        opened = open_account(
            obj.address,
            form.cleaned_data["password1"],
            name=obj.name,
            is_staff=obj.is_staff,
            is_admin=obj.is_superuser,
        )
        obj.pk = opened.pk
        obj.refresh_from_db()
