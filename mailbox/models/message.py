"""Message: one mailbox's knowledge of some bytes, reckoned once at filing.

No list, view or FETCH parses again: the envelope, the structure with the byte
offset of every part, the preview line and the files are all here.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from mailbox.models.conversation import Conversation
from mailbox.models.mailbox import Mailbox


class Message(models.Model):
    """The facts of a message. `id` is made by `message_id.compose_message_id`."""

    id = models.BigIntegerField(primary_key=True)
    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    conversation = models.ForeignKey(
        Conversation, models.PROTECT, related_name="messages", db_index=False
    )
    digest = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    header_bytes = models.IntegerField(default=0)
    received_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=998, blank=True)
    from_name = models.CharField(max_length=320, blank=True)
    from_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=998, blank=True)
    preview = models.CharField(max_length=255, blank=True)
    has_files = models.BooleanField(default=False)
    is_draft = models.BooleanField(default=False)
    is_outgoing = models.BooleanField(default=False)
    file_facts: models.JSONField[Any] = models.JSONField(default=list)
    envelope: models.JSONField[Any] = models.JSONField(default=dict)
    structure: models.JSONField[Any] = models.JSONField(default=dict)
    text_section = models.CharField(max_length=64, blank=True)
    html_section = models.CharField(max_length=64, blank=True)
    defects: models.JSONField[Any] = models.JSONField(default=list)

    class Meta:
        indexes = (
            models.Index(fields=["conversation", "id"], name="message_of_conversation"),
            models.Index(fields=["digest", "mailbox"], name="message_by_digest"),
        )

    def __str__(self) -> str:
        return self.subject or str(self.pk)
