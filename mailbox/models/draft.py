"""Draft: a letter being written. It stays until the letter has left."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.models.envelope import OutgoingEnvelope
from mailbox.models.mailbox import Mailbox
from mailsvc.kit import clock


class Draft(models.Model):
    """What has been written so far.

    `html` is clean, and names pictures of the letter by their content id; `text`
    says the same where the letter is rich. The quote is the original, folded below
    what is written; it goes along while `with_quote` is set.

    `version` rises with every save; `writer` is the tab that made the last one, and
    `writer_serial` the place of that save among the tab's own. `entry_message` is
    the copy in the Drafts folder, made of `copied_version`; `former_copies` are
    those before it, by which a list that is not fresh still names it. `envelope` is
    set while the letter is held for undo, and undo gives the draft back as it was.

    `scheduled_for` is when the letter is to be sent by itself; until then nothing is
    written into it, and it has no copy in Drafts. `fault` says, in its writer's
    words, why it is here again although it was to go. `resends` is the envelope
    that did not reach everybody, of a letter that is written again for the others.
    """

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="drafts")
    from_address = models.CharField(_("from"), max_length=320)
    to = models.TextField(_("to"), blank=True)
    cc = models.TextField(_("cc"), blank=True)
    bcc = models.TextField(_("bcc"), blank=True)
    subject = models.CharField(_("subject"), max_length=998, blank=True)
    text = models.TextField(_("message"), blank=True)
    html = models.TextField(blank=True)
    is_rich = models.BooleanField(default=False)
    quote_text = models.TextField(blank=True)
    quote_html = models.TextField(blank=True)
    with_quote = models.BooleanField(default=True)
    action = models.CharField(max_length=8, default="new")
    parent_number = models.BigIntegerField(null=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    references = models.TextField(blank=True)
    entry_message = models.BigIntegerField(null=True, db_index=True)
    envelope = models.ForeignKey(OutgoingEnvelope, models.SET_NULL, null=True)
    scheduled_for = models.DateTimeField(_("to be sent"), null=True)
    resends = models.ForeignKey(
        OutgoingEnvelope, models.SET_NULL, null=True, related_name="+"
    )
    fault = models.TextField(_("why it did not go"), blank=True)
    version = models.PositiveIntegerField(default=1)
    writer = models.CharField(max_length=40, blank=True)
    writer_serial = models.PositiveIntegerField(default=0)
    copied_version = models.PositiveIntegerField(default=0)
    former_copies = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    updated_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = (
            models.UniqueConstraint(fields=["resends"], name="draft_resends_once"),
        )
        indexes = (
            models.Index(
                fields=["updated_at"],
                name="draft_copy_is_old",
                condition=models.Q(
                    copied_version__lt=models.F("version"), version__gt=1
                ),
            ),
            models.Index(
                fields=["mailbox", "scheduled_for"],
                name="draft_is_scheduled",
                condition=models.Q(scheduled_for__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.subject or str(self.pk)


class DraftVersion(models.Model):
    """What another tab had written when a later save won: one for each writer."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="versions")
    writer = models.CharField(max_length=40, blank=True)
    from_address = models.CharField(max_length=320)
    to = models.TextField(blank=True)
    cc = models.TextField(blank=True)
    bcc = models.TextField(blank=True)
    subject = models.CharField(max_length=998, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    is_rich = models.BooleanField(default=False)
    with_quote = models.BooleanField(default=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["draft", "writer"], name="draft_version_of_writer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.draft_id} at {self.written_at:%F %T}"


class DraftFile(models.Model):
    """A file of a draft; its bytes are a blob.

    The text names a picture by `content_id`. One put into the text by hand
    (`is_inline`) goes when the text does not name it any more.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="files")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    content_id = models.CharField(max_length=255, blank=True)
    is_inline = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, db_index=True)
    size_bytes = models.BigIntegerField()

    def __str__(self) -> str:
        return self.filename
