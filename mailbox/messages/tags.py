"""Tags: make, rename, colour, delete; put on entries and take off."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext_lazy as _

from mailbox.messages.changes import changing
from mailbox.messages.naming import clean_name, unique_name
from mailbox.models import HUES, Entry, Mailbox, Tag, Tagging
from mailsvc.kit.errors import InvalidInput

LONGEST_NAME: Final = 50
MOST_TAGS: Final = 200


def list_tags(mailbox: Mailbox) -> list[Tag]:
    """List a mailbox's tags by name."""
    return sorted(mailbox.tags.all(), key=lambda tag: tag.name.casefold())


def create_tag(mailbox: Mailbox, name: str, hue: int | None = None) -> Tag:
    """Make a tag; without a hue it takes the next of the twelve.

    Raises:
        InvalidInput: The name is empty, too long or taken, or the hue is none.
    """
    count = mailbox.tags.count()
    if count >= MOST_TAGS:
        raise InvalidInput(_("There are as many tags as can be."), field="name")
    chosen = count % HUES if hue is None else hue
    _check_hue(chosen)
    with unique_name(), changing(mailbox.pk):
        return Tag.objects.create(
            mailbox=mailbox,
            name=clean_name(name, longest=LONGEST_NAME),
            keyword=f"tag-{secrets.token_hex(6)}",
            hue=chosen,
        )


def change_tag(tag: Tag, *, name: str, hue: int) -> None:
    """Rename and colour a tag; its keyword stays.

    Raises:
        InvalidInput: As for `create_tag`.
    """
    _check_hue(hue)
    clean = clean_name(name, longest=LONGEST_NAME)
    with unique_name(), changing(tag.mailbox_id):
        Tag.objects.filter(pk=tag.pk).update(name=clean, hue=hue)


def delete_tag(tag: Tag) -> None:
    """Delete a tag; what carried it stays where it is."""
    with changing(tag.mailbox_id) as change:
        tagged = Entry.objects.filter(taggings__tag=tag)
        for folder_id in set(tagged.values_list("folder_id", flat=True)):
            change.count(folder_id)
        tagged.update(modseq=change.modseq)
        tag.delete()


def which_have(tag: Tag, entry_ids: Iterable[int]) -> set[int]:
    """Tell which of some entries carry a tag."""
    rows = Tagging.objects.filter(tag=tag, entry_id__in=list(entry_ids))
    return set(rows.values_list("entry_id", flat=True))


def tag_entries(tag: Tag, entry_ids: Iterable[int]) -> int:
    """Put a tag on entries; gives how many did not have it."""
    with changing(tag.mailbox_id) as change:
        entries = list(
            Entry.objects.filter(mailbox_id=tag.mailbox_id, pk__in=list(entry_ids))
            .exclude(taggings__tag=tag)
            .only("pk", "message_id", "seen", "folder_id")
        )
        Tagging.objects.bulk_create(
            Tagging(
                mailbox_id=tag.mailbox_id,
                tag=tag,
                entry=entry,
                message_id=entry.message_id,
            )
            for entry in entries
        )
        _touch(change.modseq, entries)
        for entry in entries:
            change.count(entry.folder_id)
        unread = sum(not entry.seen for entry in entries)
        change.count_tag(tag.pk, total=len(entries), unread=unread)
        return len(entries)


def untag_entries(tag: Tag, entry_ids: Iterable[int]) -> int:
    """Take a tag off entries; gives how many had it."""
    with changing(tag.mailbox_id) as change:
        entries = list(
            Entry.objects.filter(
                mailbox_id=tag.mailbox_id, pk__in=list(entry_ids), taggings__tag=tag
            ).only("pk", "seen", "folder_id")
        )
        numbers = [entry.pk for entry in entries]
        Tagging.objects.filter(tag=tag, entry_id__in=numbers).delete()
        _touch(change.modseq, entries)
        for entry in entries:
            change.count(entry.folder_id)
        unread = sum(not entry.seen for entry in entries)
        change.count_tag(tag.pk, total=-len(entries), unread=-unread)
        return len(entries)


def _touch(modseq: int, entries: Iterable[Entry]) -> None:
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).update(modseq=modseq)


def _check_hue(hue: int) -> None:
    if not 0 <= hue < HUES:
        raise InvalidInput(_("Choose one of the twelve colours."), field="hue")
