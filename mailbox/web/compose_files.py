"""The files of a letter being written, and the quote below it."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_safe

from mailbox.compose.files import attach_instead, remove_file
from mailbox.compose.saving import AlreadySent
from mailbox.messages import access
from mailbox.models import DraftFile
from mailbox.reading.attachments_headers import attachment_headers
from mailbox.store.blobs import blobs
from mailbox.web.compose_file_json import file_json
from mailbox.web.compose_pictures import addresses_for_pictures
from mailbox.web.doors import MailRequest, mail_page
from mailsvc.kit.errors import NotFound


@mail_page
@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def file(request: MailRequest, draft_id: int, file_id: int) -> HttpResponse:
    """Give a file of a draft, whose text may show it; DELETE takes it out.

    POST makes a file of its own of a picture in the text.
    """
    found = access.get_draft_file(request.user, file_id)
    if found.draft_id != draft_id:
        raise NotFound(detail=request.path)
    if request.method == "DELETE":
        return _remove(found)
    if request.method == "POST":
        attach_instead(found)
        return JsonResponse({"size": found.size_bytes, **file_json(found)})
    response = HttpResponse(blobs().read(found.digest))
    headers = attachment_headers(found.content_type, found.filename, inline=True)
    for name, value in headers.items():
        response[name] = value
    return response


@mail_page
@require_safe
def quote(request: MailRequest, draft_id: int) -> HttpResponse:
    """Give the quote below a letter, for an editor that takes it into the text."""
    found = access.get_draft(request.user, draft_id)
    html = addresses_for_pictures(found.quote_html, found)
    return JsonResponse({"text": found.quote_text, "html": html})


def _remove(found: DraftFile) -> JsonResponse:
    try:
        token = remove_file(found.draft, found.pk)
    except AlreadySent as error:
        return JsonResponse({"words": str(error.words)}, status=410)
    return JsonResponse({"restore": token})
