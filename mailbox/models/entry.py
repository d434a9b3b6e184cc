"""Entry: a message in a folder, with UID, flags and tags; and its tombstone."""

from __future__ import annotations

from django.db import models

from mailbox.models.conversation import Conversation
from mailbox.models.folder import Folder
from mailbox.models.mailbox import Mailbox
from mailbox.models.message import Message
from mailbox.models.tag import Tag


class Entry(models.Model):
    """A message in a folder (RFC 9051 §2.3.1: UID, flags).

    Conversation, size and mailbox are repeated here so that a change of flags
    reads one table. `modseq` is the mailbox's at the last change (RFC 7162).
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    folder = models.ForeignKey(Folder, models.CASCADE, db_index=False)
    message = models.ForeignKey(Message, models.CASCADE, related_name="entries")
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="entries", db_index=False
    )
    uid = models.BigIntegerField()
    modseq = models.BigIntegerField()
    size_bytes = models.BigIntegerField()
    seen = models.BooleanField(default=False)
    flagged = models.BooleanField(default=False)
    answered = models.BooleanField(default=False)
    forwarded = models.BooleanField(default=False)
    draft = models.BooleanField(default=False)
    deleted = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["folder", "uid"], name="entry_uid_once"),
        )
        indexes = (
            models.Index(fields=["folder", "message"], name="entry_in_date_order"),
            models.Index(
                fields=["conversation", "folder"], name="entry_of_conversation"
            ),
            models.Index(fields=["mailbox", "modseq"], name="entry_changed"),
            models.Index(
                fields=["mailbox", "message"],
                name="entry_flagged",
                condition=models.Q(flagged=True),
            ),
        )

    def __str__(self) -> str:
        return f"uid {self.uid} in {self.folder_id}"


class Tagging(models.Model):
    """A tag on an entry; `message` repeats the sort key for the tag's own list."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    tag = models.ForeignKey(Tag, models.CASCADE, db_index=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="taggings")
    message = models.ForeignKey(Message, models.CASCADE, db_index=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tag", "entry"], name="tagging_once"),
        )
        indexes = (models.Index(fields=["tag", "message"], name="tagging_in_order"),)

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.entry_id}"


class Tombstone(models.Model):
    """What is left of an expunged entry, for QRESYNC and JMAP (RFC 7162 §3.2)."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    folder = models.ForeignKey(Folder, models.CASCADE)
    uid = models.BigIntegerField()
    modseq = models.BigIntegerField()
    message_number = models.BigIntegerField()

    class Meta:
        indexes = (models.Index(fields=["mailbox", "modseq"], name="tombstone_since"),)

    def __str__(self) -> str:
        return f"uid {self.uid} was in {self.folder_id}"
