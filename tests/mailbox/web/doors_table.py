"""Every URL name of ours, and how it may be used: one row each.

Arguments in a URL, and `{names}` in fields, are filled with Ann's things by
their names (`tests/builders/annas.py`). From a row alone it is proven that the
URL asks for sign-in, answers its owner, hides and keeps what is Ann's from Ben,
refuses other methods and forms without a token, and sends the right headers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

from tests.builders.mail import PASSWORD


@dataclass(frozen=True)
class Door:
    """How one URL may be used.

    `fields` is a form by which its owner changes something in the mailbox (not so
    if `changes` is false); `names` says which thing an argument means where its own
    name does not.
    """

    methods: str = "GET"
    fields: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    changes: bool = True
    is_public: bool = False
    is_framed: bool = False


NEW_PASSWORD: Final = "battery-staple-7"
LETTER: Final = {"from_address": "ann@example.test", "to": "friend@remote.test"}


def _file(kind: str) -> Mapping[str, str]:
    """Name the file of a kind, in the letter that has one of each."""
    return {"message_id": "files_id", "section": f"{kind}_section"}


DOORS: Final[dict[str, Door]] = {
    "accounts:sign_in": Door(
        "GET POST", {"address": "ann"}, changes=False, is_public=True
    ),
    "accounts:sign_out": Door("POST", changes=False, is_public=True),
    "accounts:settings": Door(),
    "accounts:change_password": Door(
        "GET POST",
        {"current": PASSWORD, "wanted": NEW_PASSWORD, "again": NEW_PASSWORD},
        changes=False,
    ),
    "accounts:report_device": Door("POST", {"device": "phone"}, changes=False),
    "accounts:token": Door(),
    "accounts:settings_look": Door("GET POST", {"theme": "dark"}, changes=False),
    "accounts:settings_reading": Door("GET POST", {"reader": "off"}, changes=False),
    "accounts:settings_writing": Door("GET POST", {"undo_seconds": "5"}, changes=False),
    "accounts:settings_time": Door("GET POST", {"language": "en"}, changes=False),
    "accounts:settings_account": Door("GET POST", {"name": "A"}, changes=False),
    "mailbox:inbox": Door(),
    "mailbox:folder": Door(),
    "mailbox:conversation": Door(),
    "mailbox:starred": Door(),
    "mailbox:tag": Door(),
    "mailbox:act": Door(
        "POST", {"action": "archive", "conversation": "{conversation_id}"}
    ),
    "mailbox:undo_act": Door("POST", {"key": "{deed_key}"}),
    "mailbox:deed_line": Door(),
    "mailbox:close_deed_line": Door("POST", {"key": "{deed_key}"}),
    "mailbox:folders_manage": Door(
        "GET POST", {"do": "rename", "folder": "{own_folder_id}", "name": "Mine"}
    ),
    "mailbox:folder_new": Door("GET POST", {"name": "Mine"}),
    "mailbox:folder_manage": Door(
        "GET POST",
        {"do": "rename", "name": "Mine"},
        names={"folder_id": "own_folder_id"},
    ),
    "mailbox:tag_new": Door("GET POST", {"name": "Mine", "hue": "1"}),
    "mailbox:tag_manage": Door("GET POST", {"do": "change", "name": "M", "hue": "1"}),
    "mailbox:keys": Door("GET"),
    "mailbox:tags_manage": Door("GET POST", {"do": "delete", "tag": "{tag_id}"}),
    "mailbox:search": Door(),
    "mailbox:searches_manage": Door(
        "GET POST", {"do": "rename", "search": "{search_id}", "name": "Mine"}
    ),
    "mailbox:search_saved": Door(),
    "mailbox:search_suggest": Door(),
    "mailbox:search_snippets": Door(),
    "mailbox:search_facets": Door(),
    "mailbox:search_recent": Door("POST", {"q": "kiln"}),
    "mailbox:message": Door(),
    "mailbox:opened": Door(),
    "mailbox:remote_image": Door(),
    "mailbox:trust_images": Door("POST", {"do": "always"}),
    "mailbox:image_senders": Door("GET POST", {"address": "{image_sender}"}),
    "mailbox:signatures": Door(
        "GET POST", {"do": "delete", "signature": "{signature_id}"}
    ),
    "mailbox:signature_new": Door("GET POST", {"name": "Mine", "body": "Ann"}),
    "mailbox:signature": Door("GET POST", {"name": "Mine", "body": "Ann"}),
    "mailbox:body": Door(is_framed=True),
    "mailbox:attachment": Door(),
    "mailbox:preview": Door(),
    "mailbox:file_image": Door(names=_file("picture")),
    "mailbox:file_content": Door(is_framed=True, names=_file("letter")),
    "mailbox:file_media": Door(names=_file("media")),
    "mailbox:file_inside": Door(names=_file("winmail")),
    "mailbox:attachments_zip": Door(),
    "mailbox:source": Door(),
    "mailbox:headers": Door(),
    "mailbox:print_message": Door(is_framed=True),
    "mailbox:print_conversation": Door(is_framed=True),
    "mailbox:raw": Door(),
    "mailbox:trace": Door(),
    "mailbox:reply": Door("GET POST", LETTER),
    "mailbox:reply_all": Door("GET POST", LETTER),
    "mailbox:forward": Door("GET POST", LETTER),
    "mailbox:edit": Door(names={"message_id": "draft_message_id"}),
    "mailbox:compose": Door("GET POST", {**LETTER, "remove": "{file_id}"}),
    "mailbox:draft": Door("GET POST", {**LETTER, "remove": "{file_id}"}),
    "mailbox:compose_people": Door(),
    "mailbox:compose_signatures": Door(),
    "mailbox:draft_file": Door("GET POST DELETE", changes=False),
    "mailbox:draft_uploads": Door("POST", {"name": "plan.txt", "size": "4"}),
    "mailbox:draft_upload": Door("GET PATCH DELETE"),
    "mailbox:draft_quote": Door(),
    "mailbox:draft_save": Door("POST", LETTER),
    "mailbox:draft_version": Door("GET POST"),
    "mailbox:undo_send": Door("POST"),
    "mailbox:send_again": Door("POST", names={"envelope_id": "failed_id"}),
    "mailbox:scheduled": Door(),
    "mailbox:scheduled_letter": Door(
        "GET POST", {"do": "cancel"}, names={"draft_id": "scheduled_id"}
    ),
    "mailbox:scheduled_edit": Door("POST", names={"draft_id": "scheduled_id"}),
}


def find_urls() -> Iterator[tuple[str, dict[str, str]]]:
    """Give each URL name of ours with the converters of its arguments, by name."""
    for resolver in get_resolver().url_patterns:
        if not isinstance(resolver, URLResolver):
            continue
        if resolver.namespace not in {"mailbox", "accounts"}:
            continue
        for pattern in resolver.url_patterns:
            assert isinstance(pattern, URLPattern)
            assert pattern.name, f"{pattern.pattern} has no name"
            converters = pattern.pattern.converters.items()
            arguments = {name: type(each).__name__ for name, each in converters}
            yield f"{resolver.namespace}:{pattern.name}", arguments
