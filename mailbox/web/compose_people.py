"""People for an address line, while somebody types."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from mailbox.compose.correspondents import find_correspondents
from mailbox.web.doors import MailRequest, mail_page

LONGEST_TYPED = 100


@mail_page
@require_safe
def people(request: MailRequest) -> HttpResponse:
    """Give the people whose name or address begins with `q`."""
    typed = request.GET.get("q", "")[:LONGEST_TYPED]
    found = find_correspondents(request.mailbox, typed)
    return JsonResponse(
        {"people": [{"name": each.name, "address": each.address} for each in found]}
    )
