"""The words around hits, for the few rows that are in sight: asked for by script."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from mailbox.errors import ContentAway, ContentUnreadable
from mailbox.messages import access
from mailbox.models import Message
from mailbox.reading.excerpts import Excerpt, find_excerpt
from mailbox.search.grammar import parse_query
from mailbox.search.highlight import Highlighter
from mailbox.search.query import Field
from mailbox.web.doors import MailRequest, mail_page
from mailbox.web.folders import is_number
from mailbox.web.row_markup import marked
from mailbox.web.search_field import read_typed

MOST: Final = 12


@mail_page
@require_safe
def search_snippets(request: MailRequest) -> HttpResponse:
    """Give the words around the first hit of some messages, marked."""
    query = parse_query(read_typed(request), zone=timezone.get_current_timezone())
    numbers = [int(raw) for raw in request.GET.getlist("m")[:MOST] if is_number(raw)]
    found = access.list_messages(request.user, numbers)
    words = Highlighter(query, Field.BODY)
    return HttpResponse("".join(_parts(list(found), words)))


def _parts(messages: list[Message], words: Highlighter) -> Iterator[SafeString]:
    for message in messages:
        try:
            excerpt = find_excerpt(message, words)
        except (ContentUnreadable, ContentAway):
            continue  # the preview stays
        if excerpt is not None:
            yield _part(message, excerpt)


def _part(message: Message, excerpt: Excerpt) -> SafeString:
    line = marked(excerpt.text, excerpt.spans)
    row = f'[data-id="m{message.pk}"]'
    return mark_safe(  # noqa: S308  # marked escapes
        f"<hx-partial hx-target='{row} .snip'>{line}</hx-partial>"
    )
