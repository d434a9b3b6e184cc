"""Tag: a person's own label; to IMAP it is a keyword (RFC 9051 §2.3.2)."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from mailbox.models.mailbox import Mailbox

HUES: Final = 12


class Tag(models.Model):
    """A label with one of twelve hues; the keyword never changes once given."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="tags")
    name = models.CharField(_("name"), max_length=100)
    keyword = models.CharField(max_length=64)
    hue = models.PositiveSmallIntegerField(_("colour"), default=0)
    total = models.BigIntegerField(default=0, editable=False)
    unread = models.BigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = (
            models.UniqueConstraint(fields=["mailbox", "name"], name="tag_name_once"),
            models.UniqueConstraint(
                fields=["mailbox", "keyword"], name="tag_keyword_once"
            ),
            models.CheckConstraint(
                condition=models.Q(hue__lt=HUES), name="tag_hue_of_twelve"
            ),
            models.CheckConstraint(
                condition=models.Q(total__gte=0, unread__gte=0),
                name="tag_counts_not_negative",
            ),
        )

    def __str__(self) -> str:
        return self.name
