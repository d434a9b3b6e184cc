"""Draft: a letter being written. It stays until the letter has left."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.models.envelope import OutgoingEnvelope
from mailbox.models.mailbox import Mailbox
from mailsvc.kit import clock


class Draft(models.Model):
    """What has been written so far.

    `entry_message` is the copy in the Drafts folder (made at each save);
    `envelope` is set while the letter is held for undo, and undo gives the
    draft back as it was.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="drafts")
    from_address = models.CharField(_("from"), max_length=320)
    to = models.TextField(_("to"), blank=True)
    cc = models.TextField(_("cc"), blank=True)
    bcc = models.TextField(_("bcc"), blank=True)
    subject = models.CharField(_("subject"), max_length=998, blank=True)
    text = models.TextField(_("message"), blank=True)
    html = models.TextField(blank=True)
    action = models.CharField(max_length=8, default="new")
    parent_number = models.BigIntegerField(null=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)
    entry_message = models.BigIntegerField(null=True, db_index=True)
    envelope = models.ForeignKey(OutgoingEnvelope, models.SET_NULL, null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return self.subject or str(self.pk)


class DraftFile(models.Model):
    """A file of a draft; its bytes are a blob."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    content_id = models.CharField(max_length=255, blank=True)
    digest = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()

    def __str__(self) -> str:
        return self.filename
