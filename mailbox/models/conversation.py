"""Conversations, and where they stand in each folder.

FolderConversation is what a list shows: one row for a conversation in a folder,
with its newest message and its counts, kept in the transaction that changes the
entries. A page of a list is one walk of its index, however large the folder.
"""

from __future__ import annotations

from django.db import models

from mailbox.models.folder import Folder
from mailbox.models.mailbox import Mailbox


class Conversation(models.Model):
    """Messages that answer each other, across folders.

    What comes later to a muted one passes the Inbox by. `bumped` is the message id
    that it is listed as, if that is later than its newest message: when it came back
    from being snoozed.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE)
    muted = models.BooleanField(default=False)
    bumped = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.pk)


class ThreadKey(models.Model):
    """A mark by which a later message finds its conversation.

    `key` is 63 bits of a hash over the base subject and a message id, or over
    the base subject and a correspondent; see `messages/conversations.py`.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    key = models.BigIntegerField()
    conversation = models.ForeignKey(Conversation, models.CASCADE)
    newest_second = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["mailbox", "key"], name="thread_key_once"),
        )

    def __str__(self) -> str:
        return str(self.key)


class FolderConversation(models.Model):
    """A conversation as one line of a folder's list.

    `newest` is the id of its newest message in this folder; the counts are of
    its entries in this folder only. The list is in the order of `rank`, which is
    `newest` unless the conversation was bumped; pinned ones come first.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    folder = models.ForeignKey(Folder, models.CASCADE, db_index=False)
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="places", db_index=False
    )
    newest = models.BigIntegerField()
    rank = models.BigIntegerField()
    pinned = models.BooleanField(default=False)
    total = models.IntegerField(default=0)
    unread = models.IntegerField(default=0)
    flagged = models.IntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["conversation", "folder"], name="conversation_in_folder_once"
            ),
            models.CheckConstraint(
                condition=models.Q(total__gt=0, unread__gte=0, flagged__gte=0),
                name="conversation_counts_positive",
            ),
        )
        indexes = (
            models.Index(fields=["folder", "pinned", "rank"], name="list_of_folder"),
        )

    def __str__(self) -> str:
        return f"{self.conversation_id} in {self.folder_id}"


class Snooze(models.Model):
    """A conversation that waits in Snoozed, and when it goes back where it was."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="snoozes", db_index=False
    )
    folder = models.ForeignKey(Folder, models.SET_NULL, null=True, db_index=False)
    until = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["conversation"], name="snoozed_once"),
        )

    def __str__(self) -> str:
        return f"{self.conversation_id} until {self.until:%F %T}"
