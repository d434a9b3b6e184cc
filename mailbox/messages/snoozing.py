"""Snooze, pin and mute: what a conversation may do besides lying in a folder.

A snoozed conversation waits in the folder Snoozed and goes back where it was when
its time has come, unread and on top of the list. New mail to it wakes it at once. A
pinned one stays on top of its folder. A muted one leaves the Inbox, and so does all
that comes to it later (`filing.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from mailbox.messages.changes import changing
from mailbox.messages.flags import mark_seen
from mailbox.messages.moving import move_entries
from mailbox.models import (
    Conversation,
    Entry,
    Folder,
    FolderConversation,
    Mailbox,
    Role,
    Snooze,
)
from mailbox.models.message_id import compose_message_id

WAKE_BATCH: Final = 50
MOST_PINNED: Final = 20
"""As many as are of use on top of a list; a pin more takes the oldest one's place."""


def snooze_entries(mailbox: Mailbox, entries: Sequence[Entry], until: datetime) -> int:
    """Let entries wait in Snoozed until a moment; caller holds a transaction."""
    places = {entry.conversation_id: entry.folder_id for entry in entries}
    snoozed = _snoozed_folder(mailbox.pk)
    kept = [
        Snooze(
            mailbox=mailbox,
            conversation_id=conversation_id,
            folder_id=folder_id,
            until=until,
        )
        for conversation_id, folder_id in places.items()
    ]
    again = [each for each in kept if each.folder_id == snoozed.pk]
    Snooze.objects.filter(
        mailbox=mailbox, conversation__in=[each.conversation_id for each in again]
    ).update(until=until)
    Snooze.objects.bulk_create(
        [each for each in kept if each.folder_id != snoozed.pk],
        update_conflicts=True,
        unique_fields=["conversation"],
        update_fields=["folder", "until"],
    )
    return move_entries(mailbox.pk, [entry.pk for entry in entries], snoozed.pk)


def forget_snoozes(mailbox: Mailbox, conversations: Iterable[int]) -> None:
    """Take back that conversations were to come back."""
    Snooze.objects.filter(mailbox=mailbox, conversation__in=set(conversations)).delete()


def wake_due(now: datetime) -> int:
    """Bring back what is due, and what has had new mail; gives how many."""
    woken = 0
    while due := list(_due(now)[:WAKE_BATCH]):
        for snooze in due:
            woken += _wake(snooze, now)
    return woken


def pin(mailbox_id: int, places: Iterable[tuple[int, int]], *, pinned: bool) -> None:
    """Pin conversations on top of a folder, or let them go.

    Args:
        mailbox_id: Whose they are.
        places: Folder and conversation of each.
        pinned: Whether they are to be on top.
    """
    with changing(mailbox_id) as change:
        for folder_id, conversation_id in set(places):
            FolderConversation.objects.filter(
                mailbox_id=mailbox_id,
                folder_id=folder_id,
                conversation_id=conversation_id,
            ).update(pinned=pinned)
            change.count(folder_id)
            _let_oldest_go(folder_id)


def mute(mailbox_id: int, conversations: Iterable[int], *, muted: bool) -> None:
    """Let what comes later to conversations pass the Inbox by, or not any more."""
    with changing(mailbox_id):
        Conversation.objects.filter(
            mailbox_id=mailbox_id, pk__in=set(conversations)
        ).update(muted=muted)


def _due(now: datetime) -> QuerySet[Snooze]:
    has_news = Exists(
        FolderConversation.objects.filter(
            conversation=OuterRef("conversation"), folder__role=Role.INBOX
        )
    )
    return Snooze.objects.filter(Q(until__lte=now) | has_news).order_by("pk")


def _wake(snooze: Snooze, now: datetime) -> int:
    """Bring one back; what somebody has moved out of Snoozed stays where it is."""
    with transaction.atomic():
        if not Snooze.objects.filter(pk=snooze.pk).delete()[0]:
            return 0
        entries = Entry.objects.filter(
            mailbox_id=snooze.mailbox_id,
            conversation_id=snooze.conversation_id,
            folder__role=Role.SNOOZED,
        ).order_by("message_id")
        ids = list(entries.values_list("pk", flat=True))
        if not ids:
            return 0
        Conversation.objects.filter(pk=snooze.conversation_id).update(
            bumped=compose_message_id(snooze.mailbox_id, now)
        )
        move_entries(snooze.mailbox_id, ids, snooze.folder_id or _inbox(snooze))
        mark_seen(snooze.mailbox_id, ids[-1:], seen=False)
    return 1


def _inbox(snooze: Snooze) -> int:
    return Folder.objects.get(mailbox_id=snooze.mailbox_id, role=Role.INBOX).pk


def _snoozed_folder(mailbox_id: int) -> Folder:
    return Folder.objects.get(mailbox_id=mailbox_id, role=Role.SNOOZED)


def _let_oldest_go(folder_id: int) -> None:
    pinned = FolderConversation.objects.filter(folder_id=folder_id, pinned=True)
    rest = list(pinned.order_by("-rank").values_list("pk", flat=True)[MOST_PINNED:])
    if rest:
        FolderConversation.objects.filter(pk__in=rest).update(pinned=False)
