"""Files on their way into a letter, one request for a small one, many for a large.

Scripts only; without them the form brings files. `draft_uploads` takes a whole file,
or begins an upload, which is then a resource: GET tells how much has arrived, PATCH
adds bytes at `Upload-Offset`, DELETE cancels. Every answer is JSON; a refusal has
`words` for the person, and 409 the right `offset`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, Final

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from mailbox.compose import files, uploads
from mailbox.compose.saving import AlreadySent
from mailbox.errors import MailboxFull, MessageTooBig
from mailbox.messages import access
from mailbox.models import Upload
from mailbox.web.compose_file_json import file_json
from mailbox.web.doors import MailRequest, mail_page
from mailsvc.kit.errors import InvalidInput, NotFound, ServiceError

READ_BYTES: Final = 1 << 18
STATUSES: Final[tuple[tuple[type[ServiceError], int], ...]] = (
    (uploads.WrongOffset, 409),
    (AlreadySent, 410),
    (MessageTooBig, 413),
    (InvalidInput, 422),
    (uploads.TooManyUploads, 429),
    (MailboxFull, 507),
)

View = Callable[..., HttpResponse]


def _in_words(view: View) -> View:
    """Answer a script with what went wrong."""

    @wraps(view)
    def shown(request: MailRequest, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, **kwargs)
        except NotFound:
            raise
        except ServiceError as error:
            found = (number for kind, number in STATUSES if isinstance(error, kind))
            status = next(found, 503 if error.temporary else 422)
            return JsonResponse({"words": str(error.words)}, status=status)

    return shown


@mail_page
@require_POST
@_in_words
def draft_uploads(request: MailRequest, draft_id: int) -> HttpResponse:
    """Take a whole file, begin one that comes in pieces, or put one back."""
    draft = access.get_draft(request.user, draft_id)
    if token := request.POST.get("restore"):
        return JsonResponse(file_json(files.restore_file(draft, token)))
    is_inline = request.POST.get("place") == "text"
    sent = request.FILES.get("file")
    if sent is not None:
        name, kind, size = sent.name or "", sent.content_type or "", sent.size or 0
        facts = files.file_facts(name, kind, size, is_inline=is_inline)
        mark = request.POST.get("fingerprint", "")
        file = uploads.add_whole(draft, facts, sent.chunks(), mark)
        return JsonResponse(file_json(file))
    facts = files.file_facts(
        request.POST.get("name", ""),
        request.POST.get("type", ""),
        _read_size(request.POST.get("size", "")),
        is_inline=is_inline,
    )
    begun = uploads.begin_upload(draft, facts, request.POST.get("fingerprint", ""))
    return JsonResponse(_upload(begun))


@mail_page
@require_http_methods(["GET", "HEAD", "PATCH", "DELETE"])
@_in_words
def draft_upload(request: MailRequest, draft_id: int, upload_id: int) -> HttpResponse:
    """Tell how much of a file has arrived, take more of it, or forget it."""
    found = access.get_upload(request.user, draft_id, upload_id)
    if request.method == "DELETE":
        uploads.cancel_upload(found)
        return JsonResponse({})
    if request.method == "PATCH":
        start = _read_size(request.headers.get("Upload-Offset", "0"))
        try:
            found = uploads.add_piece(found, start, _body(request))
        except uploads.WrongOffset as error:
            now = access.get_upload(request.user, draft_id, upload_id)
            answer = _upload(now) | {"words": str(error.words)}
            return JsonResponse(answer, status=409)
    return JsonResponse(_upload(found))


def _body(request: MailRequest) -> Iterator[bytes]:
    """Read the body a little at a time."""
    while piece := request.read(READ_BYTES):
        yield piece


def _read_size(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise InvalidInput(detail=text[:80])
    return int(text)


def _upload(upload: Upload) -> dict[str, str | int]:
    url = reverse("mailbox:draft_upload", args=[upload.draft_id, upload.pk])
    answer: dict[str, str | int] = {"upload": url, "offset": upload.received_bytes}
    return answer | (file_json(upload.file) if upload.file is not None else {})
