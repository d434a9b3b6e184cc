"""The signatures of a letter that is being written."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from mailbox.compose.saving import change_body
from mailbox.compose.signatures import list_chosen, list_signatures
from mailbox.compose.signing import sign
from mailbox.messages import access
from mailbox.models import Draft, Signature
from mailbox.web.doors import MailRequest, mail_page


@mail_page
@require_safe
def signatures(request: MailRequest) -> HttpResponse:
    """Give the signatures, and which of them each address begins with."""
    kept = [
        {"id": each.pk, "name": each.name, "html": each.html, "text": each.text}
        for each in list_signatures(request.mailbox)
    ]
    chosen = {
        each.address: {"new": each.for_new, "answers": each.for_answers}
        for each in list_chosen(request.mailbox)
    }
    return JsonResponse({"signatures": kept, "chosen": chosen})


def sign_posted(request: MailRequest, found: Draft) -> None:
    """Put the signature below a letter that the form names; 0 takes it out."""
    signature = _named(request)
    known = list_signatures(request.mailbox)

    def change(draft: Draft) -> tuple[str, str]:
        text, html = sign((draft.text, draft.html), signature, known)
        return text, html if draft.is_rich else ""

    change_body(found, change)


def _named(request: MailRequest) -> Signature | None:
    wanted = request.POST.get("sign", "")
    if not wanted.isdecimal() or len(wanted) > 18 or not int(wanted):
        return None
    return access.get_signature(request.user, int(wanted))
