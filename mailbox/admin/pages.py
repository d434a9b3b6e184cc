"""What the admin pages of several models share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

if TYPE_CHECKING:  # Django takes no type parameter when it runs
    Admin = admin.ModelAdmin[Any]
    Inline = admin.TabularInline[Any, Any]
else:
    Admin = admin.ModelAdmin
    Inline = admin.TabularInline


class LookOnly:
    """Rows to look at: nothing is added, changed or deleted by hand."""

    def has_add_permission(self, *_args: object) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False


class LookOnlyAdmin(LookOnly, Admin):
    """A page of such rows, newest first, and without counting them all."""

    ordering = ("-pk",)
    show_full_result_count = False
    list_per_page = 50
