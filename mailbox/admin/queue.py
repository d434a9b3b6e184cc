"""The queue of outgoing mail: to look at, to hold, to release, to retry, to drop.

What acts is `outbound/queue.py`, as for `manage.py queue`; who did it is in the log
of the admin pages, and each step in the letter's trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mailbox.admin.pages import Inline, LookOnly, LookOnlyAdmin
from mailbox.models import OutgoingEnvelope, OutgoingRecipient, RecipientState
from mailbox.outbound import queue

Rows = QuerySet[OutgoingEnvelope]


class RecipientsInline(LookOnly, Inline):
    """Each recipient, and what was last said about it."""

    model = OutgoingRecipient
    extra = 0
    ordering = ("pk",)
    fields = ("address", "state", "status", "text", "host", "tls", "updated_at")


@admin.register(OutgoingEnvelope)
class EnvelopeAdmin(LookOnlyAdmin):
    """Envelopes; never what is in them."""

    inlines = (RecipientsInline,)
    actions = ("hold", "release", "retry", "drop")
    list_display = (
        *(
            "number",
            "sender",
            "state",
            "waiting",
            "attempts",
            "queued_at",
            "not_before",
        ),
        "size",
    )
    list_filter = ("state",)
    search_fields = ("=pk", "reverse_path", "recipients__address", "=message_id")
    fields = (
        *("sender", "state", "size", "message_id", "attempts", "queued_at"),
        *("not_before", "leased_until"),
    )

    def get_queryset(self, request: HttpRequest) -> Rows:
        waiting = Count(
            "recipients", filter=Q(recipients__state=RecipientState.WAITING)
        )
        rows: Rows = super().get_queryset(request).annotate(waiting_count=waiting)
        return rows

    @admin.display(description=_("Number"), ordering="pk")
    def number(self, envelope: OutgoingEnvelope) -> int:
        return envelope.pk

    @admin.display(description=_("From"), ordering="reverse_path")
    def sender(self, envelope: OutgoingEnvelope) -> str:
        return envelope.reverse_path or "<>"

    @admin.display(description=_("Recipients waiting"))
    def waiting(self, envelope: Any) -> int:
        return int(envelope.waiting_count)

    @admin.display(description=_("Size"), ordering="size_bytes")
    def size(self, envelope: OutgoingEnvelope) -> str:
        return filesizeformat(envelope.size_bytes)

    @admin.action(description=_("Hold until released"))
    def hold(self, request: HttpRequest, rows: Rows) -> None:
        self._act(request, rows, queue.hold_envelopes, "held")

    @admin.action(description=_("Release what is on hold"))
    def release(self, request: HttpRequest, rows: Rows) -> None:
        self._act(request, rows, queue.release_envelopes, "released")

    @admin.action(description=_("Try again now"))
    def retry(self, request: HttpRequest, rows: Rows) -> None:
        self._act(request, rows, queue.retry_envelopes, "tried again")

    @admin.action(description=_("Drop: never deliver what is left"))
    def drop(self, request: HttpRequest, rows: Rows) -> HttpResponse | None:
        """Ask once more, for what is dropped never leaves."""
        if "sure" in request.POST:
            self._act(request, rows, queue.drop_envelopes, "dropped")
            return None
        page = {
            **self.admin_site.each_context(request),
            "title": _("Drop these messages?"),
            "opts": self.opts,
            "rows": rows,
            "checkbox_name": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(
            request, "admin/mailbox/outgoingenvelope/confirm_drop.html", page
        )

    def _act(
        self,
        request: HttpRequest,
        rows: Rows,
        act: Callable[[Iterable[int]], int],
        word: str,
    ) -> None:
        """Act, write down who did, and say how many were in a state for it."""
        chosen = list(rows)
        done = act([row.pk for row in chosen])
        LogEntry.objects.log_actions(_id_of(request), chosen, CHANGE, word)
        left = len(chosen) - done
        words = ngettext(
            "Done for %(number)d message.", "Done for %(number)d messages.", done
        )
        self.message_user(request, words % {"number": done}, messages.SUCCESS)
        if left:
            words = ngettext(
                "%(number)d is not in a state that allows it.",
                "%(number)d are not in a state that allows it.",
                left,
            )
            self.message_user(request, words % {"number": left}, messages.WARNING)


def _id_of(request: HttpRequest) -> int:
    assert request.user.pk is not None, "the pages are for admins alone"
    return request.user.pk
