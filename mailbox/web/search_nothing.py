"""What a page says when a search found nothing: what to ask instead."""

from __future__ import annotations

from mailbox.models import Mailbox
from mailbox.search.execute import Found
from mailbox.search.loosen import Instead, loosen
from mailbox.web.search_links import search_url
from mailbox.web.search_values import NOTHING, Alternative, NothingFound


def help_on(
    mailbox: Mailbox, typed: str, found: Found, *, everywhere: bool
) -> NothingFound:
    """Offer other searches, if this one came to its end and found nothing."""
    if found.message_ids or found.older is not None or not found.query.terms:
        return NOTHING
    instead = loosen(mailbox, typed, found.query, everywhere=everywhere)
    return NothingFound(
        respelt=tuple(_link(each) for each in instead.respelt),
        dropped=tuple(_link(each, everywhere=everywhere) for each in instead.dropped),
        alone=tuple(_link(each, everywhere=everywhere) for each in instead.alone),
        widened=_link(instead.widened, everywhere=True) if instead.widened else None,
    )


def _link(instead: Instead, *, everywhere: bool = False) -> Alternative:
    url = search_url(instead.typed, everywhere=everywhere)
    return Alternative(instead.piece, url, instead.count, instead.is_more)
