"""Letters on paper: one, or a conversation; the letter and nothing of the app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from mailbox.errors import ContentUnreadable
from mailbox.messages import access, listing
from mailbox.mime.addresses import NamedAddress
from mailbox.mime.summary import envelope_from_json
from mailbox.mime.threads import base_subject
from mailbox.models import Message, Role
from mailbox.reading import bodies
from mailbox.reading.image_senders import ImageChoice, find_trusted
from mailbox.reading.outgoing import html_to_text
from mailbox.reading.paper import PAPER_CSP, letter_on_paper
from mailbox.reading.plain_text import text_to_html
from mailbox.reading.sanitise import Showing
from mailbox.web.attachments import cid_urls, image_urls
from mailbox.web.doors import MailRequest, mail_page
from mailsvc.kit.errors import NotFound

MOST_LETTERS = 200
AWAY = (Role.TRASH, Role.JUNK)


@dataclass(frozen=True, slots=True)
class PaperLetter:
    """A letter as it is printed; `fault` says why its body cannot be.

    `base_subject` is its subject without "Re:", which a conversation has once.
    """

    subject: str
    base_subject: str
    sender: NamedAddress
    to: tuple[NamedAddress, ...]
    cc: tuple[NamedAddress, ...]
    bcc: tuple[NamedAddress, ...]
    at: datetime
    body: SafeString
    files: tuple[tuple[str, int], ...]
    fault: str = ""


@mail_page
@require_safe
@xframe_options_sameorigin
def print_message(request: MailRequest, message_id: int) -> HttpResponse:
    """Show one letter for paper."""
    message = access.get_message(request.user, message_id)
    return _show(request, [message], folds_quotes=False)


@mail_page
@require_safe
@xframe_options_sameorigin
def print_conversation(request: MailRequest, conversation_id: int) -> HttpResponse:
    """Show a conversation for paper, oldest first; what it quotes stays folded."""
    access.get_conversation(request.user, conversation_id)
    entries = listing.list_conversation(request.mailbox, conversation_id)
    shown = [each for each in entries if each.folder.role not in AWAY] or entries
    numbers = [each.message_id for each in shown[-MOST_LETTERS:]]
    if not numbers:
        raise NotFound
    found = listing.get_messages(request.mailbox, numbers)
    letters = [found[number] for number in numbers]
    return _show(request, letters, folds_quotes=len(letters) > 1)


def _show(
    request: MailRequest, messages: Sequence[Message], *, folds_quotes: bool
) -> HttpResponse:
    wanted = {each.pk for each in messages} if request.GET.get("images") == "1" else ()
    images = ImageChoice(
        policy=request.user.preferences.images,
        find_senders=cache(lambda: find_trusted(request.mailbox, messages)),
        wanted=frozenset(wanted),
    )
    letters = [_letter(each, images, folds_quotes=folds_quotes) for each in messages]
    subject = base_subject(messages[0].subject) if len(messages) > 1 else ""
    page = {"letters": letters, "subject": subject or messages[0].subject}
    response = render(request, "mailbox/print.html", page)
    response["Content-Security-Policy"] = PAPER_CSP
    response["Cache-Control"] = "private, no-store"
    return response


def _letter(
    message: Message, images: ImageChoice, *, folds_quotes: bool
) -> PaperLetter:
    envelope = envelope_from_json(message.envelope)
    body, fault = "", ""
    try:
        body = _body(message, images, folds_quotes=folds_quotes)
    except ContentUnreadable as error:
        fault = str(error.words)
    return PaperLetter(
        subject=message.subject,
        base_subject=base_subject(message.subject) or message.subject,
        sender=NamedAddress(message.from_name, message.from_address),
        to=envelope.to,
        cc=envelope.cc,
        bcc=envelope.bcc,
        at=message.sent_at or message.received_at,
        body=SafeString(body),
        files=tuple(
            (fact["filename"], fact["size_bytes"])
            for fact in message.file_facts
            if not fact["is_inline"]
        ),
        fault=fault,
    )


def _body(message: Message, images: ImageChoice, *, folds_quotes: bool) -> str:
    html = bodies.read_html(message)
    showing = Showing(
        cid_url=cid_urls(message),
        remote_url=image_urls(message) if images.shows(message) else None,
        folds_quotes=folds_quotes,
    )
    place = f"letter-{message.pk}"
    shown = letter_on_paper(html, showing, place=place) if html else None
    if shown is not None:
        return shown
    text = bodies.read_text(message) or html_to_text(html)
    return f'<div class="letter">{text_to_html(text, author=message.from_name)}</div>'
