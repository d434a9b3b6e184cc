"""Remote pictures on demand, and the senders who need not ask."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from mailbox.messages import access
from mailbox.models import Message
from mailbox.reading.attachments_headers import attachment_headers
from mailbox.reading.image_senders import (
    distrust_sender,
    list_trusted,
    trust_sender,
)
from mailbox.reading.remote_images import (
    ImageUnavailable,
    Picture,
    fetch_picture,
    find_picture,
    read_token,
)
from mailbox.web.doors import MailRequest, mail_page, return_path, say
from mailbox.web.message_views import place_of
from mailbox.web.slow_work import SLOW_WORK
from mailsvc.kit.fetching import fetcher
from mailsvc.kit.slots import Busy

NOT_TO_BE_HAD: Final = 404
TRY_AGAIN: Final = 503


@mail_page
@require_safe
def remote_image(request: MailRequest, message_id: int, token: str) -> HttpResponse:
    """Give a remote picture of a message, fetched by us."""
    message = access.get_message(request.user, message_id)
    url = read_token(message, token)
    try:
        picture = find_picture(url) or _fetch(url)
    except ImageUnavailable:
        return HttpResponse(status=NOT_TO_BE_HAD)
    except Busy:
        return HttpResponse(status=TRY_AGAIN, headers={"Retry-After": "2"})
    headers = attachment_headers(picture.content_type, "image", inline=True)
    return HttpResponse(picture.data, headers=headers)


@mail_page
@require_POST
def trust_images(request: MailRequest, message_id: int) -> HttpResponseBase:
    """Show a sender's pictures from now on, or ask again."""
    message = access.get_message(request.user, message_id)
    words = _change_trust(request, message)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(words, content_type="text/plain; charset=utf-8")
    say(
        request,
        words,
        undo_url=reverse("mailbox:trust_images", args=[message.pk]),
        undo_fields={"do": "ask", "next": place_of(message)},
    )
    return redirect(return_path(request, place_of(message)))


@mail_page
@require_http_methods(["GET", "HEAD", "POST"])
def image_senders(request: MailRequest) -> HttpResponse:
    """Show the senders whose pictures are always shown, and forget one."""
    if request.method == "POST":
        address = request.POST.get("address", "")
        distrust_sender(request.mailbox, address)
        say(request, _("We ask again about %(address)s.") % {"address": address})
        return redirect("mailbox:image_senders")
    page = {"senders": list_trusted(request.mailbox)}
    return render(request, "mailbox/image_senders.html", page)


def _fetch(url: str) -> Picture:
    with SLOW_WORK.taken():
        return fetch_picture(url, fetcher())


def _change_trust(request: MailRequest, message: Message) -> str:
    sender = {"address": message.from_address}
    if request.POST.get("do") == "ask":
        distrust_sender(request.mailbox, message.from_address)
        return _("We ask again about %(address)s.") % sender
    trust_sender(request.mailbox, message.from_address)
    return _("Pictures from %(address)s are shown from now on.") % sender
