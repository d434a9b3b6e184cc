"""Upload: a large file on its way into a draft, in pieces on any machine."""

from __future__ import annotations

from django.db import models

from mailbox.models.draft import Draft, DraftFile
from mailsvc.kit import clock


class Upload(models.Model):
    """A file that has not arrived whole, or has and is a file of its draft (`file`).

    `received_bytes` counts what is durable, from the start. `fingerprint` is by which
    a browser knows the same file again.
    """

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="uploads")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127)
    is_inline = models.BooleanField(default=False)
    size_bytes = models.BigIntegerField()
    received_bytes = models.BigIntegerField(default=0)
    fingerprint = models.CharField(max_length=80, blank=True)
    file = models.ForeignKey(DraftFile, models.CASCADE, null=True)
    touched_at = models.DateTimeField(default=clock.now, db_index=True)

    def __str__(self) -> str:
        return self.filename


class UploadPiece(models.Model):
    """Bytes of an upload, from `start` on; they are a blob of their own."""

    upload = models.ForeignKey(Upload, models.CASCADE, related_name="pieces")
    start = models.BigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["upload", "start"], name="upload_piece_at_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.upload_id} from {self.start}"
