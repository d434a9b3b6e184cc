"""Pictures in the text of a draft: their names in what is kept, addresses in pages."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote

from django.urls import reverse

from mailbox.models import Draft

_NAME: Final = re.compile(r'(\ssrc=)"cid:([^"]*)"', re.IGNORECASE)
_ADDRESS: Final = re.compile(
    r"""(\s(?:src|data-remote)=)["'](?:https?://[^/"']+)?/compose/\d+/files/(\d+)/["']"""
)


def addresses_for_pictures(html: str, draft: Draft) -> str:
    """Lead the pictures that kept HTML names to where a page finds them."""
    if "cid:" not in html:
        return html
    known = {
        file.content_id: reverse("mailbox:draft_file", args=[draft.pk, file.pk])
        for file in draft.files.exclude(content_id="")
    }

    def address(found: re.Match[str]) -> str:
        url = known.get(unquote(found[2]))
        return f'{found[1]}"{url}"' if url else found[0]

    return _NAME.sub(address, html)


def names_for_pictures(html: str, draft: Draft) -> str:
    """Name the pictures that a page found by their address."""
    if "/files/" not in html:
        return html
    known = dict(draft.files.exclude(content_id="").values_list("pk", "content_id"))

    def name(found: re.Match[str]) -> str:
        content_id = known.get(int(found[2]))
        return f'{found[1]}"cid:{quote(content_id)}"' if content_id else found[0]

    return _ADDRESS.sub(name, html)
