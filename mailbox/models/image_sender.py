"""ImageSender: somebody whose letters may show their remote pictures at once."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.models.mailbox import Mailbox
from mailsvc.kit import clock


class ImageSender(models.Model):
    """One address whose letters show pictures at once, as `normalise` writes it."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, db_index=False)
    address = models.CharField(_("address"), max_length=320)
    created_at = models.DateTimeField(_("created"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("sender whose pictures are shown")
        verbose_name_plural = _("senders whose pictures are shown")
        constraints = (
            models.UniqueConstraint(
                fields=["mailbox", "address"], name="image_sender_once"
            ),
        )

    def __str__(self) -> str:
        return self.address
