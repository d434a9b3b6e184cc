"""What came in and is not filed yet, and what happened to every letter."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from mailbox.admin.pages import LookOnlyAdmin
from mailbox.models import Arrival, TraceStep


@admin.register(Arrival)
class ArrivalAdmin(LookOnlyAdmin):
    """Accepted mail that waits to be filed; without the letter itself."""

    list_display = (
        *("receipt", "recipient", "reverse_path", "accepted_at", "attempts"),
        "failure",
    )
    search_fields = ("=receipt", "recipient", "reverse_path")
    list_select_related = ("mailbox",)
    fields = (
        *("receipt", "mailbox", "recipient", "reverse_path", "protocol", "peer"),
        *("helo", "tls", "size_bytes", "accepted_at", "attempts", "leased_until"),
        "failure",
    )


@admin.register(TraceStep)
class TraceStepAdmin(LookOnlyAdmin):
    """Where a letter has been: search by its receipt, an address or a mailbox."""

    list_display = ("at", "step", "receipt", "mailbox", "what")
    list_filter = ("step",)
    list_select_related = ("mailbox",)
    search_fields = ("=receipt", "=mailbox__address")
    fields = ("at", "step", "receipt", "mailbox", "message_number", "what")

    @admin.display(description=_("Facts"))
    def what(self, step: TraceStep) -> str:
        known = ((name, value) for name, value in step.facts.items() if value)
        return ", ".join(f"{name}: {value}" for name, value in known)
